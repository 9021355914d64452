"""Pages of reports: ordering one, reading it with its figures linked, bringing it up to date, downloading."""

from functools import cached_property
from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.text import format_date
from partywork.measures.reading import consistent_read
from partywork.pages.downloads import Taken, taken_response
from partywork.pages.filters import RecordFilter
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, Page, link
from summaries.checks.panel import checking
from summaries.editor.candidates import candidates_of, undecided
from summaries.editor.passages import Passages, draft_key
from summaries.exports import FORMATS
from summaries.facts import default_data_date
from summaries.lifecycle.list_views import OffersRecheck
from summaries.lifecycle.panel import panel
from summaries.lifecycle.sealing import frozen
from summaries.lifecycle.visibility import own_reports, sent_version, writes_for
from summaries.loop.panel import panel as loop_panel
from summaries.outlines.shelf import choices, outline_for
from summaries.outputs import other_files
from summaries.printing.links import pdf_links
from summaries.renderers import html
from summaries.reports.actions import recompile_report, start_report
from summaries.reports.desk import open_report
from summaries.reports.forms import ReportForm
from summaries.reports.ledger import LEDGER
from summaries.reports.models import Paragraph, Report, ReportState
from summaries.siblings import beside, passages_of

COMPILE = Permission.COMPILE_REPORTS
THEIR_OWN = "这个单位有自己的人编制总结，报送后可以在“下级报送”里看到。只想看看按记录成文的样子，请用“批量编制”。"


class ReportFilter(RecordFilter):
    search_fields = ["title", "org__short_name", "period_code"]
    state = django_filters.ChoiceFilter(label="状态", choices=ReportState.choices, empty_label="全部")

    class Meta:
        model = Report
        fields: list[str] = []


class ReportList(OffersRecheck):
    permission = COMPILE
    ledger = LEDGER
    filterset_class = ReportFilter
    detail_url = "summaries:report"
    create_url = "summaries:create"
    create_label = "编制总结"
    order_by = "data_date"
    intro = "每个数字都从登记的记录算出，点开就能看到是哪些记录。"
    empty_title = "还没有编制过工作总结"
    empty_hint = "选好单位和期间，系统按登记的记录成文，再由您修改。"

    def queryset(self) -> QuerySet[Report]:
        return own_reports(self.request.gate)

    def more(self) -> list[dict[str, str]]:
        batch = [link("批量编制", reverse("summaries:batch"))] if self.request.gate.is_manager else []
        return [*batch, *super().more()]


class ReportCreate(FormPage):
    permission = COMPILE
    title = "编制总结"
    intro = "同一单位、同一期间、同一数据截至日期的总结只有一份，再编一次会打开原来那份。"
    submit_label = "开始编制"

    def form(self, data: Any = None, files: Any = None) -> ReportForm:
        home = self.request.gate.home
        return ReportForm(
            data,
            organisations=self.request.gate.organisations(COMPILE).order_by("code"),
            today=self.request.today,
            outlines=choices(self.scope, [each.org for each in self.request.gate.appointments], self.request.today),
            initial={"org": home.pk} if home else None,
        )

    def save(self, form: Any, formsets: list[Any]) -> Report:
        given = form.cleaned_data
        if not writes_for(self.request.gate, given["org"]):
            raise ValidationError({"org": THEIR_OWN})
        report = start_report(
            org=given["org"],
            period=given["period"],
            data_date=given["data_date"] or default_data_date(given["period"], self.request.today),
            outline=given["outline"],
            title=given["title"],
            by=self.request.user,
            today=self.request.today,
        )
        if not own_reports(self.request.gate).filter(pk=report.pk).exists():
            raise ValidationError({"org": THEIR_OWN})
        return report

    def done(self, result: Report) -> str:
        return reverse("summaries:report", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("summaries:list")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("工作总结", reverse("summaries:list")), link(self.title, "")]


