"""Taking a step; what every page about a kept report has."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, Page, link
from summaries.lifecycle.actions import take_step
from summaries.lifecycle.forms import StepForm
from summaries.lifecycle.models import ReportStep, Snapshot
from summaries.lifecycle.queries import is_own_report, open_steps
from summaries.lifecycle.steps import BY_NAME, Step
from summaries.lifecycle.versions import kept_versions
from summaries.lifecycle.visibility import seen_reports
from summaries.reports.models import Report, ReportState


class OfSeenReport(Page):
    """A page about a report of the user's own unit or one that a unit below sent; anything else does not exist."""

    permission = Permission.READ_KEPT_REPORTS

    @cached_property
    def report(self) -> Report:
        reports = seen_reports(self.request.gate).select_related("org", "created_by")
        report = reports.filter(pk=self.kwargs["pk"]).first()
        if report is None:
            raise Http404
        return report

    @cached_property
    def is_own(self) -> bool:
        return is_own_report(self.report, self.request.gate)

    @cached_property
    def snapshot(self) -> Snapshot:
        found = self.report.snapshots.select_related("by").filter(pk=self.kwargs["version"]).first()
        if found is None:
            raise Http404
        found.report = self.report
        return found

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"summaries:{name}", args=[self.report.pk, *args])

    def home_url(self) -> str:
        """Where the report is read: the draft by its unit, the latest version by a superior."""
        if self.is_own:
            return self.url("report")
        return self.url("version", next(iter(kept_versions(self.report))))

    def breadcrumbs(self) -> Crumbs:
        lists = link("工作总结", reverse("summaries:list"))
        if not self.is_own:
            receives = self.request.gate.allows(Permission.RECEIVE_REPORTS)
            above = link("下级报送", reverse("summaries:received"))
            lists = above if receives else link("巡察材料", reverse("summaries:inspection"))
        return [link("首页", reverse("home")), lists, link(str(self.report), self.home_url())]


class StepPage(OfSeenReport, FormPage):
    """One step, with what it means and a remark."""

    permission = Permission.COMPILE_REPORTS

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs["name"] not in BY_NAME:
            raise Http404
        return super().dispatch(*args, **kwargs)

    @property
    def step(self) -> Step:
        return BY_NAME[self.kwargs["name"]]

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.step.label

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        return self.step.label

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.report}。{self.step.hint}"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if refusal := self.refusal():
            messages.error(self.request, refusal)
            return redirect(self.home_url())
        return super().get(*args, **kwargs)

    def refusal(self) -> str:
        """Why the step is not to be had now; raises PermissionDenied where it never is for this user."""
        report, step = self.report, self.step
        if step in open_steps(report, self.request.gate):
            return ""
        if ReportState(report.state) not in step.sources:
            return f"这份总结现在是“{report.get_state_display()}”，不能{step.label}。"
        if step.goes_up and self.is_own and self.request.gate.may(step.permission, report.org):
            return "系统里没有能审核这份总结的上级，请选择“签发并定稿”。"
        raise PermissionDenied(f"您没有“{step.permission.value}”的权限，不能{step.label}这份总结。")

    def form(self, data: Any = None, files: Any = None) -> StepForm:
        return StepForm(data, step=self.step)

    def save(self, form: Any, formsets: list[Any]) -> ReportStep:
        if refusal := self.refusal():
            raise ValidationError(refusal)
        return take_step(
            report=self.report,
            step=self.step,
            remark=form.cleaned_data["remark"],
            by=self.request.user,
            today=self.request.today,
        )

    def done(self, result: ReportStep) -> str:
        messages.success(self.request, f"“{self.report}”已{self.step.label}，现在是“{result.get_to_state_display()}”。")
        return self.url("version", result.snapshot_id) if result.snapshot_id else self.home_url()

    def cancel_url(self) -> str:
        return self.home_url()

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(self.title, "")]
