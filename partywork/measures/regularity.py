"""Per-branch figures: the least, the mean, and whether every month (quarter …) has its row."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Count as CountOf
from django.db.models import F

from partywork.access.scope import Scope
from partywork.common.periods import Span, month_of
from partywork.measures import lookup
from partywork.measures.conditions import base_rows, narrowing, timing
from partywork.measures.declarations import Every, PerOrg, Regular, Request, Source, Units
from partywork.measures.values import Value
from partywork.measures.window import Window

Bucket = Callable[[date], Hashable]

BUCKETS: dict[Every, Bucket] = {
    "day": lambda day: day,
    "week": lambda day: day.isocalendar()[:2],
    "half_month": lambda day: (month_of(day), day.day > 15),
    "month": month_of,
    "two_months": lambda day: (day.year, (day.month - 1) // 2),
    "quarter": lambda day: (day.year, (day.month - 1) // 3),
}

KnownUnits = dict[Units, Mapping[int, date]]
Tally = Mapping[int, Mapping[date, int]]  # organisation → day (the month's first where days do not matter) → rows


def grouped_values(
    source: Source, requests: list[Request], scope: Scope, window: Window, known: KnownUnits
) -> dict[Request, Value]:
    """Values of PerOrg and Regular requests of one source, from one grouped query.

    ``known`` keeps the organisations concerned, so that a whole evaluation reads them once.
    """
    values = {}
    for request, tally in zip(requests, tallies(source, requests, scope, window), strict=True):
        of, units = _asked(request, scope, window, known)
        values[request] = _value(of, tally, units, window)
    return values


def grouped_values_each(
    source: Source, requests: list[Request], orgs: list[int], scope: Scope, window: Window, known: KnownUnits
) -> dict[Request, dict[int, Value]]:
    """The same for each organisation alone, from the same one query."""
    values = {}
    for request, tally in zip(requests, tallies(source, requests, scope, window), strict=True):
        of, units = _asked(request, scope, window, known)
        own = {org: {org: units[org]} if org in units else {} for org in orgs}
        values[request] = {org: _value(of, tally, own[org], window) for org in orgs}
    return values


def _asked(
    request: Request, scope: Scope, window: Window, known: KnownUnits
) -> tuple[PerOrg | Regular, Mapping[int, date]]:
    of = lookup.measure(request.code).of
    assert isinstance(of, PerOrg | Regular)
    if of.units not in known:
        known[of.units] = of.units(scope, window)
    return of, known[of.units]


def tallies(source: Source, requests: list[Request], scope: Scope, window: Window) -> list[Tally]:
    """For each request, the rows of every organisation by month (by day where a request goes finer)."""
    if not requests:
        return []
    by_day = any(_every(request) in ("day", "week", "half_month") for request in requests)
    key = source.on if by_day or not source.month else source.month
    times = [timing(lookup.measure(request.code), window) for request in requests]
    reach = reduce(or_, dict.fromkeys(times))
    columns = {
        f"m{index}": CountOf(source.org, filter=narrowing(lookup.measure(request.code), request, window) & time)
        for index, (request, time) in enumerate(zip(requests, times, strict=True))
    }
    rows = base_rows(source, scope, window).filter(reach)
    found: list[dict[int, dict[date, int]]] = [defaultdict(dict) for _ in requests]
    for cells in rows.values(_org=F(source.org), _key=F(key)).annotate(**columns):
        day = cells["_key"] if isinstance(cells["_key"], date) else date(cells["_key"] // 100, cells["_key"] % 100, 1)
        for index, tally in enumerate(found):
            if cells[f"m{index}"]:
                tally[cells["_org"]][day] = cells[f"m{index}"]
    return list(found)


def _every(request: Request) -> Every:
    of = lookup.measure(request.code).of
    return of.every if isinstance(of, Regular) else "month"


def _value(of: PerOrg | Regular, tally: Tally, units: Mapping[int, date], window: Window) -> Value:
    if isinstance(of, Regular):
        return _regular(of, tally, units, window.span)
    counts = {org: sum(tally.get(org, {}).values()) for org in units}
    if not counts:
        return Value(None, whole=0)
    least = min(counts.values())
    mean = (Decimal(sum(counts.values())) / len(counts)).quantize(Decimal("0.1"))
    return Value(least if of.stat == "min" else mean, whole=len(counts), per_org=counts)


def _regular(of: Regular, tally: Tally, units: Mapping[int, date], span: Span) -> Value:
    """A unit is regular when each bucket it owed has a row; it owes from its first whole bucket on."""
    bucket = BUCKETS[of.every]
    owed_from = {first: owed_buckets(bucket, span, first) for first in set(units.values())}
    met, due = {}, {}
    for org, first in units.items():
        owed = owed_from[first]
        if owed:
            due[org] = len(owed)
            met[org] = len(owed & {bucket(day) for day in tally.get(org, {})})
    number = sum(met[org] == due[org] for org in due) if due else None  # where nothing was due nobody failed
    return Value(number, whole=len(due), per_org=met, due=due)


def owed_buckets(bucket: Bucket, span: Span, first: date) -> frozenset[Hashable]:
    """The whole buckets of ``span`` that begin on or after ``first``.

    A bucket that the data date cuts short is owed only when it is complete, so a report on
    20 June does not blame anyone for the rest of June.
    """
    start = max(span.start, first)
    if span.end < start:
        return frozenset()
    days = (start + timedelta(days=n) for n in range((span.end - start).days + 1))
    cut = {bucket(start - timedelta(days=1)), bucket(span.end + timedelta(days=1))}
    return frozenset(bucket(day) for day in days) - cut
