"""Taking the plans of a report into the plan ledger before it is frozen."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from summaries.loop.actions import take_plans
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
