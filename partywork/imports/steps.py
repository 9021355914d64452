"""The steps of an import that take time: reading, checking, writing, taking back. Short ones are done at once, long
ones as background work; both run the same code."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError

from partywork.access.permissions import Permission
from partywork.accounts.models import User
from partywork.imports.actions import MOVED_ON, NotSound, assign_columns, commit_import, drop_import, move
from partywork.imports.arriving import clear
from partywork.imports.checking import CheckAlong, check
from partywork.imports.enums import OPEN, State
from partywork.imports.intake import stage
from partywork.imports.models import ImportBatch
from partywork.imports.opening import SECONDS
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.staging import FIRST, Staging
from partywork.imports.taking import Roster, Step, Task, Verdict, no_step, roster_of, summary_of
from partywork.imports.undoing import undo_import
from partywork.jobs.actions import start_job
from partywork.jobs.kinds import Result, job_kind
from partywork.jobs.running import Refused, Run
from partywork.ledgers.columns import Ledger
from partywork.orgs.models import Organisation
from partywork.pages.http import GateProtocol

KIND = "imports.step"
PERMISSION = Permission.IMPORT_RECORDS
AT_ONCE_BYTES = 300_000
AT_ONCE_ROWS = 500
SECONDS_AT_ONCE = 30.0  # of reading while somebody waits for the page: a small file that needs more is a trap
GONE = "上传的内容已经清除，请重新上传。"
BUSY = "上一步还在后台办理，请等它完成，或先停下。"
STEPS = {"read": "读取", "check": "检查", "commit": "导入", "undo": "撤销"}


@dataclass(frozen=True)
class Hands:
    """In whose hands a step is, and for taking back why."""

    gate: GateProtocol
    by: User
    today: date
    now: datetime
    reason: str = ""


def task_of(batch: ImportBatch, hands: Hands, step: Step = no_step) -> Task:
    def refused(ledger: Ledger) -> str:
        if ledger.model is Organisation and not hands.gate.may(Permission.MANAGE_ORGS, batch.org):
            return f"您没有“{Permission.MANAGE_ORGS.value}”的权限，不能导入党组织"
        return ""

    return Task(batch, hands.gate.scope(PERMISSION), hands.by, hands.today, refused, step)


def take_step(name: str, batch: ImportBatch, hands: Hands, *, long: bool) -> None:
    """Do it now, or put it into the queue when it is ``long``. Raises ValidationError, as the step does."""
    if batch.job is not None and batch.job.is_active:
        raise ValidationError(BUSY)
    if name != "undo" and batch.state not in OPEN:
        raise ValidationError(MOVED_ON)
    if batch.state in OPEN and not Staging(batch.pk).exists:  # restored from a backup, which holds no uploads
        drop_import(batch=batch, by=hands.by, now=hands.now, message=GONE)
        raise ValidationError(GONE)
    if not long:
        _DO[name](batch, hands, no_step)
        return
    job = start_job(
        kind=KIND, org=batch.org, title=f"{STEPS[name]}“{batch.file_name}”"[:120],
        params={"import": batch.pk, "step": name, "reason": hands.reason},
        by=hands.by, now=hands.now, unique_key=f"import-{batch.pk}",
    )  # fmt: skip
    ImportBatch.objects.filter(pk=batch.pk).update(job=job)
    batch.refresh_from_db()


def is_long(batch: ImportBatch) -> bool:
    return batch.rows > AT_ONCE_ROWS


@job_kind(KIND, "导入", PERMISSION, repeatable=False)  # its next step is taken on the page of the import
def do_step(run: Run) -> Result:
    """A step as background work. Until the writing itself begins it can be cancelled; then it is all or nothing."""
    batch = ImportBatch.objects.select_related("org").filter(pk=run.params["import"]).first()
    if batch is None:
        raise Refused("这次导入已经不在了。")
    hands = Hands(run.gate, run.by, run.today, run.clock(), run.params.get("reason", ""))
    name = run.params["step"]
    if name in ("read", "check"):
        _DO[name](batch, hands, run.step)
        return Result(f"{STEPS[name]}完成：{batch.file_name}")
    if name == "commit":
        run.step(0, batch.rows, "正在检查")
        roster, verdict = _brought(batch, hands, run.step)
        if not verdict.is_sound:
            keep_verdict(batch, verdict, hands)
            raise Refused("检查时发现有不能导入的内容，没有写入。请回到导入页面查看。")
        run.note(done=batch.rows, total=batch.rows, message="正在写入，这一步不能取消")
        task = task_of(batch, hands)
        return Result(
            f"已导入：{batch.file_name}",
            effect=lambda: commit_import(task=task, by=hands.by, now=hands.now, roster=roster),
        )
    run.step(0, batch.rows, "正在撤销，这一步不能取消")
    return Result(f"已撤销：{batch.file_name}", effect=lambda: _undo(batch, hands, no_step))


def _read(batch: ImportBatch, hands: Hands, step: Step) -> None:
    """Stage the rows, propose what they are; where nothing needs to be asked go on to the check."""
    staging = Staging(batch.pk)
    along = CheckAlong(task_of(batch, hands, step))
    try:
        layouts = stage(batch, step, SECONDS_AT_ONCE if step is no_step else SECONDS, along)
    except UnreadableWorkbook as error:
        drop_import(batch=batch, by=hands.by, now=hands.now, message=str(error))
        raise ValidationError(str(error)) from None
    staging.drop_upload()
    staging.put("layout", [layout.dump() for layout in layouts])
    if all(layout.needs_no_question() for layout in layouts):
        assign_columns(batch=batch, layouts=layouts, by=hands.by, now=hands.now)
        verdict = along.verdict_of(layouts)
        if verdict is None:
            _check(batch, hands, step)
        else:
            keep_verdict(batch, verdict, hands)
    else:
        move(batch, State.COLUMNS, hands.now, rows=sum(layout.count for layout in layouts))


def _check(batch: ImportBatch, hands: Hands, step: Step) -> None:
    Staging(batch.pk).put(FIRST, [])
    keep_verdict(batch, check(task_of(batch, hands, step)), hands)


def keep_verdict(batch: ImportBatch, verdict: Verdict, hands: Hands) -> None:
    staging = Staging(batch.pk)
    staging.put_list("findings", verdict.findings)
    staging.put("refusals", verdict.refusals)
    move(batch, State.CHECKED, hands.now, since=(State.CHECKING, State.CHECKED), counts=summary_of(verdict.counts))


def _brought(batch: ImportBatch, hands: Hands, step: Step) -> tuple[Roster | None, Verdict]:
    """Everything checked once more; the people of a roster are written where nobody sees them yet."""
    move(batch, State.CHECKED, hands.now, since=[State.CHECKED])  # whoever goes on with it meanwhile finds it changed
    task = task_of(batch, hands, step)
    task.staging.put(FIRST, [])
    roster = roster_of(task)
    return (roster, roster.bring()) if roster else (None, check(task))


def _commit(batch: ImportBatch, hands: Hands, step: Step) -> None:
    task = task_of(batch, hands, step)
    roster = roster_of(task)
    try:
        if roster:
            move(batch, State.CHECKED, hands.now, since=[State.CHECKED])
            if not (verdict := roster.bring()).is_sound:
                raise NotSound(verdict)
        commit_import(task=task, by=hands.by, now=hands.now, roster=roster)
    except ValidationError as error:
        batch.refresh_from_db()
        if roster:
            clear(batch)
        if isinstance(error, NotSound):
            keep_verdict(batch, error.verdict, hands)
        raise


def _undo(batch: ImportBatch, hands: Hands, step: Step) -> None:  # noqa: ARG001
    scope = hands.gate.scope(PERMISSION)
    undo_import(batch=batch, scope=scope, reason=hands.reason, by=hands.by, today=hands.today, now=hands.now)


_DO = {"read": _read, "check": _check, "commit": _commit, "undo": _undo}
