"""The evidence pack as background work: records, history, entry lag, changes since the freeze, frozen files."""

import hashlib
from typing import Any

from django.utils import timezone

from partywork.attachments.checking import clean_name
from partywork.audit.recorder import record_event
from partywork.common.periods import parse_period
from partywork.common.text import format_date
from partywork.jobs.kinds import Result, job_kind
from partywork.jobs.running import Run
from partywork.measures.reading import consistent_read
from summaries.inspection import since_frozen
from summaries.inspection.changes import events_of, history_sheet
from summaries.inspection.order import PERMISSION, PackOrder
from summaries.inspection.pack import Pack
from summaries.inspection.records import Lags, ledger_sheet, ledgers, rows_of
from summaries.lifecycle.models import Snapshot
from summaries.lifecycle.sealing import digest, frozen

KIND = "summaries.inspection"
HISTORY, LAG, SINCE = "02 修改历史.xlsx", "03 登记间隔.xlsx", "04 定稿后变化.xlsx"
BROKEN = "留存的文件与它的校验值不符，请到这一版的“核验”页查看"


@job_kind(KIND, "巡察材料包", PERMISSION)
def make_pack(run: Run) -> Result:
    """One zip for a unit and a period. What cannot be proved is put in all the same and named."""
    order = PackOrder(run.job.org, parse_period(run.params["period"]), run.today, run.gate)
    path = run.folder / "pack.zip"
    moment = f"{timezone.localtime(run.clock()):%Y-%m-%d %H:%M}"
    with Pack(path, f"巡察材料 {run.by.full_name} {moment} 调取") as pack:
        work = _Work(run, order, pack)
        work.add_all()
        pack.finish(work.facts(moment))
    message = f"记录{work.records}条，修改{work.changes}条，定稿文件{work.files}个"
    name = f"{order.org.short_name}{order.period.label}巡察材料包.zip"
    return Result(message, path, name, lambda: _note(run, order, message, path.read_bytes()))


def _note(run: Run, order: PackOrder, message: str, content: bytes) -> None:
    record_event(
        by=run.by,
        action="inspection.pack",
        subject=order.org,
        summary=f"调取{order.org.short_name}{order.period.label}的巡察材料包：{message}",
        changes={"sha256": (None, hashlib.sha256(content).hexdigest())},
        org_id=order.org.pk,
    )


class _Work:
    def __init__(self, run: Run, order: PackOrder, pack: Pack) -> None:
        self.run, self.order, self.pack = run, order, pack
        self.records = self.changes = self.files = self.late = 0
        self.changed_figures = self.changed_records = 0
        self.versions = list(since_frozen.frozen_versions(order))
        self.total = len(ledgers()) + 3 + len(self.versions)

    def add_all(self) -> None:
        for number, ledger in enumerate(ledgers(), 1):
            self.step(number - 1, f"台账：{ledger.title}")
            with consistent_read():
                self.add_ledger(number, ledger)
        done = len(ledgers())
        for step in (self.add_history, self.add_lags, self.add_since):
            self.step(done, "修改历史、登记间隔和定稿后变化")
            with consistent_read():
                step()
            done += 1
        for snapshot in self.versions:
            self.step(done, f"定稿：{snapshot.report}")
            self.add_version(snapshot)
            done += 1

    def step(self, done: int, what: str) -> None:
        self.run.step(done, self.total, f"正在整理{what}")

    def add_ledger(self, number: int, ledger: Any) -> None:
        rows = rows_of(ledger, self.order.scope, self.order.period)
        if not rows.exists():
            self.pack.leave_out(ledger.title)
            return
        counted: list[int] = []
        sheet = ledger_sheet(ledger, rows, counted)
        self.pack.add_workbook(f"01 台账/{number:02d} {ledger.title}.xlsx", ledger.title, [sheet], counted)
        self.records += len(counted)

    def add_history(self) -> None:
        counted: list[int] = []
        sheet = history_sheet(events_of(self.order.scope, self.order.begins), counted)
        self.pack.add_workbook(HISTORY, "记录的修改历史", [sheet], counted)
        self.changes = len(counted)

    def add_lags(self) -> None:
        lags = Lags(self.order.scope, self.order.period)
        rows = list(lags.read())
        self.pack.add_workbook(LAG, "登记间隔", [lags.units(self.order.units), lags.records(rows)], [1] * len(rows))
        self.late = sum(lags.late.values())

    def add_since(self) -> None:
        kept = [each for each in (frozen(report) for report in since_frozen.frozen_reports(self.order)) if each]
        figures = [row for each in kept for row in since_frozen.figures_of(each)]
        changes = [row for each in kept for row in since_frozen.changes_of(each, self.order.scope)]
        self.changed_figures, self.changed_records = len(figures), len(changes)
        if not kept:
            self.pack.leave_out("定稿后变化")
            return
        count = [1] * (len(figures) + len(changes))
        self.pack.add_workbook(SINCE, "定稿后变化", since_frozen.sheets(figures, changes), count)

    def add_version(self, snapshot: Snapshot) -> None:
        report = snapshot.report
        folder = f"05 定稿/{report.org.code} {clean_name(str(report))} {report.data_date:%Y%m%d} {snapshot}"
        for part in snapshot.parts.exclude(filename="").order_by("filename"):
            content = bytes(part.content)
            name = f"{folder}/{clean_name(part.filename)}"
            if digest(content) != part.sha256:
                self.run.problem(name, BROKEN)
            self.pack.add(name, f"{report.org.short_name}{snapshot}", None, content)
            self.files += 1

    def facts(self, moment: str) -> list[tuple[str, Any]]:
        order = self.order
        return [
            ("党组织", f"{order.org.name}和它的全部下级，共{order.units.count()}个"),
            ("期间", order.period.label),
            ("按哪天的组织架构", format_date(order.on)),
            ("调取", f"{self.run.by.full_name}，{moment}"),
            ("台账", f"{self.records}条，发生在期间内的；没有发生日期的（党组织、启用登记）是全部"),
            ("修改历史", f"{self.changes}条，从期间第一天到调取时"),
            ("登记间隔", f"其中补录{self.late}条"),
            ("定稿", f"{len(self.versions)}版，文件{self.files}个"),
            ("定稿后变化", f"数字{self.changed_figures}个，记录{self.changed_records}条"),
            (
                "不在内的",
                "公民身份号码、手机号码、党费计算基数、走访对象和情况、每人的评议等次；谈话内容本系统从不登记",
            ),
        ]
