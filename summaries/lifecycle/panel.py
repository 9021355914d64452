"""What a report's page says of its way: the state, what can be done now, what was done so far."""

from typing import Any

from django.urls import reverse

from partywork.pages.http import GateProtocol
from partywork.pages.views import link
from summaries.lifecycle.queries import Line, history, open_steps
from summaries.lifecycle.steps import Step
from summaries.reports.models import Report, ReportState

LIGHTS = {
    ReportState.RETURNED: "warn",
    ReportState.APPROVED: "ok",
    ReportState.FROZEN: "ok",
}


def panel(report: Report, gate: GateProtocol) -> dict[str, Any]:
    """For the template summaries/_lifecycle.html."""
    lines = history(report, gate)
    return {
        "state": report.get_state_display(),
        "light": light_of(report),
        "steps": [_step(report, step) for step in open_steps(report, gate)],
        "asked": _asked(report, lines),
        "lines": lines,
        "versions_url": reverse("summaries:versions", args=[report.pk]),
    }


def light_of(report: Report) -> str:
    return LIGHTS.get(ReportState(report.state), "muted")


def _step(report: Report, step: Step) -> dict[str, Any]:
    url = reverse("summaries:step", args=[report.pk, step.name])
    return link(step.label, url) | {"is_quiet": step.says_why or step.name == "withdraw"}


def _asked(report: Report, lines: list[Line]) -> Line | None:
    """What whoever sent the report back wants changed, while it is being changed."""
    return lines[0] if lines and report.is_open and lines[0].remark else None
