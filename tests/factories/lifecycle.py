"""Reports some steps on their way."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from summaries.checks.acknowledged import unsettled
from summaries.checks.actions import acknowledge
from summaries.lifecycle.actions import take_step
from summaries.lifecycle.models import ReportStep, Snapshot
from summaries.lifecycle.sealing import frozen
from summaries.lifecycle.steps import BY_NAME
from summaries.reports.desk import open_report
from summaries.reports.models import Report, ReportState
from tests.factories.summaries import TODAY, make_report

# The steps that lead to a state, from a report just compiled.
WAYS: dict[ReportState, tuple[str, ...]] = {
    ReportState.DRAFT: (),
    ReportState.REVIEWING: ("review",),
    ReportState.SIGNING: ("review", "pass"),
    ReportState.SUBMITTED: ("review", "pass", "submit"),
    ReportState.RETURNED: ("review", "pass", "submit", "return"),
    ReportState.APPROVED: ("review", "pass", "submit", "approve"),
    ReportState.FROZEN: ("review", "pass", "finish"),
}


def settle(report: Report, by: User) -> None:
    """Decide every candidate and answer for every warning; what is wrong stays wrong."""
    for paragraph in report.paragraphs.filter(state="proposed"):
        paragraph.state = "accepted"
        paragraph.save()
    for check in unsettled(report, open_report(report).checks):
        if check.level == "warning":
            acknowledge(report=report, check=check, by=by)


def advance(report: Report, *names: str, by: User, today: date = TODAY, remark: str = "请核对") -> Report:
    """Take the steps in order."""
    for name in names:
        step(report, name, by=by, today=today, remark=remark)
    return report


def step(report: Report, name: str, *, by: User, today: date = TODAY, remark: str = "请核对") -> ReportStep:
    return take_step(report=report, step=BY_NAME[name], remark=remark, by=by, today=today)


def make_report_in(state: ReportState, org: Organisation, by: User, **order: Any) -> Report:
    """A settled report that has come to this state."""
    report = make_report(org, by, **order)
    settle(report, by)
    return advance(report, *WAYS[state], by=by)


def make_frozen_file_arguments(org: Organisation, by: User) -> dict[str, Any]:
    """What the address of a kept file takes."""
    report = make_report_in(ReportState.FROZEN, org, by)
    return {"pk": report.pk, "version": report.snapshots.get().pk, "name": "docx"}


def kept_version(report: Report) -> Snapshot:
    """The version frozen last."""
    kept = frozen(report)
    assert kept is not None
    return kept