class OfReport(Page):
    """A page about one report of the user's own scope; anything else does not exist."""

    permission = COMPILE

    @cached_property
    def report(self) -> Report:
        reports = own_reports(self.request.gate).select_related("org", "created_by")
        report = reports.filter(pk=self.kwargs["pk"]).first()
        if report is None:
            raise Http404
        return report

    def paragraph(self, **which: Any) -> Paragraph:
        paragraph = self.report.paragraphs.filter(**which).first()
        if paragraph is None:
            raise Http404
        return paragraph

    def url(self, name: str = "report", *args: Any) -> str:
        return reverse(f"summaries:{name}", args=[self.report.pk, *args])

    def breadcrumbs(self) -> Crumbs:
        crumbs = [link("首页", reverse("home")), link("工作总结", reverse("summaries:list"))]
        return [*crumbs, link(str(self.report), self.url())]


class ReportPage(OfReport):
    """The draft on its unit's desk; whoever may read only what was sent is led to that."""

    template_name = "summaries/report.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            report = self.report
        except Http404:
            if sent := sent_version(self.request.gate, self.kwargs["pk"]):
                return redirect("summaries:version", sent.report_id, sent.pk)
            raise
        if kept := frozen(report):
            return redirect(self.url("version", kept.pk))
        desk = open_report(self.report)
        candidates = candidates_of(desk)
        passages = Passages(desk) if self.report.is_open else None
        return self.show(
            title=str(self.report),
            report_html=html.render(desk.compiled.document, passages.around if passages else None),
            is_open=self.report.is_open,
            downloads=[
                {"label": each.label, "hint": each.hint, "url": self.url("download", name)}
                for name, each in FORMATS.items()
            ]
            + pdf_links("pdf", self.report.pk)
            + other_files(self.report, self.request.gate),
            lifecycle=panel(self.report, self.request.gate),
            loop=loop_panel(self.report, self.request.gate),
            checks=desk.checks,
            checking=checking(self.report, desk.checks, desk.compiled.document),
            acknowledge_url=self.url("acknowledge"),
            candidates=candidates,
            undecided=undecided(candidates),
            beside=beside(self.report, passages_of(desk.paragraphs), self.request.gate),
            empty_themes=self.report.empty_themes,
            report=self.about(),
            recompile_url=self.url("recompile"),
            text_url=self.url("text"),
            add_url=self.url("new_paragraph"),
            draft_scope=draft_key(self.request.user, self.report),
            accept_url=self.url("accept_rest"),
        )

    def about(self) -> list[dict[str, str]]:
        report = self.report
        return [
            {"label": "单位", "value": report.org.short_name},
            {"label": "期间", "value": report.period.label},
            {"label": "数据截至", "value": format_date(report.data_date)},
            {"label": "体例", "value": outline_told(report)},
            {"label": "状态", "value": report.get_state_display()},
            {"label": "编制人", "value": report.created_by.full_name},
        ]


def outline_told(report: Report) -> str:
    """The outline it was compiled with, and whether that has changed since."""
    kept = report.plan
    try:
        present = outline_for(report.outline)
    except KeyError:
        return f"{kept.label}（现在用不了，请修改后再重新编制）" if kept else "原来的体例用不了，暂按标准三段式排"
    has_changed = kept is not None and kept.as_dict() != present.as_dict()
    return (kept or present).label + ("（编制后改过，重新编制才按新的）" if has_changed else "")


class Recompile(OfReport):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            recompile_report(report=self.report, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
        else:
            messages.success(self.request, "已按最新的记录重新编制，您改写的文字没有动。")
        return redirect(self.url())


class Download(OfReport):
    def get(self, *args: Any, name: str, **kwargs: Any) -> HttpResponse:
        found = FORMATS.get(name)
        if found is None:
            raise Http404
        if kept := frozen(self.report):
            return redirect(self.url("version_file", kept.pk, name))
        with consistent_read():
            compiled = open_report(self.report).compiled
            content = found.render(compiled)
        filename = f"{compiled.filename}.{name}"
        taken = Taken(f"“{filename}”", self.report.org)
        return taken_response(self.request, content, filename, found.content_type, taken)
