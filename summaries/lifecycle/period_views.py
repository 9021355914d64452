"""The page of two periods side by side."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.ledgers.spreadsheet import workbook_bytes
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.pages.downloads import XLSX, Taken, taken_response
from partywork.pages.views import Crumbs, Page, link
from summaries.facts import default_data_date
from summaries.lifecycle.period_forms import LAST_YEAR, PeriodForm
from summaries.lifecycle.periods import compare_periods, same_day, sheet, span_words
from summaries.reports.forms import usual_period

VIEW, EXPORT = Permission.VIEW_RECORDS, Permission.EXPORT_LEDGERS


class PeriodPage(Page):
    """Every figure of a unit in two periods, each leading to its records."""

    permission = VIEW
    title = "两期对比"
    template_name = "summaries/periods.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form()
        if not form.is_valid():
            return self.show(form=form, found=None, note="", this="", other="", export_url="", status=422)
        org = form.cleaned_data["org"]
        this, other = self.windows(form)
        found = compare_periods(org, this, other)
        if self.request.GET.get("export") == "xlsx":
            return self.export(org, this, other, found)
        return self.show(
            form=form,
            found=found,
            note=span_words(this, other),
            this=this.period.label,
            other=other.period.label,
            export_url=self.export_url(form) if self.request.gate.allows(EXPORT) else "",
        )

    def form(self) -> PeriodForm:
        """As asked for; to begin with, the user's own unit and the usual period against last year's."""
        today, home = self.request.today, self.request.gate.home
        organisations = self.request.gate.organisations(VIEW).order_by("code")
        usual = {"org": home.pk if home else "", "period": usual_period(today), "other": LAST_YEAR}
        return PeriodForm({**usual, **self.request.GET.dict()}, organisations=organisations, today=today)

    def windows(self, form: PeriodForm) -> tuple[Window, Window]:
        """Both as far into the period as the first is today, so that like is compared with like."""
        period, other, today = form.cleaned_data["period"], form.cleaned_data["other"], self.request.today
        on = default_data_date(period, today)
        return Window(period, on), Window(other, min(same_day(on, period, other), today))

    def export(self, org: Organisation, this: Window, other: Window, found: Any) -> HttpResponse:
        if not self.request.gate.allows(EXPORT):
            raise PermissionDenied(f"您没有“{EXPORT.value}”的权限。")
        name = f"{org.short_name}{this.period.label}与{other.period.label}对比.xlsx"
        content = workbook_bytes([sheet(org, this, other, found)])
        return taken_response(self.request, content, name, XLSX, Taken(f"“{name}”", org))

    def export_url(self, form: PeriodForm) -> str:
        query = self.request.GET.copy()
        query.update({name: str(form.data[name]) for name in form.fields if name not in query})
        query["export"] = "xlsx"
        return f"?{query.urlencode()}"

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]
