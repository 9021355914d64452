"""On the home page: which reports wait for the user to take the next step."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from partywork.access.permissions import Permission
from partywork.pages.http import GateProtocol, PageRequest
from partywork.reminders.waiting import Waiting
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


def waiting(gate: GateProtocol) -> Iterator[Waiting]:
    """The same for the person's digest: how many, and where."""
    if gate.allows(Permission.COMPILE_REPORTS):
        turns = [_turn(each) for each in _mine(gate)]
        for permission, detail, _ in TURNS.values():
            number = sum(turn[:2] == (permission, detail) for turn in turns)
            yield Waiting(f"工作总结：{detail}", number, reverse("summaries:list"))
    if gate.allows(Permission.RECEIVE_REPORTS):
        number = received_reports(gate).filter(state=ReportState.SUBMITTED).count()
        yield Waiting("下级报送的总结等待审核", number, _received_url())


def _mine(gate: GateProtocol) -> list[Report]:
    """The user's own reports in which the next step is the user's."""
    reports = own_reports(gate).filter(state__in=list(TURNS)).select_related("org").order_by("pk")
    return [report for report in reports if gate.may(_turn(report)[0], report.org)]


def panel(request: PageRequest) -> SafeString | str:
    gate = request.gate
    items: list[dict[str, Any]] = []
    if gate.allows(Permission.COMPILE_REPORTS):
        items += [_own(report) for report in _mine(gate)[:SHOWN]]
    if gate.allows(Permission.RECEIVE_REPORTS):
        states = Counter(received_reports(gate).order_by().values_list("state", flat=True))
        items += [_received(count)] if (count := states[ReportState.SUBMITTED]) else []
        items += [_sent_back(count)] if (count := states[ReportState.RETURNED]) else []
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


def _received_url(state: ReportState = ReportState.SUBMITTED) -> str:
    return f"{reverse('summaries:received')}?state={state.value}"


def _sent_back(count: int) -> dict[str, Any]:
    return {
        "title": f"退回下级的{count}份总结", "detail": "下级正在修改", "light": "muted", "word": "退回",
        "article": "", "url": _received_url(ReportState.RETURNED), "action_label": "看进度",
    }  # fmt: skip


def _received(count: int) -> dict[str, Any]:
    url = _received_url()
    return {
        "title": f"下级报送的{count}份总结", "detail": "请审核，通过或退回", "light": "muted", "word": "待办",
        "article": "", "url": url, "action_label": "去审核",
    }  # fmt: skip
