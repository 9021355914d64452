"""Lists of reports: what units below sent, and looking at frozen ones anew."""

from functools import cached_property
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.pages.filters import RecordFilter
from partywork.pages.lists import ListPage
from partywork.pages.tables import Table
from partywork.pages.views import Page, link
from summaries.lifecycle.actions import check_frozen
from summaries.lifecycle.received import LEDGER
from summaries.lifecycle.visibility import received_reports, seen_reports
from summaries.reports.models import Report, ReportState

LOOKED_AT_ONCE = 30  # frozen reports held against the records in one go


class ReceivedFilter(RecordFilter):
    search_fields = ["title", "org__short_name", "period_code"]
    state = django_filters.ChoiceFilter(label="状态", choices=ReportState.choices, empty_label="全部")

    class Meta:
        model = Report
        fields: list[str] = []


class OffersRecheck(ListPage):
    """A list of reports that offers to hold the frozen ones on it against the records of today."""

    template_name = "summaries/report_list.html"
    recheck_from = ""
    has_frozen = False

    def table(self, rows: list[Any]) -> Table:
        self.has_frozen = any(row.state == ReportState.FROZEN for row in rows)
        return super().table(rows)

    def show(self, **context: Any) -> HttpResponse:
        return super().show(recheck=self.has_frozen, recheck_from=self.recheck_from, **context)


class ReceivedList(OffersRecheck):
    """What units below submitted or froze; each leads to the version that is to be judged."""

    permission = Permission.RECEIVE_REPORTS
    title = "下级报送"
    recheck_from = "received"
    ledger = LEDGER
    filterset_class = ReceivedFilter
    order_by = "data_date"
    detail_url = "summaries:version"
    empty_title = "还没有下级报送总结"
    empty_hint = "下级签发并报送以后，总结会出现在这里，由您通过或退回。拟稿中的总结只有报送单位自己看得到。"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"有{self.waiting}份等待审核。" if self.waiting else "没有等待审核的总结。"

    @cached_property
    def waiting(self) -> int:
        return self.queryset().filter(state=ReportState.SUBMITTED).count()

    def queryset(self) -> QuerySet[Report]:
        return received_reports(self.request.gate)

    def primary(self) -> dict[str, str] | None:
        if self.waiting and "state" not in self.request.GET:
            return link("看待审核的", f"?state={ReportState.SUBMITTED.value}")
        return None

    def empty_action(self) -> dict[str, str] | None:
        return link("请下级确认数字", reverse("summaries:tasks"))

    def row_url(self, row: Any) -> str:
        return reverse(self.detail_url, args=[row.pk, row.kept_id])


class CheckFrozen(Page):
    """Hold the latest frozen reports that the user sees against the records of today."""

    permission = Permission.COMPILE_REPORTS

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        frozen = seen_reports(self.request.gate).filter(state=ReportState.FROZEN).select_related("org")
        latest = list(frozen.order_by("-data_date", "-pk")[:LOOKED_AT_ONCE])
        changed = sum(check_frozen(report=each, by=self.request.user) > 0 for each in latest)
        if not latest:
            messages.success(self.request, "还没有定稿的总结。")
        elif changed:
            messages.warning(self.request, f"核对了{len(latest)}份定稿，其中{changed}份有数字与现在的记录不同。")
        else:
            messages.success(self.request, f"核对了{len(latest)}份定稿，数字都与现在的记录一致。")
        return redirect("summaries:received" if "received" in self.request.POST else "summaries:list")
