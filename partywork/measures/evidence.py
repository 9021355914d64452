"""The rows behind a figure: the same condition as the figure itself."""

from typing import Any

from django.db.models import QuerySet

from partywork.access.scope import Scope
from partywork.measures import lookup
from partywork.measures.conditions import base_rows, giving, narrowing, timing
from partywork.measures.declarations import Ratio, Request, Source
from partywork.measures.window import Window


def evidence(request: Request, scope: Scope, window: Window) -> QuerySet[Any]:
    """The source rows a figure counts or sums; for a rate, the rows of its part."""
    measure = lookup.measure(request.code)
    if isinstance(measure.of, Ratio):
        return evidence(Request(measure.of.part, request.tag, request.dims), scope, window)
    condition = timing(measure, window) & narrowing(measure, request, window)
    return base_rows(measure.source, scope, window).filter(condition)


def evidence_source(request: Request) -> Source:
    """The source whose rows ``evidence`` returns."""
    measure = lookup.measure(request.code)
    return lookup.measure(measure.of.part).source if isinstance(measure.of, Ratio) else measure.source


def records_behind(request: Request, scope: Scope, window: Window) -> QuerySet[Any]:
    """The records people know the evidence by (a topic's meeting), for a list page or a ledger.

    Without those that give nothing to a sum: a visit in which nobody asked for anything is not behind 收集诉求数.
    """
    measure = lookup.measure(request.code)
    counted = lookup.measure(measure.of.part) if isinstance(measure.of, Ratio) else measure
    rows = evidence(request, scope, window).filter(giving(counted))
    source = evidence_source(request)
    if not source.record:
        return rows
    model: Any = source.model._meta.get_field(source.record).related_model
    return model._default_manager.filter(pk__in=rows.values(source.record))
