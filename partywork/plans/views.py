"""Pages of plan items."""

from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Any

import django_filters
from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.entries.origins import origin_of
from partywork.entries.views import ReasonForm, RecordDetailPage, RecordFormPage, record_crumbs
from partywork.ledgers.columns import Column
from partywork.measures.themes import Theme
from partywork.pages.details import Groups
from partywork.pages.fields import DayInput
from partywork.pages.filters import RecordFilter
from partywork.pages.formpages import ConfirmPage
from partywork.pages.lists import ListPage
from partywork.pages.views import Crumbs, link
from partywork.plans.actions import cancel_plan, complete_plan, edit_plan, log_plan, reopen_plan
from partywork.plans.enums import STATE_MARK, PlanState
from partywork.plans.forms import CompletionForm, PlanForm
from partywork.plans.ledger import LEDGER, STATE_COLUMN
from partywork.plans.models import PlanItem
from partywork.plans.progress import Progress, progress_of_plans
from partywork.plans.progress_parts import cells_of, facts_of


class PlanFilter(RecordFilter):
    search_fields = ["text", "owner"]
    state = django_filters.ChoiceFilter(label="状态", choices=PlanState.choices, empty_label="全部")
    theme = django_filters.ChoiceFilter(label="主题", choices=Theme.choices, empty_label="全部")
    due_from = django_filters.DateFilter(label="期限从", field_name="due_on", lookup_expr="gte", widget=DayInput)
    due_to = django_filters.DateFilter(label="到", field_name="due_on", lookup_expr="lte", widget=DayInput)

    class Meta:
        model = PlanItem
        fields: list[str] = []


class PlanList(ListPage):
    ledger = LEDGER
    filterset_class = PlanFilter
    detail_url = "plans:detail"
    create_url = "plans:create"
    create_label = "新增计划"
    order_by = "due_on"
    empty_title = "还没有计划"
    empty_hint = "写下第一项后，到期没有完成的会在首页提醒，完成率会计入总结。"

    def more(self) -> list[dict[str, str]]:
        year = link("全年计划表", reverse("year_plan:year"))
        if not self.request.gate.allows(Permission.LOG_RECORDS):
            return [year, *super().more()]
        return [link("按规则起草全年计划", reverse("year_plan:draft")), year, *super().more()]

    def columns(self, rows: list[Any]) -> list[Column]:
        """What is late stands out among what is open."""
        late = replace(
            STATE_COLUMN,
            value=lambda p: "逾期" if p.is_overdue(self.request.today) else STATE_COLUMN.value(p),
            mark=lambda p: "bad" if p.is_overdue(self.request.today) else STATE_MARK[p.state],
        )
        return [late if each.key == "state" else each for each in super().columns(rows)]


class PlanDetail(RecordDetailPage):
    ledger = LEDGER
    namespace = "plans"

    def status_mark(self) -> dict[str, str]:
        if self.record.is_overdue(self.request.today):
            return {"label": "已逾期", "css": "bad"}
        return {"label": self.record.get_state_display(), "css": STATE_MARK[self.record.state]}

    def groups(self) -> Groups:
        groups = super().groups()
        if origin := origin_of(self.record, self.request.gate):
            told = format_html('<a href="{}">{}</a>', origin["url"], origin["label"])
            groups.append({"title": "来源", "facts": [{"label": "由哪份总结列入", "value": told}]})
        if self.progress:
            groups.append({"title": "目标进展", "facts": facts_of(self.record, self.progress, self.request.today)})
        return groups

    @cached_property
    def progress(self) -> Progress | None:
        today = self.request.today  # is not over: what is due today can still be done
        return progress_of_plans([self.record], today, ended_by=today - timedelta(days=1)).get(self.record.pk)

    def tables(self) -> list[dict[str, Any]]:
        spread = self.progress.spread if self.progress else None
        return [cells_of(self.record, spread, self.request.today)] if spread else []

    def notes(self) -> list[str]:
        notes = super().notes()
        return [*notes, f"取消原因：{self.record.cancel_reason}"] if self.record.cancel_reason else notes

    def primary(self) -> dict[str, str] | None:
        if self.record.state == PlanState.OPEN and self.may_write():
            return link("标记为已完成", self.url("done"))
        return None

    def more(self) -> list[dict[str, str]]:
        if not self.may_write():
            return []
        edit, reopen = link("修改", self.url("edit")), link("恢复为未完成", self.url("reopen"))
        states = {
            PlanState.OPEN: [edit, link("取消这个事项", self.url("cancel"))],
            PlanState.DONE: [edit, reopen],
            PlanState.CANCELLED: [reopen],
        }
        return states[PlanState(self.record.state)]

    def url(self, name: str) -> str:
        return reverse(f"plans:{name}", args=[self.record.pk])


class PlanFormPage(RecordFormPage):
    form_class = PlanForm
    model = PlanItem
    namespace = "plans"


class PlanCreate(PlanFormPage):
    title = "新增计划"
    again = True

    def save(self, form: Any, formsets: list[Any]) -> PlanItem:
        return log_plan(item=form.instance, by=self.request.user, today=self.request.today)


class PlanEdit(PlanFormPage):
    title = "修改计划"

    def save(self, form: Any, formsets: list[Any]) -> PlanItem:
        version = form.cleaned_data["version"]
        return edit_plan(item=form.instance, version=version, by=self.request.user, today=self.request.today)


class PlanStep(ConfirmPage):
    """Completing, cancelling or reopening one item."""

    said: str

    def item(self) -> PlanItem:
        item = restrict(PlanItem.objects.all(), self.scope).filter(pk=self.kwargs["pk"]).first()
        if item is None:
            raise Http404
        return item

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.said}“{self.item()}”"

    def form(self, data: Any = None, files: Any = None) -> Any:
        return ReasonForm(data, initial={"version": self.item().version})

    def done(self, result: PlanItem) -> str:
        messages.success(self.request, f"已{self.said}“{result}”。")
        return reverse("plans:detail", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("plans:detail", args=[self.kwargs["pk"]])

    def breadcrumbs(self) -> Crumbs:
        return record_crumbs(PlanItem, "plans", self.title)


class PlanDone(PlanStep):
    said = "完成"
    submit_label = "标记为已完成"
    question = "哪一天完成的，做成了什么。"

    def form(self, data: Any = None, files: Any = None) -> Any:
        return CompletionForm(data, initial={"version": self.item().version})

    def save(self, form: Any, formsets: list[Any]) -> PlanItem:
        return complete_plan(item=self.item(), **form.cleaned_data, by=self.request.user, today=self.request.today)


class PlanCancel(PlanStep):
    said = "取消"
    submit_label = "取消这个事项"
    question = "取消后它仍然留在台账里，但不再计入任何数字。请写明原因。"

    def save(self, form: Any, formsets: list[Any]) -> PlanItem:
        return cancel_plan(item=self.item(), **form.cleaned_data, by=self.request.user)


class PlanReopen(PlanStep):
    said = "恢复"
    submit_label = "恢复为未完成"
    question = "误标为完成或取消的，可以恢复。原来的完成情况和取消原因留在修改记录里。"

    def save(self, form: Any, formsets: list[Any]) -> PlanItem:
        return reopen_plan(item=self.item(), **form.cleaned_data, by=self.request.user)
