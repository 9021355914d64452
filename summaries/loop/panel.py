"""What a report's page says of what became of it: plans taken from it, problems put on the rectification ledger."""

from typing import Any

from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.entries.enums import Status
from partywork.pages.http import GateProtocol
from partywork.pages.views import link
from partywork.plans.enums import STATE_MARK
from partywork.plans.models import PlanItem
from partywork.rectification.enums import STATE_MARK as RAISED_MARK
from partywork.rectification.models import RectificationItem, items_from
from summaries.lifecycle.visibility import own_reports, seen_reports
from summaries.plans.adopt import adopted
from summaries.reports.models import Report, ReportState


def panel(report: Report, gate: GateProtocol) -> dict[str, Any]:
    """For the template summaries/_loop.html."""
    seen = gate.scope(Permission.VIEW_RECORDS)
    items = restrict(adopted(report), seen)
    raised = restrict(items_from(report), seen).exclude(status=Status.CANCELLED)
    is_own = own_reports(gate).filter(pk=report.pk).exists()
    return {
        "items": [_item(each) for each in items],
        "raised": [_raised(each) for each in raised],
        "adopt_url": reverse("summaries:adopt", args=[report.pk]) if is_own and report.is_open else "",
    }


def report_link(report: Report, gate: GateProtocol) -> dict[str, str] | None:
    """The report a plan item was taken from, for whoever may see it; a superior sees its kept version."""
    if own_reports(gate).filter(pk=report.pk).exists():
        return link(str(report), reverse("summaries:report", args=[report.pk]))
    if seen_reports(gate).filter(pk=report.pk).exists() and report.state == ReportState.FROZEN:
        latest = report.snapshots.latest("at", "pk")
        return link(str(report), reverse("summaries:version", args=[report.pk, latest.pk]))
    return None


def _raised(item: RectificationItem) -> dict[str, str]:
    mark = {"state": item.get_state_display(), "css": RAISED_MARK[item.state]}
    return link(item.title, reverse("rectification:detail", args=[item.pk])) | mark


def _item(item: PlanItem) -> dict[str, str]:
    mark = {"state": item.get_state_display(), "css": STATE_MARK[item.state], "target": item.target_text}
    return link(item.text, reverse("plans:detail", args=[item.pk])) | mark
