"""Pages of records: logging, editing with the version that was opened, cancelling with a reason."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.audit.history import history_of
from partywork.common.ids import id_from
from partywork.common.text import format_date
from partywork.entries.actions import StaleEdit, set_status
from partywork.entries.enums import STATUS_MARK, Status
from partywork.entries.lateness import Lateness
from partywork.entries.models import Cancellable, Record
from partywork.entries.parts import parts_of
from partywork.entries.together import cancel_together, counted_with, gathering_of
from partywork.ledgers.columns import Column, ledger_of
from partywork.pages.details import DetailPage
from partywork.pages.formpages import ConfirmPage, FormPage
from partywork.pages.forms import GroupedForm, RecordForm
from partywork.pages.lists import ListPage
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, link

MACHINE_KEY = re.compile(r"[0-9a-f]{32}")  # what a form makes; an imported row has the office's own number


TOGETHER = [
    Column("what", "计为", lambda record: str(record._meta.verbose_name)),
    Column("name", "记录", lambda record: dated_name(record)),
]


def record_url(record: Record) -> str:
    """The record's own page."""
    kept_in = ledger_of(type(record))
    assert kept_in is not None
    return reverse(f"{kept_in.url.split(':')[0]}:detail", args=[record.pk])


def dated_name(record: Record) -> str:
    """The record as people speak of it: 2026年6月18日 主题党日, where its name starts with its day."""
    text = str(record)
    day = getattr(record, "date", None)
    start = f"{day:%Y-%m-%d}" if day else ""
    return format_date(day) + text.removeprefix(start) if day and text.startswith(start) else text


def record_crumbs(model: type[Record], namespace: str, title: str) -> Crumbs:
    """首页 / the kind of record / this page."""
    label = str(model._meta.verbose_name)
    return [link("首页", reverse("home")), link(label, reverse(f"{namespace}:list")), link(title, "")]


class RecordFormPage(FormPage):
    """Creating or editing a record with a RecordForm."""

    form_class: ClassVar[type[RecordForm]]
    model: ClassVar[type[Record]]
    namespace: ClassVar[str]  # of the slice's urls: list, detail, create, edit, cancel
    prefilled: ClassVar[tuple[str, ...]] = ()  # fields of a new record that a link may fill

    def instance(self) -> Any:
        """The record being edited, or a new one with the user's own organisation."""
        if "pk" not in self.kwargs:
            return self.model()
        if not hasattr(self, "_instance"):
            rows = restrict(self.model._default_manager.all(), self.scope)
            self._instance = rows.filter(pk=self.kwargs["pk"]).first()
            if self._instance is None:
                raise Http404
        return self._instance

    @property
    def is_new(self) -> bool:
        return "pk" not in self.kwargs

    def form(self, data: Any = None, files: Any = None) -> RecordForm:
        organisations = self.request.gate.organisations(self.permission)
        return self.form_class(
            data,
            files,
            instance=self.instance(),
            organisations=organisations,
            today=self.request.today,
            initial=self.initial() if self.is_new else None,
        )

    def initial(self) -> dict[str, Any]:
        """What a new record is offered; never date, attendance, topics or minutes.

        The unit and the fields of ``prefilled`` may come with the address: the page of what is owed leads here.
        """
        asked = self.request.GET
        given: dict[str, Any] = {name: asked[name] for name in self.prefilled if name in asked}
        if org := id_from(asked.get("org")):
            reachable = self.request.gate.organisations(self.permission).filter(pk=org)
            return given | ({"org": org} if reachable.exists() else {})
        home = self.request.gate.home
        return given | ({"org": home.pk} if home and not self.request.gate.is_manager else {})

    def refused(self, form: Any, error: ValidationError) -> None:
        super().refused(form, error)
        if isinstance(error, StaleEdit):
            self.show_both(form)

    def show_both(self, form: RecordForm) -> None:
        """Tell the second editor what the first one saved; saving again then means it."""
        stored = self.model._default_manager.get(pk=form.instance.pk)
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = stored.version  # type: ignore[index]
        for name in form.changed_data:
            if name in form.fields and hasattr(stored, name):
                form.add_error(name, f"别人保存的内容是：{as_typed(form.fields[name], stored, name)}")

    def done(self, result: Any) -> str:
        messages.success(self.request, self.saved_text(result))
        return self.again_url(result) if "again" in self.request.POST else self.detail_url(result)

    def saved_text(self, result: Any) -> SafeString:
        """已保存“…” · 查看 · 再记一条."""
        again = self.again_label.removeprefix("保存并")
        return format_html(
            '已保存“{}” · <a href="{}">查看</a> · <a href="{}">{}</a>',
            dated_name(result), self.detail_url(result), self.again_url(result), again,
        )  # fmt: skip

    def detail_url(self, result: Any) -> str:
        return reverse(f"{self.namespace}:detail", args=[result.pk])

    def again_url(self, result: Any) -> str:
        """The page that logs another one."""
        return reverse(f"{self.namespace}:create")

    def cancel_url(self) -> str:
        if self.is_new:
            return reverse(f"{self.namespace}:list")
        return reverse(f"{self.namespace}:detail", args=[self.kwargs["pk"]])

    def breadcrumbs(self) -> Crumbs:
        return record_crumbs(self.model, self.namespace, self.title)


def as_typed(field: forms.Field, stored: Record, name: str) -> str:
    """A stored value as the form shows it: a choice by its label, money in yuan."""
    value = getattr(stored, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Model):
        return str(value)
    display = getattr(stored, f"get_{name}_display", None)
    if display:
        return display() or "（空）"
    labels = dict(getattr(field, "choices", ()))
    if isinstance(value, list):
        return "、".join(str(labels.get(each, each)) for each in value) or "（空）"
    shown = field.prepare_value(value)
    return "（空）" if shown in (None, "") else str(shown)


