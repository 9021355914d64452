"""Which rows a request is about: the same condition for the figure and for its evidence."""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from partywork.access.scope import Scope
from partywork.common.periods import half_of
from partywork.measures.declarations import Balance, Breakdown, Measure, PerOrg, Request, Source, Stock, Sum, at
from partywork.measures.window import Window


def narrowing(measure: Measure, request: Request, window: Window) -> Q:
    """The measure's own condition and the request's tag and dimensions."""
    condition = at(measure.where, window)
    if request.tag:
        condition &= Q(**{measure.source.tag: request.tag})
    for key, value in request.dims:
        one = measure.source.dims[key].condition(value)
        condition &= at(one, window) if one is not None else Q(pk__in=[])
    return condition


HOLDING = ""
DAY = timedelta(days=1)


def counted_on(measure: Measure) -> str:
    """The day by which a row counts: the path to it, or ``HOLDING`` where it must hold on the data date."""
    of = measure.of.of if isinstance(measure.of, Breakdown | PerOrg) else measure.of
    return HOLDING if isinstance(of, Stock | Balance) else getattr(of, "on", "") or measure.source.on


def timing(measure: Measure, window: Window) -> Q:
    """When a row counts: on a day of the period, or holding on the data date."""
    on = counted_on(measure)
    return standing(measure.source, window) if on == HOLDING else happening(measure.source, on, window)


def shared_by(conditions: Sequence[Q]) -> list[Any]:
    """The parts that every one of the conditions demands."""
    first, *others = [_demands(each) for each in conditions]
    return [part for part in first if all(part in each for each in others)]


def without(condition: Q, shared: Sequence[Any]) -> Q:
    """The condition less those parts of it."""
    return Q(*[part for part in _demands(condition) if part not in shared]) if shared else condition


def _demands(condition: Q) -> list[Any]:
    """The parts of which all must hold."""
    is_list = condition.connector == Q.AND and not condition.negated
    return list(condition.children) if is_list else [condition]


def standing(source: Source, window: Window) -> Q:
    if source.span is None:
        return Q(**{f"{source.on}__lte": window.on})
    return Q(**{f"{source.span}since__lte": window.on, f"{source.span}until__gt": window.on})


@lru_cache(maxsize=1024)  # hundreds of figures ask for the same days
def happening(source: Source, on: str, window: Window) -> Q:
    """In the period; the indexed half-year first, and the days only where they cut into it."""
    span = window.period.clipped(window.period.end) if source.ahead else window.span
    if span.is_empty:
        return Q(pk__in=[])
    from_start, to_end = Q(**{f"{on}__gte": span.start}), Q(**{f"{on}__lte": span.end})
    if on != source.on or not source.half:
        return from_start & to_end
    days = Q(**{f"{source.half}__in": span.halves})
    if half_of(span.start - DAY) == half_of(span.start):
        days &= from_start
    if half_of(span.end + DAY) == half_of(span.end):
        days &= to_end
    return days


def base_rows(source: Source, scope: Scope, window: Window) -> QuerySet:
    return rows_of(source, at(source.where, window), scope.orgs)


def rows_of(source: Source, base: Q, orgs: Any) -> QuerySet:
    """The rows for which the source's own condition holds, of ``orgs``: a query for their ids, or None for all."""
    rows = source.model._default_manager.filter(base).order_by()
    return rows if orgs is None else rows.filter(**{f"{source.org}__in": orgs})


def giving(measure: Measure) -> Q:
    """The rows that give something to a sum; for figures that are no sum of a field, every row."""
    if isinstance(measure.of, Sum):
        return Q(**{f"{measure.of.field}__isnull": False}) & ~Q(**{measure.of.field: 0})
    return Q()
