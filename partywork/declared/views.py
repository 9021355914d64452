"""Pages of declared figures."""

from dataclasses import replace
from typing import Any

import django_filters
from django.urls import reverse

from partywork.declared.actions import declare, edit_declared
from partywork.declared.figures import superseded_among
from partywork.declared.forms import DeclaredForm
from partywork.declared.ledger import LEDGER
from partywork.declared.models import DeclaredFigure
from partywork.entries.enums import Status
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryListPage, RecordFormPage
from partywork.ledgers.columns import Column
from partywork.pages.fields import DayInput
from partywork.pages.filters import RecordFilter
from partywork.pages.views import link

SUPERSEDED = "已有登记记录，按记录计"


class DeclaredFilter(RecordFilter):
    search_fields = ["source_document", "declared_by", "measure_narrowing"]
    measure = django_filters.CharFilter(label="指标代码", field_name="measure_code")
    date_from = django_filters.DateFilter(label="从", field_name="date", lookup_expr="gte", widget=DayInput)
    date_to = django_filters.DateFilter(label="到", field_name="until", lookup_expr="lte", widget=DayInput)

    class Meta:
        model = DeclaredFigure
        fields: list[str] = []

    @property
    def form(self) -> Any:
        """A link from a figure names the measure; nobody types its code."""
        form = super().form
        form.fields["measure"].widget = form.fields["measure"].hidden_widget()
        return form


class DeclaredList(EntryListPage):
    ledger = LEDGER
    filterset_class = DeclaredFilter
    detail_url = "declared:detail"
    create_url = "declared:create"
    create_label = "填报"
    intro = "启用本系统以前的数，按材料填报。总结里注明“其中填报”，不算每月、每季度做到；补登了记录的，按记录计。"
    empty_title = "没有填报数"
    empty_hint = "年中才开始使用的单位，可以把启用以前的数按材料填报，总结里会注明。"

    def columns(self, rows: list[Any]) -> list[Column]:
        """What has given way to records is told so."""
        gone = superseded_among(row for row in rows if row.status == Status.DONE)
        state = next(each for each in LEDGER.columns if each.key == "status")
        told = replace(
            state,
            width=20,
            value=lambda d: SUPERSEDED if d.pk in gone else state.value(d),
            mark=lambda d: "bad" if d.pk in gone else state.mark(d) if state.mark else "",
        )
        return [told if each.key == "status" else each for each in super().columns(rows)]

    def more(self) -> list[dict[str, str]]:
        return [link("启用和期初", reverse("starts:list")), *super().more()]


class DeclaredDetail(EntryDetailPage):
    ledger = LEDGER
    namespace = "declared"

    def status_mark(self) -> dict[str, str] | None:
        if self.record.status == Status.CANCELLED:
            return super().status_mark()
        return {"label": "填报", "css": "warn"}

    def notes(self) -> list[str]:
        """A number entered afterwards is what this is; only that it clashes with records is worth saying."""
        notes = ["代录"] if self.record.on_behalf else []
        if self.record.cancel_reason:
            notes.append(f"取消原因：{self.record.cancel_reason}")
        if self.record.status == Status.DONE and superseded_among([self.record]):
            notes.append("这段时间已登记了同一指标的记录，总结按记录计，这个填报数不再计入。请补齐记录，并取消填报数。")
        return notes


class DeclaredFormPage(RecordFormPage):
    form_class = DeclaredForm
    model = DeclaredFigure
    namespace = "declared"


class DeclaredCreate(DeclaredFormPage):
    title = "填报启用以前的数"
    again = True

    def save(self, form: Any, formsets: list[Any]) -> DeclaredFigure:
        return declare(figure=form.instance, by=self.request.user)


class DeclaredEdit(DeclaredFormPage):
    title = "修改填报数"

    def save(self, form: Any, formsets: list[Any]) -> DeclaredFigure:
        version = form.cleaned_data["version"]
        return edit_declared(figure=form.instance, version=version, by=self.request.user)


class DeclaredCancel(EntryCancelPage):
    model = DeclaredFigure
    namespace = "declared"
