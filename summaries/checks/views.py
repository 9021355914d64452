"""Answering for a warning on the report's page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from summaries.checks.actions import acknowledge, withdraw
from summaries.reports.desk import open_report
from summaries.reports.views import OfReport

REMARK_LENGTH = 200


class Acknowledge(OfReport):
    """Take a warning on oneself, or take that back."""

    def post(self, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            if "withdraw" in self.request.POST:
                self.withdraw(self.request.POST["withdraw"])
            else:
                self.acknowledge(self.request.POST.get("key", ""), self.request.POST.get("remark", ""))
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
        return redirect(self.url() + "#checks")

    def acknowledge(self, key: str, remark: str) -> None:
        found = next((each for each in open_report(self.report).checks if each.key == key), None)
        if found is None:
            raise ValidationError("这条提示已经变了，请按现在的检查结果核对。")
        if len(remark) > REMARK_LENGTH:
            raise ValidationError(f"说明最多{REMARK_LENGTH}个字，现在有{len(remark)}个。")
        acknowledge(report=self.report, check=found, remark=remark, by=self.request.user)
        messages.success(self.request, "已记下您的核对。")

    def withdraw(self, key: str) -> None:
        given = self.report.acknowledgements.filter(key=key).first()
        if given is not None:
            withdraw(acknowledgement=given, by=self.request.user)
            messages.success(self.request, "已撤回核对，这一条重新列入待核对。")
