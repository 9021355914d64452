"""Pages of indicators and their values."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from partywork.access.scope import restrict
from partywork.common.ids import id_from
from partywork.common.periods import HalfYear, half_of
from partywork.entries.views import (
    EntryCancelPage,
    EntryDetailPage,
    EntryListPage,
    ReasonForm,
    RecordDetailPage,
    RecordFormPage,
    record_crumbs,
)
from partywork.measures.themes import Theme
from partywork.orgs.dated import FOREVER
from partywork.pages.details import Groups
from partywork.pages.filters import RecordFilter
from partywork.pages.formpages import ConfirmPage
from partywork.pages.http import PageRequest
from partywork.pages.lists import ListPage
from partywork.pages.recent import RecentDatedFilter
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link
from partywork.plans.indicator_actions import close_indicator, define_indicator, edit_indicator, edit_value, log_value
from partywork.plans.indicator_forms import IndicatorForm, ValueForm
from partywork.plans.indicator_ledgers import INDICATORS, VALUES
from partywork.plans.models import Indicator, IndicatorValue
from partywork.plans.progress import progress_of_indicator
from partywork.plans.queries import indicators_within_sight

SHOWN_VALUES = 20  # on an indicator's page; the rest is in the list


def visible_indicators(page: Page) -> QuerySet[Indicator]:
    """Own ones and those that units above defined for everyone below: their values are not shown by that."""
    homes = [appointment.org for appointment in page.request.gate.appointments]
    return indicators_within_sight(page.scope, homes)


def offered_indicators(request: PageRequest) -> QuerySet[Any]:
    homes = [appointment.org for appointment in request.gate.appointments]
    return indicators_within_sight(request.gate.scope(ValueList.permission), homes).order_by("name")


class IndicatorFilter(RecordFilter):
    search_fields = ["name", "definition"]
    theme = django_filters.ChoiceFilter(label="主题", choices=Theme.choices, empty_label="全部")
    in_use = django_filters.ChoiceFilter(
        label="状态", choices=[("yes", "在用"), ("no", "已停用")], method="of_use", empty_label="全部"
    )

    class Meta:
        model = Indicator
        fields: list[str] = []

    def of_use(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(until=FOREVER) if value == "yes" else rows.exclude(until=FOREVER)


class IndicatorList(ListPage):
    ledger = INDICATORS
    filterset_class = IndicatorFilter
    detail_url = "indicators:detail"
    create_url = "indicators:create"
    create_label = "新建指标"
    order_by = "since"
    intro = "系统里没有的数，在这里自己定名称和口径；上级定的，下级都可以填。"
    empty_title = "还没有自定义指标"
    empty_hint = "系统里没有的数，可以新建一个指标，定期填报，写总结时按名称取数。"

    def queryset(self) -> QuerySet[Any]:
        return visible_indicators(self)

    def more(self) -> list[dict[str, str]]:
        return [link("指标数值", reverse("indicator_values:list")), *super().more()]


class IndicatorDetail(RecordDetailPage):
    ledger = INDICATORS
    namespace = "indicators"

    def load(self, pk: int) -> Any:
        record = self.ledger.rows(visible_indicators(self).filter(pk=pk)).first()
        if record is None:
            raise Http404
        return record

    def status_mark(self) -> dict[str, str]:
        if self.record.is_open:
            return {"label": "在用", "css": "ok"}
        return {"label": "已停用", "css": "muted"}

    def groups(self) -> Groups:
        groups = super().groups()
        if not self.scope.covers(self.record.org_id):
            return groups  # the sum over a unit above is not this user's to see
        today = self.request.today
        half = HalfYear(half_of(today) // 10, half_of(today) % 10)
        progress = [(each, progress_of_indicator(self.record, each, today)) for each in (half.previous, half)]
        facts = [
            {"label": each.label, "value": f"{one.actual_text}，{one.met_text}" if one.met_known else one.actual_text}
            for each, one in progress
        ]
        return [*groups, {"title": progress[0][1].label, "facts": facts}]

    def tables(self) -> list[dict[str, Any]]:
        if self.record.measure_code:
            return []
        values = restrict(IndicatorValue.objects.filter(indicator=self.record), self.scope)
        rows = VALUES.rows(values.order_by("-date", "-pk"))[:SHOWN_VALUES]
        columns = [column for column in VALUES.list_columns if column.key != "indicator"]
        table = table_of(columns, rows, lambda row: reverse("indicator_values:detail", args=[row.pk]))
        return [{"title": "最近填报的数值", "table": table, "empty_text": "还没有填报。"}]

    def primary(self) -> dict[str, str] | None:
        if self.record.measure_code or not self.record.is_open:
            return None
        return link("填报数值", f"{reverse('indicator_values:create')}?indicator={self.record.pk}")

    def more(self) -> list[dict[str, str]]:
        if not self.may_write() or not self.record.is_open:
            return []
        return [
            link("修改", reverse("indicators:edit", args=[self.record.pk])),
            link("停用", reverse("indicators:close", args=[self.record.pk])),
        ]


class IndicatorFormPage(RecordFormPage):
    form_class = IndicatorForm
    model = Indicator
    namespace = "indicators"


class IndicatorCreate(IndicatorFormPage):
    title = "新建指标"

    def save(self, form: Any, formsets: list[Any]) -> Indicator:
        return define_indicator(indicator=form.instance, by=self.request.user)


class IndicatorEdit(IndicatorFormPage):
    title = "修改指标"

    def save(self, form: Any, formsets: list[Any]) -> Indicator:
        return edit_indicator(indicator=form.instance, version=form.cleaned_data["version"], by=self.request.user)


class IndicatorClose(ConfirmPage):
    submit_label = "停用这个指标"
    question = "停用后不再填报，已经填的数值保留，以前的总结不受影响。请写明原因。"

    def indicator(self) -> Indicator:
        indicator = restrict(Indicator.objects.all(), self.scope).filter(pk=self.kwargs["pk"]).first()
        if indicator is None:
            raise Http404
        return indicator

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"停用“{self.indicator()}”"

    def form(self, data: Any = None, files: Any = None) -> ReasonForm:
        return ReasonForm(data, initial={"version": self.indicator().version})

    def save(self, form: Any, formsets: list[Any]) -> Indicator:
        user, today = self.request.user, self.request.today
        return close_indicator(indicator=self.indicator(), on=today, **form.cleaned_data, by=user)

    def done(self, result: Indicator) -> str:
        messages.success(self.request, f"已停用“{result}”。")
        return reverse("indicators:detail", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("indicators:detail", args=[self.kwargs["pk"]])

    def breadcrumbs(self) -> Crumbs:
        return record_crumbs(Indicator, "indicators", self.title)


class ValueFilter(RecentDatedFilter):
    search_fields = ["indicator__name", "source_document", "tag"]
    indicator = django_filters.ModelChoiceFilter(label="指标", queryset=offered_indicators, empty_label="全部")

    class Meta:
        model = IndicatorValue
        fields: list[str] = []


class ValueList(EntryListPage):
    ledger = VALUES
    filterset_class = ValueFilter
    detail_url = "indicator_values:detail"
    create_url = "indicator_values:create"
    create_label = "填报数值"


class ValueDetail(EntryDetailPage):
    ledger = VALUES
    namespace = "indicator_values"

    def notes(self) -> list[str]:
        return ["填报数", *super().notes()] if self.record.declared else super().notes()


class ValueFormPage(RecordFormPage):
    form_class = ValueForm
    model = IndicatorValue
    namespace = "indicator_values"

    def form(self, data: Any = None, files: Any = None) -> ValueForm:
        return ValueForm(
            data,
            files,
            instance=self.instance(),
            organisations=self.request.gate.organisations(self.permission),
            today=self.request.today,
            initial=self.initial() if self.is_new else None,
            indicators=self.indicators(),
        )

    def indicators(self) -> QuerySet[Indicator]:
        """Those that are filled in by hand and in use, and the one an old value has."""
        offered = visible_indicators(self).filter(measure_code="", until=FOREVER)
        if not self.is_new:
            offered = offered | visible_indicators(self).filter(pk=self.instance().indicator_id)
        return offered.order_by("name")


class ValueCreate(ValueFormPage):
    title = "填报数值"
    again = True

    def initial(self) -> dict[str, Any]:
        """The indicator whose page one comes from."""
        asked = id_from(self.request.GET.get("indicator"))
        return super().initial() | ({"indicator": asked} if asked else {})

    def save(self, form: Any, formsets: list[Any]) -> IndicatorValue:
        return log_value(value=form.instance, by=self.request.user, today=self.request.today)


class ValueEdit(ValueFormPage):
    title = "修改数值"

    def save(self, form: Any, formsets: list[Any]) -> IndicatorValue:
        version = form.cleaned_data["version"]
        return edit_value(value=form.instance, version=version, by=self.request.user, today=self.request.today)


class ValueCancel(EntryCancelPage):
    model = IndicatorValue
    namespace = "indicator_values"
