"""Pages of rectification items: list with lights, detail with the log, forms."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partywork.access.permissions import Permission
from partywork.attachments.panel import WithEvidence
from partywork.entries.enums import Status
from partywork.entries.origins import origin_of
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryListPage, RecordFormPage
from partywork.ledgers.columns import Column
from partywork.orgs.tables import SINCE, UNTIL
from partywork.pages.details import Groups
from partywork.pages.filters import DatedFilter
from partywork.pages.list_parts import picks_of
from partywork.pages.tables import Table, table_of
from partywork.pages.views import link
from partywork.rectification.actions import edit_item, raise_item
from partywork.rectification.enums import STATE_MARK, ProblemSource, ProgressKind, State
from partywork.rectification.forms import ItemForm
from partywork.rectification.ledger import LEDGER
from partywork.rectification.models import RectificationItem
from partywork.rectification.queries import Light, due_soon_days, has_reviewer, light_of, of_light
from partywork.rectification.states import can

STEPS = [  # the unit's own, in the order people mostly take them
    (ProgressKind.PROGRESS, "记进展", "progress"),
    (ProgressKind.REQUEST, "申请销号", "request"),
    (ProgressKind.DEADLINE, "调整时限", "extend"),
    (ProgressKind.REOPEN, "重新打开", "reopen"),
]
LIGHTS = [("red", "逾期"), ("amber", "将到期"), ("green", "正常")]


class ItemFilter(DatedFilter):
    search_fields = ["title", "category", "leader", "unit", "owner", "tag"]
    source = django_filters.ChoiceFilter(label="来源", choices=ProblemSource.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(label="整改状态", choices=State.choices, empty_label="全部")
    light = django_filters.ChoiceFilter(label="时限情况", choices=LIGHTS, method="of_light", empty_label="全部")
    status = django_filters.ChoiceFilter(label="记录", choices=Status.choices, empty_label="全部")

    class Meta:
        model = RectificationItem
        fields: list[str] = []

    def of_light(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = self.request.today
        return rows.filter(of_light(value, today, due_soon_days(today)))


class ItemList(EntryListPage):
    ledger = LEDGER
    filterset_class = ItemFilter
    detail_url = "rectification:detail"
    create_url = "rectification:create"
    create_label = "登记问题"

    def table(self, rows: list[Any]) -> Table:
        soon = due_soon_days(self.request.today)
        light = Column(
            "light", "时限情况", lambda item: show_light(item, light_of(item, self.request.today, soon)), spare=True
        )
        return table_of([*self.columns(rows), light], rows, self.row_url, picks_of(self))


class ItemDetail(WithEvidence, EntryDetailPage):
    ledger = LEDGER
    namespace = "rectification"

    def status_mark(self) -> dict[str, str] | None:
        if self.record.status == Status.CANCELLED:
            return super().status_mark()
        light = light_of(self.record, self.request.today, due_soon_days(self.request.today))
        label = str(self.record.get_state_display())
        if light is None:
            return {"label": label, "css": "ok" if self.record.state == State.CLOSED else "muted"}
        return {"label": f"{label}，{light[1]}", "css": light[0]}

    def groups(self) -> Groups:
        """The log has its own table, and whether the entry stands is beside the title."""
        elsewhere = {column.header for column in self.ledger.columns if column.key in ("title", "progress", "status")}
        facts = [fact for fact in super().groups()[0]["facts"] if fact["label"] not in elsewhere]
        if origin := origin_of(self.record, self.request.gate):
            shown = format_html('<a href="{}">{}</a>', origin["url"], origin["label"])
            facts.append({"label": "由哪条记录提出", "value": shown})
        return [{"title": "基本情况", "facts": facts}]

    def tables(self) -> list[dict[str, Any]]:
        """What was done, and how state and deadline went on: an old deadline stays to be seen."""
        lines = self.record.progress.select_related("created_by").order_by("-date", "-id")
        states = self.record.states.order_by("-since")
        return [
            {"title": "整改进展", "table": table_of(PROGRESS_COLUMNS, lines), "empty_text": "还没有进展。"},
            {"title": "状态和时限沿革", "table": table_of(STATE_COLUMNS, states), "empty_text": ""},
        ]

    def primary(self) -> dict[str, str] | None:
        steps = self.steps()
        return steps[0] if steps else None

    def more(self) -> list[dict[str, str]]:
        if self.record.status == Status.CANCELLED or not self.may_write():
            return []
        edit = link("修改", reverse("rectification:edit", args=[self.record.pk]))
        return [*self.steps()[1:], edit, *super().more()]

    def steps(self) -> list[dict[str, str]]:
        """What can be done now, the next thing first."""
        if not self.may_write():
            return []
        review = self.review() if can(ProgressKind.CLOSE, self.record) else []
        return review + [self.step(label, name) for kind, label, name in STEPS if can(kind, self.record)]

    def review(self) -> list[dict[str, str]]:
        if self.request.gate.may(Permission.REVIEW_RECTIFICATION, self.record.org):
            return [self.step("审核销号", "review")]
        return [] if has_reviewer(self.record.org, self.request.today) else [self.step("审核销号", "own_review")]

    def step(self, label: str, name: str) -> dict[str, str]:
        return link(label, reverse(f"rectification:{name}", args=[self.record.pk]))


class ItemFormPage(RecordFormPage):
    form_class = ItemForm
    model = RectificationItem
    namespace = "rectification"


class ItemCreate(ItemFormPage):
    title = "登记问题"
    again = True

    def save(self, form: Any, formsets: list[Any]) -> RectificationItem:
        return raise_item(item=form.instance, by=self.request.user, today=self.request.today)


class ItemEdit(ItemFormPage):
    title = "修改问题"

    def save(self, form: Any, formsets: list[Any]) -> RectificationItem:
        version = form.cleaned_data["version"]
        return edit_item(item=form.instance, version=version, by=self.request.user, today=self.request.today)


class ItemCancel(EntryCancelPage):
    model = RectificationItem
    namespace = "rectification"


PROGRESS_COLUMNS = [
    Column("date", "日期", lambda line: line.date, "date"),
    Column("kind", "事项", lambda line: line.get_kind_display()),
    Column("text", "内容", lambda line: line.text, width=40),
    Column("created_by", "登记人", lambda line: line.created_by.full_name),
]
STATE_COLUMNS = [
    Column("state", "整改状态", lambda held: held.get_state_display(), mark=lambda held: STATE_MARK[held.state]),
    Column("due_on", "整改时限", lambda held: held.due_on, "date"),
    SINCE,
    UNTIL,
]


def show_light(item: RectificationItem, light: Light | None) -> SafeString | str:
    if item.status == Status.CANCELLED:
        light = ("bad", str(Status.CANCELLED.label))
    return format_html('<span class="light light-{}">{}</span>', *light) if light else ""
