"""What can be done with a report, and what was."""

from dataclasses import dataclass
from datetime import datetime

from partywork.pages.http import GateProtocol
from summaries.lifecycle.actions import receives
from summaries.lifecycle.models import ReportStep, Snapshot
from summaries.lifecycle.steps import BY_NAME, RECEIVE, STEPS, Step
from summaries.lifecycle.visibility import own_reports
from summaries.reports.models import Report, ReportState

UPWARD = {ReportState.SUBMITTED, ReportState.RETURNED, ReportState.APPROVED, ReportState.FROZEN}
SIGNATURES = {"pass", "submit", "finish"}  # that a second pair of eyes is expected for
SAME_PERSON = "与上一步是同一人"


@dataclass(frozen=True)
class Line:
    """A step in the history. ``note`` says where one person took two steps that usually two people take."""

    label: str
    who: str
    at: datetime
    remark: str
    note: str
    snapshot: Snapshot | None


def open_steps(report: Report, gate: GateProtocol) -> list[Step]:
    """The steps that this user may take now, the usual one first."""
    possible = [step for step in STEPS if report.state in step.sources]
    is_own = is_own_report(report, gate)
    is_above = gate.allows(RECEIVE) and gate.beneath(RECEIVE).covers(report.org_id)
    allowed = [
        step for step in possible if (is_above if step.from_above else is_own and gate.may(step.permission, report.org))
    ]
    if any(step.goes_up for step in allowed) and not receives(report.org, gate.on):
        return [step for step in allowed if not step.goes_up]
    return allowed


def is_own_report(report: Report, gate: GateProtocol) -> bool:
    return own_reports(gate).filter(pk=report.pk).exists()


def history(report: Report, gate: GateProtocol) -> list[Line]:
    """The steps so far, the latest first; a superior reads of those that concern both, not of the unit's own."""
    taken = list(report.steps.select_related("by", "snapshot").order_by("pk"))
    followers = zip(taken, [None, *taken], strict=False)
    is_own = is_own_report(report, gate)
    shown = [(each, before) for each, before in followers if is_own or _concerns_both(each)]
    return [_line(each, before) for each, before in reversed(shown)]


def _concerns_both(taken: ReportStep) -> bool:
    return bool(UPWARD & {ReportState(taken.from_state), ReportState(taken.to_state)})


def _line(taken: ReportStep, before: ReportStep | None) -> Line:
    same = taken.step in SIGNATURES and before is not None and before.by_id == taken.by_id
    note = SAME_PERSON if same else ""
    return Line(BY_NAME[taken.step].label, taken.by.full_name, taken.at, taken.remark, note, taken.snapshot)