class CancellableListPage(ListPage):
    """A list of records of which some may be cancelled: those stay visible and are not summed."""

    def summed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.exclude(status=Status.CANCELLED)


class EntryListPage(CancellableListPage):
    """A list of entries; how late each was entered is told."""

    def columns(self, rows: list[Any]) -> list[Column]:
        return [*super().columns(rows), Lateness(rows).column()] if rows else super().columns(rows)


class RecordDetailPage(DetailPage):
    """A record with its history and what can be done with it."""

    namespace: ClassVar[str]

    @property
    def list_url(self) -> str:  # type: ignore[override]
        return f"{self.namespace}:list"

    def heading(self) -> str:
        return dated_name(self.record)

    def is_elsewhere(self, column: Column) -> bool:
        """A key that the machine made says nothing to anyone."""
        return column.key == "key" and bool(MACHINE_KEY.fullmatch(self.record.key))

    def may_write(self) -> bool:
        return self.request.gate.may(Permission.LOG_RECORDS, self.record.org)

    def primary(self) -> dict[str, str] | None:
        return link("修改", reverse(f"{self.namespace}:edit", args=[self.record.pk])) if self.may_write() else None

    def history(self) -> list[dict[str, Any]]:
        return history_of(self.record)

    def notes(self) -> list[str]:
        return ["代录"] if self.record.on_behalf else []


class EntryDetailPage(RecordDetailPage):
    """A dated entry: its state, how late it was entered, marking done, cancelling."""

    copies: ClassVar[bool] = False  # whether the next one may be logged from this one

    def is_elsewhere(self, column: Column) -> bool:
        """The state stands beside the title, the lag in a note."""
        return column.key in ("status", "lag") or super().is_elsewhere(column)

    def status_mark(self) -> dict[str, str] | None:
        return {"label": self.record.get_status_display(), "css": STATUS_MARK[self.record.status]}

    def primary(self) -> dict[str, str] | None:
        return None if self.record.status == Status.CANCELLED else super().primary()

    def tables(self) -> list[dict[str, Any]]:
        parts = [table for part in parts_of(self.record) for table in part.tables(self.record, self.request)]
        return [*self.together(), *parts]

    def together(self) -> list[dict[str, Any]]:
        """What a gathering also counts as, or the gathering this was logged with."""
        gathering = gathering_of(self.record)
        parts: list[tuple[str, list[Any]]] = [
            ("同时计为", [*counted_with(self.record)]),
            ("同一次活动", [gathering] if gathering else []),
        ]
        return [
            {"title": title, "table": table_of(TOGETHER, rows, record_url), "empty_text": ""}
            for title, rows in parts
            if rows
        ]

    def more(self) -> list[dict[str, str]]:
        links = [each for part in parts_of(self.record) for each in part.links(self.record, self.request)]
        if not self.may_write() or self.record.status == Status.CANCELLED:
            return links
        if self.copies:
            create = reverse(f"{self.namespace}:create")
            links.insert(0, link("照这条再记一次", f"{create}?copy={self.record.pk}"))
        return [*links, link("取消这条记录", reverse(f"{self.namespace}:cancel", args=[self.record.pk]))]

    def notes(self) -> list[str]:
        notes = super().notes()
        if self.record.lag_days > 0:
            notes.append(f"{Lateness([self.record]).text(self.record)}登记")
        if self.record.cancel_reason:
            notes.append(f"取消原因：{self.record.cancel_reason}")
        return notes


class ReasonForm(GroupedForm):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(label="版本", widget=forms.HiddenInput)


class EntryCancelPage(ConfirmPage):
    """Cancelling keeps the record and its reason; no figure counts it any more."""

    model: ClassVar[type[Cancellable]]
    namespace: ClassVar[str]
    submit_label = "取消这条记录"

    def entry(self) -> Any:
        entry = restrict(self.model._default_manager.all(), self.scope).filter(pk=self.kwargs["pk"]).first()
        if entry is None:
            raise Http404
        return entry

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"取消“{dated_name(self.entry())}”"

    question = "取消后它仍然留在台账里，但不再计入任何数字。请写明原因。"

    def breadcrumbs(self) -> Crumbs:
        return record_crumbs(self.model, self.namespace, self.title)

    def form(self, data: Any = None, files: Any = None) -> ReasonForm:
        return ReasonForm(data, initial={"version": self.entry().version})

    def save(self, form: Any, formsets: list[Any]) -> Any:
        given = form.cleaned_data
        who = {"version": given["version"], "by": self.request.user}
        return cancel_together(entry=self.entry(), reason=given["reason"], **who)

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已取消“{dated_name(result)}”。")
        return reverse(f"{self.namespace}:detail", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse(f"{self.namespace}:detail", args=[self.kwargs["pk"]])


class EntryDonePage(EntryCancelPage):
    """Planned becomes done only when someone says so."""

    submit_label = "标记为已完成"
    question = "确认这件事已经办完。办理情况请在修改页补充。"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"完成“{dated_name(self.entry())}”"

    def form(self, data: Any = None, files: Any = None) -> ReasonForm:
        form = super().form(data, files)
        del form.fields["reason"]  # what was done is written on the edit page
        return form

    def save(self, form: Any, formsets: list[Any]) -> Any:
        version = form.cleaned_data["version"]
        return set_status(entry=self.entry(), version=version, status=Status.DONE, by=self.request.user)

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已完成“{dated_name(result)}”。")
        return reverse(f"{self.namespace}:detail", args=[result.pk])
