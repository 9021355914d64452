"""From a figure to its records: the address of the list page, and the list narrowed to the evidence."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.urls import reverse

from partywork.access.scope import Scope
from partywork.common.periods import parse_days
from partywork.common.text import format_date
from partywork.ledgers.columns import ledger
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import print_number, printed
from partywork.measures.evaluate import evaluate
from partywork.measures.evidence import evidence_source, records_behind
from partywork.measures.window import Window
from partywork.pages.http import PageRequest

OWN = "own"  # in an address: only records of the unit itself


def figure_url(request: Request, org_code: str, window: Window, *, own: bool = False) -> str:
    """The list page that shows the records behind a figure; with ``own`` none of the units below the organisation."""
    path = _path_of(ledger(evidence_source(request).ledger).url)
    days = window.period.code, window.data_date.isoformat()
    return f"{path}?{_quoted(lookup.show_request(request))}&{_where(org_code, *days, own=own)}"


# A report has hundreds of these addresses, a batch hundreds of thousands; their parts are few.
@lru_cache(maxsize=256)
def _path_of(url_name: str) -> str:
    return reverse(url_name)


@lru_cache(maxsize=4096)
def _quoted(figure: str) -> str:
    return urlencode({"figure": figure})


@lru_cache(maxsize=1024)
def _where(org_code: str, period: str, on: str, *, own: bool) -> str:
    return urlencode({"of": org_code, "period": period, "on": on} | ({OWN: "1"} if own else {}))


@dataclass(frozen=True)
class FigureView:
    """A figure asked for in a list page's address; ``own``: none of the units below are counted."""

    request: Request
    scope: Scope
    window: Window
    own: bool = False

    @classmethod
    def asked(cls, request: PageRequest) -> "FigureView | None":
        """What the address asks for; None when it asks for no figure.

        Raises BadRequest for an address nobody issued, PermissionDenied for a unit out of reach.
        """
        if "figure" not in request.GET:
            return None
        try:
            day, of = _day(request.GET.get("on", "")), request.GET.get("of", "")
            window = Window(parse_days(request.GET.get("period", "")), day)
            own = OWN in request.GET
            scope = request.gate.report_scope(of, window.on, own=own)
            figure = lookup.parse_request(request.GET["figure"], of, window)
        except ValueError as error:
            raise BadRequest(f"这个数字的链接不完整：{error}") from None
        return cls(figure, scope, window, own)

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        behind = records_behind(self.request, self.scope, self.window)
        if behind.model is not queryset.model:
            raise BadRequest("这个数字的明细不在这一页。")
        return queryset.filter(pk__in=behind.values("pk"))

    def banner(self, clear_url: str) -> dict[str, str]:
        measure = lookup.measure(self.request.code)
        value = evaluate([self.request], self.scope, self.window)[self.request]
        name = lookup.show_request(self.request)
        alone = "只算这个党组织自己的记录。" if self.own else ""
        days = f"{self.window.period.label}，数据截至{format_date(self.window.on)}。"
        about = f"{alone}{days}口径：{measure.definition}"
        if value.declared:
            about += f"。其中填报{print_number(measure, value.declared)}{measure.unit}，没有逐条记录"
        return {
            "title": f"{name}：{printed(measure, value)}{measure.unit}",
            "text": about,
            "url": clear_url,
            "link_label": "看全部记录",
        }


def _day(text: str) -> date:
    """Raises ValueError in our users' language for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"数据截至日“{text}”不是日期，应写成 2026-06-30 这样。") from None
