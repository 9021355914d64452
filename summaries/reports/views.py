"""Pages of reports: ordering one, reading it with its figures linked, deciding, rewriting, downloading."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.text import format_date
from partywork.measures import lookup
from partywork.pages.downloads import file_response
from partywork.pages.figures import figure_url
from partywork.pages.filters import RecordFilter
from partywork.pages.formpages import FormPage
from partywork.pages.lists import ListPage
from partywork.pages.views import Crumbs, Page, link
from summaries.checks.panel import checking
from summaries.exports import FORMATS
from summaries.facts import default_data_date
from summaries.renderers import html
from summaries.reports.actions import accept_rest, decide, recompile_report, set_paragraph, start_report
from summaries.reports.desk import Desk, open_report
from summaries.reports.forms import ParagraphForm, ReportForm
from summaries.reports.ledger import LEDGER
from summaries.reports.models import Paragraph, ParagraphState, Part, Report
from summaries.text import tokens_of
from summaries.tokens import requests_of, shown

COMPILE = Permission.COMPILE_REPORTS


class ReportFilter(RecordFilter):
    search_fields = ["title", "org__short_name", "period_code"]

    class Meta:
        model = Report
        fields: list[str] = []


class ReportList(ListPage):
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

    def more(self) -> list[dict[str, str]]:
        return []


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
            initial={"org": home.pk} if home else None,
        )

    def save(self, form: Any, formsets: list[Any]) -> Report:
        given = form.cleaned_data
        return start_report(
            org=given["org"],
            period=given["period"],
            data_date=given["data_date"] or default_data_date(given["period"], self.request.today),
            outline=given["outline"],
            title=given["title"],
            by=self.request.user,
            today=self.request.today,
        )

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
        reports = restrict(Report.objects.select_related("org"), self.scope)
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
    template_name = "summaries/report.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        desk = open_report(self.report)
        candidates = [self.candidate(each, desk) for each in desk.paragraphs if each.is_candidate]
        return self.show(
            title=str(self.report),
            report_html=html.render(desk.compiled.document),
            downloads=[
                {"label": each.label, "hint": each.hint, "url": self.url("download", name)}
                for name, each in FORMATS.items()
            ],
            checks=desk.checks,
            checking=checking(self.report, desk.checks, desk.compiled.document),
            acknowledge_url=self.url("acknowledge"),
            candidates=candidates,
            undecided={part.value: _undecided(candidates, part) for part in (Part.PROBLEM, Part.PLAN)},
            empty_themes=self.report.empty_themes,
            report=self.about(),
            recompile_url=self.url("recompile"),
            text_url=self.url("text"),
        )

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A decision on one candidate, or on all of a part that are undecided."""
        if "accept" in self.request.POST:
            return self.accept_rest(self.request.POST["accept"])
        paragraph = self.paragraph(pk=_number(self.request.POST.get("key", "")))
        decision = self.request.POST.get("decision", "")
        if decision not in ("plain", "figure", "drop"):
            raise Http404
        try:
            decide(paragraph=paragraph, decision=decision, by=self.request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
        return redirect(self.url() + f"#candidate-{paragraph.pk}")

    def accept_rest(self, section: str) -> HttpResponseBase:
        if section not in (Part.PROBLEM, Part.PLAN):
            raise Http404
        count = accept_rest(report=self.report, section=Part(section), by=self.request.user)
        messages.success(self.request, f"{Part(section).label}里还没有确认的{count}条已写入。")
        return redirect(self.url())

    def candidate(self, paragraph: Paragraph, desk: Desk) -> dict[str, Any]:
        page = desk.compiled
        return {
            "key": paragraph.pk,
            "section": paragraph.section,
            "state": "" if paragraph.state == ParagraphState.PROPOSED else paragraph.get_state_display(),
            "text": page.plain(paragraph.own_text or paragraph.generated_text),
            "text_with_figure": page.plain(paragraph.figured_text),
            "note": paragraph.note,
            "evidence": [self.evidence(text, desk) for text in _figures_behind(paragraph)],
            "edit_url": self.url("paragraph", paragraph.pk),
        }

    def evidence(self, token: str, desk: Desk) -> dict[str, str]:
        request = requests_of(token)[0]
        url = figure_url(request, self.report.org.code, desk.compiled.facts.window)
        return link(lookup.show_request(request), url)

    def about(self) -> list[dict[str, str]]:
        report = self.report
        return [
            {"label": "单位", "value": report.org.short_name},
            {"label": "期间", "value": report.period.label},
            {"label": "数据截至", "value": format_date(report.data_date)},
            {"label": "状态", "value": report.get_state_display()},
            {"label": "编制人", "value": report.created_by.full_name},
        ]


def _undecided(candidates: list[dict[str, Any]], part: Part) -> int:
    return sum(each["section"] == part and not each["state"] for each in candidates)


def _figures_behind(paragraph: Paragraph) -> list[str]:
    """One token for each figure a candidate rests on."""
    text = paragraph.figured_text or paragraph.generated_text
    return list(dict.fromkeys("{" + token.expression + "}" for token in tokens_of(text) if requests_of(str(token))))


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Http404
    return int(text)


class Recompile(OfReport):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        recompile_report(report=self.report, by=self.request.user)
        messages.success(self.request, "已按最新的记录重新编制，您改写的文字没有动。")
        return redirect(self.url())


class Download(OfReport):
    def get(self, *args: Any, name: str, **kwargs: Any) -> HttpResponse:
        found = FORMATS.get(name)
        if found is None:
            raise Http404
        compiled = open_report(self.report).compiled
        return file_response(found.render(compiled), f"{compiled.filename}.{name}", found.content_type)


class ParagraphList(OfReport):
    """Every paragraph with its text and tokens, each leading to where it is rewritten."""

    template_name = "summaries/text.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        desk = open_report(self.report)
        rows = [
            {
                "part": each.get_section_display(),
                "heading": each.heading,
                "text": desk.compiled.plain(each.text) or "（空）",
                "state": "自己的文字" if each.own_text is not None else each.get_state_display(),
                "is_dropped": each.state == ParagraphState.DROPPED,
                "url": self.url("paragraph", each.pk),
            }
            for each in desk.paragraphs
        ]
        return self.show(title="逐段修改", rows=rows, back=link("回到总结", self.url()))

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link("逐段修改", "")]


class ParagraphEdit(OfReport, FormPage):
    permission = COMPILE
    title = "修改这一段"
    intro = "大括号里是指标，成文时换成数字，如 {支委会次数}。清空后保存，就恢复系统成文。"

    def form(self, data: Any = None, files: Any = None) -> ParagraphForm:
        paragraph = self.edited
        return ParagraphForm(data, initial={"text": shown(paragraph.text), "revision": paragraph.revision})

    @cached_property
    def edited(self) -> Paragraph:
        return self.paragraph(pk=self.kwargs["paragraph"])

    def save(self, form: Any, formsets: list[Any]) -> Paragraph:
        text = form.cleaned_data["text"].strip()
        return set_paragraph(
            paragraph=self.edited, text=text or None, revision=form.cleaned_data["revision"], by=self.request.user
        )

    def done(self, result: Paragraph) -> str:
        messages.success(self.request, "已保存这一段。")
        return self.url("text")

    def cancel_url(self) -> str:
        return self.url("text")

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link("逐段修改", self.url("text")), link(self.title, "")]
