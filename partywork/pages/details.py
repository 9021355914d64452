"""The one detail page: what the record says, what belongs to it, what can be done, what happened to it."""

from datetime import date
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.text import format_date
from partywork.ledgers.columns import Column, Ledger
from partywork.pages.tables import label_of, show
from partywork.pages.views import Crumbs, Page, link

Groups = list[dict[str, Any]]


class DetailPage(Page):
    """One record. A slice adds its groups of facts, tables and actions."""

    template_name = "pages/detail.html"
    permission = Permission.VIEW_RECORDS
    ledger: ClassVar[Ledger]
    list_url: ClassVar[str]

    def get(self, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        self.record = self.load(pk)
        return self.show(
            title=self.heading(),
            status_mark=self.status_mark(),
            groups=self.groups(),
            tables=self.tables(),
            panels=self.panels(),
            primary=self.primary(),
            more=self.more(),
            history=self.history(),
            notes=self.notes(),
        )

    def load(self, pk: int) -> Any:
        rows = restrict(self.ledger.model._default_manager.filter(pk=pk), self.scope)
        record = self.ledger.rows(rows).first()
        if record is None:
            raise Http404
        return record

    def heading(self) -> str:
        return str(self.record)

    def status_mark(self) -> dict[str, str] | None:
        """{label, css}: the record's state beside its title; None where it has none."""
        return None

    def groups(self) -> Groups:
        """The ledger's columns that hold something; personal ones are shown on request only."""
        facts = [
            {"label": label_of(column), "value": self.fact(column)}
            for column in self.ledger.exported(personal=False)
            if not self.is_elsewhere(column)
        ]
        return [{"title": "基本情况", "facts": [fact for fact in facts if fact["value"]]}]

    def fact(self, column: Column) -> str:
        """What a column says of the record, dates as in running text; the record's own day with its weekday."""
        value = column.value(self.record)
        if isinstance(value, date):
            return format_date(value, "weekday" if column.key == "date" else "full")
        return show(value, column)

    def is_elsewhere(self, column: Column) -> bool:
        """Whether the page says this in another place, or need not say it."""
        return False

    def tables(self) -> list[dict[str, Any]]:
        """[{title, table, empty_text}]: what belongs to the record."""
        return []

    def panels(self) -> list[dict[str, Any]]:
        """[{template, …}]: parts with a template of their own, which is given the part as ``panel``."""
        return []

    def primary(self) -> dict[str, str] | None:
        return None

    def more(self) -> list[dict[str, str]]:
        return []

    def history(self) -> list[dict[str, Any]]:
        return []

    def notes(self) -> list[str]:
        return []

    def breadcrumbs(self) -> Crumbs:
        return [
            link("首页", reverse("home")),
            link(str(self.ledger.model._meta.verbose_name), reverse(self.list_url)),
            link(self.heading(), ""),
        ]
