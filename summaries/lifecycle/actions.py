"""Moving a report on its way."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.access.permissions import Permission
from partywork.accounts.holders import somebody_may
from partywork.accounts.models import User
from partywork.audit import anchors
from partywork.audit.recorder import action, record_event
from partywork.measures.reading import consistent_read
from partywork.orgs.models import Organisation
from summaries.checks.acknowledged import unsettled
from summaries.document import plain_text
from summaries.exports import Compiled
from summaries.lifecycle.differences import as_final, differences, since
from summaries.lifecycle.models import ReportStep, Snapshot, SnapshotKind
from summaries.lifecycle.sealing import Sealable, document_of, keep, sealable
from summaries.lifecycle.steps import Step
from summaries.plans.adopt import adopt_plans
from summaries.reports.actions import MOVED_ON, hold, refresh
from summaries.reports.desk import Desk, open_report
from summaries.reports.models import ParagraphState, Report, ReportState

SHOWN = 5  # of the things that stand in the way; the page lists them all


@dataclass(frozen=True)
class Drawn:
    """What a step is to keep, made from one state of the records before anything is written."""

    desk: Desk
    version: Sealable


def take_step(*, report: Report, step: Step, remark: str = "", by: User, today: date) -> ReportStep:
    """Take a step of the report's way. Who may is the page's matter (see queries.open_steps).

    What is kept is read and written out first, as of one moment and without holding anybody up; storing it is
    short. Raises ValidationError in words for a step that the present state does not offer, a missing remark,
    whatever stands in the way of a signature, and a report that moved on in between.
    """
    remark = remark.strip()
    drawn = _drawn(report, step, remark, today) if step.keeps else None
    taken = _take(report=report, step=step, remark=remark, drawn=drawn, by=by, today=today)
    if step.keeps == SnapshotKind.FROZEN:
        anchors.note_when_written(why=anchors.FREEZE)
    return taken


@action
def _take(*, report: Report, step: Step, remark: str, drawn: Drawn | None, by: User, today: date) -> ReportStep:
    state = hold(report)
    _check(report, step, state, remark, today)
    if step.signs:
        report.signed_on = today
    snapshot = _kept(report, drawn, by, today) if drawn else None
    Report.objects.filter(pk=report.pk).update(
        state=step.target, signed_on=report.signed_on, changed_figures=None, version=F("version") + 1, updated_by=by
    )
    report.refresh_from_db()
    taken = ReportStep(
        report=report, step=step.name, from_state=state, to_state=step.target, remark=remark, snapshot=snapshot, by=by
    )
    taken.save()
    record_event(
        by=by,
        action=f"report.{step.name}",
        subject=report,
        summary=f"“{report}”{step.label}" + (f"：{remark}" if remark else ""),
        changes={"state": (state.value, step.target.value)},
        org_id=report.org_id,
    )
    return taken


def check_frozen(*, report: Report, by: User | None) -> int:
    """Hold a frozen report against the records of today; returns how many figures differ and notes a change of that.

    Raises ValidationError for a report that is not frozen.
    """
    if report.state != ReportState.FROZEN:
        raise ValidationError("只有已定稿的总结可以核对。")
    count = len(since(last_kept(report, SnapshotKind.FROZEN)))
    if count != report.changed_figures:
        _note_changed(report=report, count=count, by=by)
    return count


@action
def _note_changed(*, report: Report, count: int, by: User | None) -> None:
    Report.objects.filter(pk=report.pk).update(changed_figures=count)
    what = f"定稿后有{count}个数字有变" if count else "定稿后数字没有变化"
    record_event(by=by, action="report.checked", subject=report, summary=f"“{report}”{what}", org_id=report.org_id)
    report.changed_figures = count


def last_kept(report: Report, kind: SnapshotKind) -> Snapshot:
    """Raises Snapshot.DoesNotExist where there is none."""
    return report.snapshots.filter(kind=kind).select_related("report__org", "by").latest("number")


def receives(org: Organisation, on: date) -> bool:
    """Whether anybody above the unit receives its reports in the system."""
    return somebody_may(Permission.RECEIVE_REPORTS, org, on, from_above=True)


def _check(report: Report, step: Step, state: ReportState, remark: str, today: date) -> None:
    if state not in step.sources:
        raise ValidationError(f"这份总结现在是“{state.label}”，不能{step.label}。请刷新后再看。")
    if step.says_why and not remark:
        raise ValidationError({"remark": "请写明原因，让办理的人知道要做什么。"})
    if step.goes_up and not receives(report.org, today):
        raise ValidationError("系统里没有能审核这份总结的上级，请选择“签发并定稿”。")
    if step.decided:
        undecided = report.paragraphs.filter(state=ParagraphState.PROPOSED).count()
        if undecided:
            raise ValidationError(f"还有{undecided}条待选的问题和安排没有决定写不写，请先逐条确认。")


@consistent_read()
def _drawn(report: Report, step: Step, remark: str, today: date) -> Drawn:
    """Text, figures and files as of one moment, and nothing in the way of keeping them."""
    assert step.keeps is not None
    refresh(report)
    _check(report, step, ReportState(report.state), remark, today)
    if step.signs:
        report.signed_on = today
    desk = open_report(report)
    if step.settled:
        _refuse_unsettled(desk)
    if ReportState.APPROVED in step.sources:
        _refuse_unlike_approved(report, desk)
    made = desk.compiled
    if step.keeps == SnapshotKind.FROZEN:
        made = Compiled(as_final(made.document), made.facts)
    return Drawn(desk, sealable(report=report, kind=step.keeps, made=made, paragraphs=desk.paragraphs))


def _kept(report: Report, drawn: Drawn, by: User, today: date) -> Snapshot:
    if report.version != drawn.version.version:
        raise ValidationError(MOVED_ON)
    if drawn.version.kind == SnapshotKind.FROZEN:
        adopt_plans(desk=drawn.desk, by=by, today=today)
    return keep(report=report, drawn=drawn.version, by=by)


def _refuse_unsettled(desk: Desk) -> None:
    left = unsettled(desk.report, desk.checks)
    if left:
        raise ValidationError(
            [
                f"检查还有{len(left)}处没有处理，请先修改或逐条确认：",
                *list(dict.fromkeys(each.message for each in left))[:SHOWN],
            ]
        )


def _refuse_unlike_approved(report: Report, desk: Desk) -> None:
    """What the superior approved is what is frozen: neither records nor the program may have changed it since."""
    approved, now = document_of(last_kept(report, SnapshotKind.SUBMITTED)), desk.compiled.document
    changed = [f"{each.name}由{each.then}变为{each.now}" for each in differences(approved, now, same_text=True)]
    if changed or plain_text(approved) != plain_text(now):
        raise ValidationError(
            [
                "上级通过以后内容有变，与通过的那一稿不一致。请撤回，核对后重新报送：",
                *(changed[:SHOWN] or ["文字有变化，可在“各版和比较”里对照。"]),
            ]
        )
