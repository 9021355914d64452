"""Drafting the year's plan by the rules, and the plan as one page to print or take as a workbook."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import Scope
from partywork.common.ids import id_from
from partywork.ledgers.columns import Column
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes
from partywork.orgs.models import Organisation
from partywork.orgs.queries import organisations_in
from partywork.pages.downloads import XLSX, Taken, is_export, may_export, taken_response
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link
from partywork.plans.enums import STATE_MARK
from partywork.plans.models import PlanItem
from partywork.yearplan.actions import take_proposals
from partywork.yearplan.drafting import proposals
from partywork.yearplan.forms import Draft
from partywork.yearplan.queries import planned_already, planned_in

DRAFT_NEXT_FROM = 11  # from November on the next year's plan is drafted
COLUMNS = [
    Column("due_on", "完成期限", lambda p: p.due_on, "date"),
    Column("text", "计划事项", lambda p: p.text, width=40),
    Column("target", "目标", lambda p: p.target_text),
    Column("owner", "责任人", lambda p: p.owner),
    Column("state", "状态", lambda p: p.get_state_display(), mark=lambda p: STATE_MARK[p.state]),
]


class OfYear(Page):
    """A page about one unit's plan of one year."""

    permission = Permission.VIEW_RECORDS
    heading_of: str

    def setup_year(self) -> None:
        """Raises Http404 for a unit out of reach or a year far off."""
        today, asked = self.request.today, self.request.GET.get("year", "")
        usual = today.year + 1 if today.month >= DRAFT_NEXT_FROM else today.year
        self.year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else usual
        org = id_from(self.request.GET.get("org") or self.request.gate.home.pk)
        found = organisations_in(self.scope).filter(pk=org).first() if org else None
        if found is None or abs(self.year - today.year) > 1:
            raise Http404
        self.org: Organisation = found

    def heading(self) -> str:
        return self.heading_of.format(org=self.org.short_name, year=self.year)

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("计划事项", reverse("plans:list")), link(self.heading(), "")]

    def to(self, page: str, label: str, **more: str) -> dict[str, str]:
        query = {"org": self.org.pk, "year": self.year, **more}
        return link(label, f"{reverse(f'year_plan:{page}')}?{urlencode(query)}")


class DraftYear(OfYear):
    """What the rules suggest, to be ticked, changed and saved. Drafting again offers only what is not planned yet."""

    permission = Permission.LOG_RECORDS
    template_name = "yearplan/draft.html"
    heading_of = "{org}{year}年计划起草"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        self.setup_year()
        return self.page(self.draft())

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.setup_year()
        draft = self.draft(self.request.POST)
        if not draft.ticked:
            return self.page(draft, "还没有勾选事项。请勾选要列入计划的，再保存。")
        if not draft.is_valid():
            return self.page(draft, "有的事项没有填对，请看标出的地方。")
        user, today = self.request.user, self.request.today
        try:
            items = take_proposals(org=self.org, year=self.year, chosen=draft.chosen(), by=user, today=today)
        except ValidationError as error:
            return self.page(draft, "；".join(error.messages))
        messages.success(self.request, f"{len(items)}项已列入{self.year}年计划，可以打印或逐项修改。")
        return redirect(self.to("year", "")["url"])

    def draft(self, data: Any = None) -> Draft:
        today = self.request.today
        alone = Scope(organisations_in(self.scope).filter(pk=self.org.pk).order_by().values("pk"), self.scope.on)
        drafted = proposals(self.org, alone, self.year, today)
        self.already = planned_already(self.org, self.year, drafted)
        new = [each for each in drafted if each.code not in self.already]
        return Draft.of(new, max(today, date(self.year, 1, 1)), date(self.year, 12, 31), data)

    def page(self, draft: Draft, error: str = "") -> HttpResponse:
        return self.show(
            status=422 if error else 200,
            title=self.heading(),
            lines=draft.lines,
            error=error,
            already=[_shown(item) for item in self.already.values()],
            more=[self.to("year", f"{self.year}年计划表")],
            primary=None,
            cancel_url=reverse("plans:list"),
        )


class YearPlan(OfYear):
    """The unit's plan of the year by its days, for A4 or as a workbook."""

    template_name = "yearplan/year.html"
    heading_of = "{org}{year}年党建工作计划"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        self.setup_year()
        items = list(planned_in(self.org, self.year))
        if is_export(self.request, self.org):
            return self.workbook(items)
        may_draft = self.request.gate.may(Permission.LOG_RECORDS, self.org)
        return self.show(
            title=self.heading(),
            table=table_of(COLUMNS, items, lambda item: reverse("plans:detail", args=[item.pk])),
            primary=self.to("draft", "按规则起草全年计划") if may_draft else None,
            more=self.more(),
            empty={"title": "这一年还没有计划", "hint": "可以按规则起草，再逐项勾选、修改。", "action": None},
        )

    def more(self) -> list[dict[str, str]]:
        if not may_export(self.request, self.org):
            return []
        return [self.to("year", "导出 Excel", export="xlsx")]

    def workbook(self, items: list[PlanItem]) -> HttpResponse:
        sheet = Sheet(
            name=f"{self.year}年计划",
            title=self.heading(),
            columns=[
                SheetColumn("序号", 6, "int"), SheetColumn("完成期限", 12, "date"), SheetColumn("计划事项", 46),
                SheetColumn("目标", 22), SheetColumn("责任人", 12), SheetColumn("完成情况", 20),
            ],
            rows=[
                (number, item.due_on, item.text, item.target_text, item.owner, item.result)
                for number, item in enumerate(items, 1)
            ],
        )  # fmt: skip
        taken = Taken(self.heading(), self.org, len(items))
        return taken_response(self.request, workbook_bytes([sheet]), f"{self.heading()}.xlsx", XLSX, taken)


def _shown(item: PlanItem) -> dict[str, str]:
    return link(item.text, reverse("plans:detail", args=[item.pk])) | {"state": item.get_state_display()}
