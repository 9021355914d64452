"""What becomes of a report: its plans go into the plan ledger, a problem it names into the rectification ledger."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from partywork.rectification.enums import ProblemSource
from partywork.rectification.raising import RaisePage
from summaries.lifecycle.visibility import own_reports
from summaries.loop.actions import take_plans
from summaries.reports.models import Report
from summaries.reports.views import OfReport


class Adopt(OfReport):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            items = take_plans(report=self.report, by=self.request.user, today=self.request.today)
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
            return redirect(self.url())
        if items:
            messages.success(self.request, f"{len(items)}项安排已列入计划台账，可以逐项补上责任人、期限和目标。")
        else:
            messages.info(self.request, "没有已写入的安排可以列入计划，请先在“待选的安排”里确认。")
        return redirect(self.url())


class ReportRaise(RaisePage):
    """A problem that the report found becomes an item to put right."""

    title = "由总结提出整改问题"
    origin_model = Report
    origin_url = "summaries:report"

    def origin(self) -> Report:
        report: Report = super().origin()
        if not own_reports(self.request.gate).filter(pk=report.pk).exists():
            raise Http404
        return report

    def source(self) -> ProblemSource:
        return ProblemSource.SELF_CHECK
