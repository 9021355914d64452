"""On the home page: which reports wait for the user to take the next step."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from partywork.access.permissions import Permission
from partywork.pages.http import PageRequest
from summaries.lifecycle.visibility import own_reports, received_reports
from summaries.reports.models import Report, ReportState

SHOWN = 5

# The state → whose turn it is, what to do, the button.
TURNS: dict[ReportState, tuple[Permission, str, str]] = {
    ReportState.RETURNED: (Permission.COMPILE_REPORTS, "已退回，请按意见修改后再送核稿", "去修改"),
    ReportState.REVIEWING: (Permission.REVIEW_REPORTS, "请核稿", "去核稿"),
    ReportState.SIGNING: (Permission.SIGN_REPORTS, "请签发", "去签发"),
    ReportState.APPROVED: (Permission.SIGN_REPORTS, "上级已通过，请定稿", "去定稿"),
}


def panel(request: PageRequest) -> SafeString | str:
    gate = request.gate
    items: list[dict[str, Any]] = []
    if gate.allows(Permission.COMPILE_REPORTS):
        reports = own_reports(gate).filter(state__in=list(TURNS)).select_related("org").order_by("pk")
        mine = [report for report in reports if gate.may(_turn(report)[0], report.org)]
        items += [_own(report) for report in mine[:SHOWN]]
    if gate.allows(Permission.RECEIVE_REPORTS):
        count = received_reports(gate).filter(state=ReportState.SUBMITTED).count()
        items += [_received(count)] if count else []
    return render_to_string("summaries/_waiting.html", {"owed": items}) if items else ""


def _turn(report: Report) -> tuple[Permission, str, str]:
    return TURNS[ReportState(report.state)]


def _own(report: Report) -> dict[str, Any]:
    _, detail, action = _turn(report)
    is_returned = report.state == ReportState.RETURNED
    return {
        "title": str(report), "detail": detail, "light": "amber" if is_returned else "muted",
        "word": "退回" if is_returned else "待办", "article": "", "url": reverse("summaries:report", args=[report.pk]),
        "action_label": action,
    }  # fmt: skip


def _received(count: int) -> dict[str, Any]:
    url = f"{reverse('summaries:received')}?state={ReportState.SUBMITTED.value}"
    return {
        "title": f"下级报送的{count}份总结", "detail": "请审核，通过或退回", "light": "muted", "word": "待办",
        "article": "", "url": url, "action_label": "去审核",
    }  # fmt: skip
