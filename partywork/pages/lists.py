"""The one list page: filter, search, totals, paging, export, and the evidence behind a figure."""

from copy import copy
from typing import Any, ClassVar, Self

from django.db.models import QuerySet, Sum
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_filters import FilterSet

from partywork.access.permissions import Permission
from partywork.access.scope import Scope, restrict_walked
from partywork.common.money import format_yuan
from partywork.ledgers.columns import Column, Ledger
from partywork.pages.addresses import address_of, around_number
from partywork.pages.beside import links_beside
from partywork.pages.choosing import answer_of, without_typed
from partywork.pages.downloads import ledger_response
from partywork.pages.figures import FigureView
from partywork.pages.http import PageRequest
from partywork.pages.list_parts import panels_of, picks_of
from partywork.pages.paging import count_text, keyset_page
from partywork.pages.recent import ALL, MONTHS, RecentFilter
from partywork.pages.tables import Table, table_of
from partywork.pages.views import Crumbs, Page, link

SUMS = "sums"  # in an address: count and sum


class ListPage(Page):
    """A ledger as a page. A slice names its ledger, filters and where rows and new records are."""

    template_name = "pages/list.html"
    permission = Permission.VIEW_RECORDS
    ledger: ClassVar[Ledger]
    filterset_class: ClassVar[type[FilterSet]]
    detail_url: ClassVar[str] = ""
    create_url: ClassVar[str] = ""
    create_label: ClassVar[str] = "登记"
    order_by: ClassVar[str] = "date"
    intro: ClassVar[str] = ""
    empty_title: ClassVar[str] = "还没有记录"
    empty_hint: ClassVar[str] = "登记第一条后，它会出现在这里，也会计入总结里的数字。"

    def queryset(self) -> QuerySet[Any]:
        return restrict_walked(self.ledger.model._default_manager.all(), self.scope)

    @classmethod
    def opened(cls, request: PageRequest, query: QueryDict, scope: Scope | None = None) -> Self:
        """The list as its address with ``query`` would show it, for the slices above that work on its rows.

        ``scope``: where the user holds the list's permission, if that is known already.
        """
        as_asked = copy(request)
        as_asked.GET = query  # type: ignore[assignment]
        page = cls()
        page.setup(as_asked)
        page.scope = scope or as_asked.gate.scope(page.permission)
        return page

    def filtered(self) -> QuerySet[Any]:
        """The rows that the address asks for."""
        self.figure = FigureView.asked(self.request)
        rows = self.queryset()
        if self.figure:
            rows = self.figure.narrow(rows)
        self.filters = self.filterset_class(data=self.request.GET or None, queryset=rows, request=self.request)
        found: QuerySet[Any] = self.filters.qs
        return found

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self.filtered()
        if self.is_finding:
            return answer_of(self.request, self.filters.form)
        if clean := without_typed(self.request.GET, self.filters.form):
            return HttpResponseRedirect(f"{self.request.path}?{clean.urlencode()}")
        if self.request.GET.get("export") == "xlsx":
            return ledger_response(self.request, self.ledger, rows)
        if SUMS in self.request.GET and self.request.htmx:
            return self.sums_alone(rows)
        return self.page(rows)

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        return super().show(status=status, parts=panels_of(self), **context)

    def page(self, rows: QuerySet[Any]) -> HttpResponse:
        page = keyset_page(self.ledger.listed(rows), self.request.GET.get("cursor", ""), on=self.order_by)
        span = self.span(is_last=not page.older)
        return self.show(
            title=self.heading(),
            intro=self.intro,
            primary=self.primary(),
            more=self.more(),
            filter_form=self.filters.form,
            filter_open=self.is_narrowed,
            span=span,
            table=self.table(page.rows),
            **self.sums(rows),
            older_url=self.with_query(cursor=page.older) if page.older else "",
            newer_url=self.with_query(cursor=page.newer) if page.newer else "",
            empty=self.nothing_recent(span) or self.empty(),
            banner=self.figure.banner(self.request.path) if self.figure else None,
        )

    def sums(self, rows: QuerySet[Any]) -> dict[str, Any]:
        """How many rows there are and their totals; of many units only the address that tells them."""
        if self.scope.few is None and SUMS not in self.request.GET:
            here = {name: self.request.GET[name] for name in ("cursor",) if name in self.request.GET}
            return {"totals": [], "count_text": "", "sums_url": self.with_query(**here, **{SUMS: "1"})}
        return {"totals": self.totals(rows), "count_text": count_text(rows), "sums_url": ""}

    def sums_alone(self, rows: QuerySet[Any]) -> HttpResponse:
        """What the page puts in its place when it is shown already."""
        context = {"is_fragment": True, "is_picked": picks_of(self) is not None, **self.sums(rows)}
        return render(self.request, "pages/_sums.html", context)

    @property
    def is_narrowed(self) -> bool:
        """Whether conditions are in force; how far back the list goes is none of them."""
        return bool(set(self.filters.form.changed_data) - {"span"})

    def span(self, *, is_last: bool) -> dict[str, Any] | None:
        """How far back the list goes, told above it; on its last page also whether there is more before."""
        filters = self.filters
        if not isinstance(filters, RecentFilter) or self.figure:
            return None
        choices = [each | {"url": self.with_query(span=each["value"])} for each in filters.choices()]
        earlier = self.with_query(span=ALL) if is_last and filters.has_earlier() else ""
        return {"choices": choices, "said": filters.said(), "earlier_url": earlier}

    def nothing_recent(self, span: dict[str, Any] | None) -> dict[str, Any] | None:
        """What an empty list says where all there is lies before the window."""
        if not span or not span["earlier_url"]:
            return None
        title = f"近{MONTHS}个月没有" + ("符合条件的记录" if self.is_narrowed else "记录")
        return {"title": title, "hint": "更早的有。", "action": link("看全部", span["earlier_url"])}

    def heading(self) -> str:
        return self.title or str(self.ledger.model._meta.verbose_name)

    def table(self, rows: list[Any]) -> Table:
        return table_of(self.columns(rows), rows, self.row_url if self.detail_url else None, picks_of(self))

    def columns(self, rows: list[Any]) -> list[Column]:
        """The ledger's columns for a page of rows; who has only one unit need not read its name in each."""
        homes = {appointment.org_id for appointment in self.request.gate.appointments}
        is_own = not self.request.gate.is_manager and len(homes) == 1
        if is_own and all(getattr(row, "org_id", None) in homes for row in rows):
            return [column for column in self.ledger.list_columns if column.key != "org"]
        return self.ledger.list_columns

    def empty(self) -> dict[str, Any]:
        """What an empty list says: nothing logged yet, or nothing of what was asked for."""
        if self.figure:
            return {"title": "这个数字没有对应的记录", "hint": "数据截至日以前没有符合口径的记录。"}
        if self.is_narrowed:
            clear = link("清除筛选", self.request.path)
            return {"title": "没有符合条件的记录", "hint": "换个条件再找，或者清除筛选。", "action": clear}
        return {"title": self.empty_title, "hint": self.empty_hint, "action": self.empty_action()}

    def empty_action(self) -> dict[str, str] | None:
        """Where the first record is made; a slice whose records are made elsewhere leads there."""
        return self.primary()

    def row_url(self, row: Any) -> str:
        before, after = around_number(self.detail_url)
        return f"{before}{row.pk}{after}"

    def primary(self) -> dict[str, str] | None:
        if self.create_url and self.request.gate.allows(Permission.LOG_RECORDS):
            return link(self.create_label, address_of(self.create_url))
        return None

    def more(self) -> list[dict[str, str]]:
        if not self.request.gate.allows(Permission.EXPORT_LEDGERS):
            return links_beside(self.request)
        return [link("导出 Excel", self.with_query(export="xlsx")), *links_beside(self.request)]

    def totals(self, rows: QuerySet[Any]) -> list[dict[str, str]]:
        """The sums of the ledger's total columns over everything the filter lets through."""
        columns = [column for column in self.ledger.columns if column.total]
        if not columns:
            return []
        wanted = {f"t{n}": Sum(column.total) for n, column in enumerate(columns)}
        summed = self.summed(rows).order_by()
        if isinstance(self.filters, RecentFilter):
            summed = self.filters.told_by_half(summed)
        sums = summed.aggregate(**wanted)
        return [{"label": c.header, "value": _total(c, sums[f"t{n}"] or 0)} for n, c in enumerate(columns)]

    def summed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows whose sums count; a slice leaves out what is cancelled."""
        return rows

    def with_query(self, **changes: str) -> str:
        query = self.request.GET.copy()
        query.pop("cursor", None)
        query.pop(SUMS, None)
        for key, value in changes.items():
            query[key] = value
        return f"?{query.urlencode()}"

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", address_of("home")), link(self.heading(), "")]


def _total(column: Column, number: int) -> str:
    return f"{format_yuan(number, grouped=True)} 元" if column.kind == "money" else str(number)
