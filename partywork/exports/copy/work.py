"""The copy as background work: a ledger at a time, so that memory stays flat whatever there is."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from partywork.access.permissions import Permission
from partywork.access.scope import Scope
from partywork.audit.recorder import record_event
from partywork.common.text import format_date
from partywork.common.watermark import watermark
from partywork.exports.copy.archive import README, CopyArchive, sha256_of
from partywork.exports.copy.contents import LedgerCopy, evidence_of, evidence_path, ledgers_of, sheet_path
from partywork.jobs.kinds import Result, job_kind
from partywork.jobs.running import Refused, Run
from partywork.ledgers.spreadsheet import write_workbook
from partywork.measures.reading import consistent_read
from partywork.orgs.models import Organisation
from partywork.orgs.queries import subtree_ids

KIND = "exports.copy"
PERMISSION = Permission.EXPORT_COPY
GONE = "文件不在存放的地方，没有放进副本。请告诉系统管理员从备份里恢复。"


@job_kind(KIND, "数据副本", PERMISSION)
def make_copy(run: Run) -> Result:
    """Every ledger of the unit and those below it, with the evidence files, as one zip."""
    org, personal = run.job.org, bool(run.params.get("personal"))
    if personal and not run.gate.may(Permission.EXPORT_PERSONAL, org):
        raise Refused(f"您在“{org.short_name}”没有“{Permission.EXPORT_PERSONAL.value}”的权限，没有做。")
    scope = scope_of_copy(run)
    path = run.folder / "copy.zip"
    with CopyArchive(path) as archive:
        copy = _Copy(run, archive, ledgers_of(scope, personal=personal), evidence_of(scope).count(), personal)
        copy.add_ledgers()
        copy.add_evidence(scope)
        manifest = copy.manifest(personal)
        archive.add_manifest(manifest)
        archive.add_text(README, readme(manifest))
    message = f"{sum(bool(each.count) for each in copy.ledgers)}种台账{copy.rows}条，佐证材料{len(copy.files)}个"
    digest = sha256_of(path)
    return Result(message, path, f"{org.short_name}数据副本{run.today:%Y%m%d}.zip", lambda: _note(run, message, digest))


def scope_of_copy(run: Run) -> Scope:
    """The unit with all below it today, as far as the user may copy."""
    found = Organisation.objects.filter(pk__in=subtree_ids(run.job.org, run.today))
    reachable = run.gate.scope(PERMISSION).orgs
    found = found if reachable is None else found.filter(pk__in=reachable)
    return Scope(found.order_by().values("pk"), run.today)


def _note(run: Run, message: str, digest: str) -> None:
    personal = "（含个人信息）" if run.params.get("personal") else ""
    record_event(
        by=run.by,
        action="copy.export",
        subject=run.job.org,
        summary=f"导出{run.job.org.short_name}的数据副本{personal}：{message}",
        changes={"sha256": (None, digest)},
        org_id=run.job.org_id,
    )


@dataclass
class _Copy:
    run: Run
    archive: CopyArchive
    ledgers: list[LedgerCopy]
    file_count: int
    personal: bool
    listed: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(each.count for each in self.ledgers)

    @property
    def total(self) -> int:
        return len(self.ledgers) + self.file_count

    @property
    def moment(self) -> str:
        return f"{timezone.localtime(self.run.clock()):%Y-%m-%d %H:%M}"

    def add_ledgers(self) -> None:
        mark = watermark(self.run.by.full_name, self.run.clock()) if self.personal else ""
        for number, each in enumerate(self.ledgers, 1):
            self.run.step(number - 1, self.total, f"正在导出：{each.ledger.title}")
            self.listed.append(self.add_ledger(number, each, mark))

    def add_ledger(self, number: int, each: LedgerCopy, mark: str) -> dict[str, Any]:
        """What the list says of it; one without records is listed and has no file."""
        workbook = self.run.folder / "ledger.xlsx"
        with consistent_read():
            if not each.rows.exists():
                return {"名称": each.ledger.title, "文件": "", "条数": 0, "其中已取消": 0}
            cancelled = each.cancelled
            with workbook.open("wb") as target:
                write_workbook(target, [each.sheet()], watermark=mark)
        name = sheet_path(number, each.ledger)
        size, digest = self.archive.add_file(name, workbook)
        workbook.unlink()
        return {
            "名称": each.ledger.title, "文件": name, "条数": each.count, "其中已取消": cancelled, "字节": size,
            "sha256": digest,
        }  # fmt: skip

    def add_evidence(self, scope: Scope) -> None:
        taken: set[str] = set()
        for attachment in evidence_of(scope).prefetch_related("record").iterator(chunk_size=200):
            done = len(self.ledgers) + len(self.files)
            self.run.step(min(done, self.total), self.total, "正在导出：佐证材料")
            if attachment.record is None:
                continue
            path = evidence_path(attachment, taken)
            try:
                with attachment.file.open("rb") as stored:
                    size, digest = self.archive.add_stream(path, stored)
            except FileNotFoundError:
                self.run.problem(path, GONE)
                continue
            self.files.append({"文件": path, "字节": size, "sha256": digest})

    def manifest(self, personal: bool) -> dict[str, Any]:
        org = self.run.job.org
        return {
            "党组织": org.name,
            "编码": org.code,
            "数据截至": self.run.today.isoformat(),
            "导出人": self.run.by.full_name,
            "导出时间": self.moment,
            "含个人信息": personal,
            "台账": self.listed,
            "佐证材料": self.files,
        }


def readme(manifest: dict[str, Any]) -> str:
    """What is in the copy, for whoever opens it years later."""
    day = format_date(date.fromisoformat(manifest["数据截至"]))
    sheets = "\n".join(f"  {each['文件']}：{each['条数']}条" for each in manifest["台账"] if each["文件"])
    none = "、".join(each["名称"] for each in manifest["台账"] if not each["文件"])
    personal = (
        "含公民身份号码、手机号码、走访对象等个人信息，请按内部资料保管，用完及时清除。"
        if manifest["含个人信息"]
        else "不含公民身份号码、手机号码、走访对象等个人信息。"
    )
    return f"""{manifest["党组织"]}数据副本

数据截至{day}，由{manifest["导出人"]}于{manifest["导出时间"]}导出。
{personal}

台账（每种一个 Excel 文件，表头与导入模板一致；已取消的记录也在内，状态一栏写明“已取消”）：
{sheets}
没有记录、不生成文件的：{none or "无"}。

佐证材料：{len(manifest["佐证材料"])}个，按记录分文件夹放，文件夹名前面的数字是记录的编号。

清单.json 列出每个文件的条数和校验值（SHA-256）。核对时重新计算文件的校验值，与清单一致的就没有改动过。
"""
