"""Pages of a unit's start: the day, what it brought along, the numbers it declared."""

from typing import Any

import django_filters
from django.urls import reverse

from partywork.access.scope import restrict
from partywork.declared.actions import edit_start, log_start
from partywork.declared.forms import StartForm
from partywork.declared.ledger import LEDGER, STARTS
from partywork.declared.models import DeclaredFigure, UnitStart
from partywork.declared.opening import Arrears, arrears, open_plans, open_problems
from partywork.entries.enums import Status
from partywork.entries.views import RecordDetailPage, RecordFormPage
from partywork.ledgers.columns import Column
from partywork.pages.fields import DayInput
from partywork.pages.filters import RecordFilter
from partywork.pages.lists import ListPage
from partywork.pages.tables import Table, table_of
from partywork.pages.views import link

ARREARS = [
    Column("year", "年度", lambda row: f"{row.year}年"),
    Column("people", "欠缴人数", lambda row: row.people, "int"),
    Column("months", "欠缴人月", lambda row: row.months, "int"),
    Column("fen", "欠缴金额（元）", lambda row: row.fen, "money"),
]
PROBLEMS = [
    Column("title", "问题", lambda item: item.title, width=34),
    Column("date", "提出日期", lambda item: item.date, "date"),
    Column("due_on", "整改时限", lambda item: item.due_on, "date"),
    Column("state", "现在", lambda item: item.get_state_display()),
]
PLANS = [
    Column("text", "计划事项", lambda item: item.text, width=34),
    Column("due_on", "完成期限", lambda item: item.due_on, "date"),
    Column("state", "现在", lambda item: item.get_state_display()),
]


class StartFilter(RecordFilter):
    search_fields = ["org__name", "org__short_name"]
    on_from = django_filters.DateFilter(label="从", field_name="on", lookup_expr="gte", widget=DayInput)
    on_to = django_filters.DateFilter(label="到", field_name="on", lookup_expr="lte", widget=DayInput)

    class Meta:
        model = UnitStart
        fields: list[str] = []


class StartList(ListPage):
    ledger = STARTS
    filterset_class = StartFilter
    detail_url = "starts:detail"
    create_url = "starts:create"
    create_label = "登记启用日期"
    order_by = "on"
    title = "启用和期初"
    intro = "各单位从哪一天起在本系统登记，带来哪些没有办结的事。"
    empty_title = "还没有登记启用日期"
    empty_hint = "年中才开始使用的单位登记启用日期后，可以填报以前的数，结转没有办结的问题、计划和欠缴的党费。"

    def more(self) -> list[dict[str, str]]:
        return [link("填报数", reverse("declared:list")), *super().more()]


class StartDetail(RecordDetailPage):
    """The opening balance, as it stood on the evening before the start."""

    ledger = STARTS
    namespace = "starts"
    record: UnitStart

    def tables(self) -> list[dict[str, Any]]:
        start = self.record
        owed: list[Arrears] = arrears(start)
        declared = restrict(DeclaredFigure.objects.filter(org=start.org, status=Status.DONE), self.scope)
        columns = [each for each in LEDGER.list_columns if each.key not in ("org", "status")]
        figures = LEDGER.rows(declared.order_by("date", "pk"))
        return [
            _part("期初没有销号的问题", table_of(PROBLEMS, open_problems(start), _to("rectification"))),
            _part("期初没有完成的计划", table_of(PLANS, open_plans(start), _to("plans"))),
            _part("期初欠缴的党费", table_of(ARREARS, owed)),
            _part("填报的数", table_of(columns, figures, _to("declared"))),
        ]

    def notes(self) -> list[str]:
        return [*super().notes(), "期初按启用前一天的情况列出，以原来的日期登记的问题、计划和党费都会在这里"]

    def more(self) -> list[dict[str, str]]:
        if not self.may_write():
            return []
        org = f"?org={self.record.org_id}"
        return [
            link("填报以前的数", reverse("declared:create") + org),
            link("登记没有销号的问题", reverse("rectification:create") + org),
            link("登记没有完成的计划", reverse("plans:create") + org),
            link("登记欠缴的党费", reverse("dues:grid") + org),
        ]


def _part(title: str, table: Table) -> dict[str, Any]:
    return {"title": title, "table": table, "empty_text": "没有。"}


def _to(namespace: str) -> Any:
    return lambda row: reverse(f"{namespace}:detail", args=[row.pk])


class StartFormPage(RecordFormPage):
    form_class = StartForm
    model = UnitStart
    namespace = "starts"


class StartCreate(StartFormPage):
    title = "登记启用日期"

    def save(self, form: Any, formsets: list[Any]) -> UnitStart:
        return log_start(start=form.instance, by=self.request.user, today=self.request.today)


class StartEdit(StartFormPage):
    title = "修改启用日期"

    def save(self, form: Any, formsets: list[Any]) -> UnitStart:
        version = form.cleaned_data["version"]
        return edit_start(start=form.instance, version=version, by=self.request.user, today=self.request.today)
