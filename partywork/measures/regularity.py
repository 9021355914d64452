"""Per-branch figures: the least, the mean, and whether every month (quarter …) has its row."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from partywork.common.periods import Span, month_of
from partywork.measures import lookup
from partywork.measures.conditions import counted_on, narrowing, timing
from partywork.measures.declarations import Every, PerOrg, Regular, Request, Source, at
from partywork.measures.questions import Column, Question
from partywork.measures.statements import Over, number_or_day, rows
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

# organisation → day (the month's first where days do not matter, one for all where months do not) → rows
Tally = Mapping[int, Mapping[date, int]]


def grouped_values(source: Source, requests: list[Request], over: Over) -> dict[Request, Value]:
    """Values of PerOrg and Regular requests of one source, from one grouped query."""
    values = {}
    for request, tally in zip(requests, tallies(source, requests, over), strict=True):
        of = _of(request)
        values[request] = _value(of, tally, over.units(of.units), over.window)
    return values


def grouped_values_each(
    source: Source, requests: list[Request], orgs: list[int], over: Over
) -> dict[Request, dict[int, Value]]:
    """The same for each organisation alone, from the same one query."""
    values = {}
    for request, tally in zip(requests, tallies(source, requests, over), strict=True):
        of = _of(request)
        units = over.units(of.units)
        own = {org: {org: units[org]} if org in units else {} for org in orgs}
        values[request] = {org: _value(of, tally, own[org], over.window) for org in orgs}
    return values


def _of(request: Request) -> PerOrg | Regular:
    of = lookup.measure(request.code).of
    assert isinstance(of, PerOrg | Regular)
    return of


def tallies(source: Source, requests: list[Request], over: Over) -> list[Tally]:
    """For each request, the rows of every organisation by month (by day where a request goes finer, at once where
    none asks when).

    Requests that count the same rows (the least, the mean, whether every month has one) share one.
    """
    if not requests:
        return []
    distinct = {_counts(request): request for request in requests}
    found: list[dict[int, dict[date, int]]] = [defaultdict(dict) for _ in distinct]
    when = _when(source, requests)
    for org, *cells in rows(_question(source, list(distinct.values()), over.window, when), over):
        day = _day(cells.pop(0)) if when else over.window.on
        for tally, number in zip(found, cells, strict=True):
            if number:
                tally[org][day] = number
    shared = dict(zip(distinct, found, strict=True))
    return [shared[_counts(request)] for request in requests]


def _counts(request: Request) -> Hashable:
    """Alike where two requests of a source count the same rows."""
    measure = lookup.measure(request.code)
    return measure.where, counted_on(measure), request.tag, request.dims


@lru_cache(maxsize=1024)
def _day(key: Any) -> date:
    """Of a day as the database gives it, or of a month (202605)."""
    return date(key // 100, key % 100, 1) if isinstance(key, int) else number_or_day(key)


def _when(source: Source, requests: list[Request]) -> str:
    """By what the rows of an organisation are told apart: its day, its month, or nothing, where all are one number."""
    every = {of.every for of in map(_of, requests) if isinstance(of, Regular)}
    if not every:
        return ""
    by_day = not source.month or not every.isdisjoint(("day", "week", "half_month"))
    return source.on if by_day else source.month


def _question(source: Source, requests: list[Request], window: Window, when: str) -> Question:
    times = [timing(lookup.measure(request.code), window) for request in requests]
    distinct_times = list(dict.fromkeys(times))
    columns = {}
    for index, (request, time) in enumerate(zip(requests, times, strict=True)):
        condition = narrowing(lookup.measure(request.code), request, window)
        where = condition & time if len(distinct_times) > 1 else condition
        columns[f"m{index}"] = Column("count", source.org, where)
    keys = {"_org": source.org} | ({"_key": when} if when else {})
    return Question(source, at(source.where, window), reduce(or_, distinct_times), columns, keys)


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
    of_day = {day: bucket(day) for day in {day for org in units for day in tally.get(org, ())}}
    alike: dict[tuple[date, tuple[date, ...]], int] = {}  # thousands of units have rows in the same months
    met, due = {}, {}
    for org, first in units.items():
        owed = owed_from[first]
        if owed:
            due[org] = len(owed)
            key = first, tuple(tally.get(org, ()))
            if key not in alike:
                alike[key] = len(owed & {of_day[day] for day in key[1]})
            met[org] = alike[key]
    number = sum(met[org] == due[org] for org in due) if due else None  # where nothing was due nobody failed
    return Value(number, whole=len(due), per_org=met, due=due)


def owed_buckets(bucket: Bucket, span: Span, first: date) -> frozenset[Hashable]:
    """The whole buckets of ``span`` that begin on or after ``first``.

    A bucket that the data date cuts short is owed only when it is complete, so a report on
    20 June does not blame anyone for the rest of June.
    """
    return _whole_buckets(bucket, max(span.start, first), span.end)


@lru_cache(maxsize=4096)  # thousands of units owe the same
def _whole_buckets(bucket: Bucket, start: date, end: date) -> frozenset[Hashable]:
    if end < start:
        return frozenset()
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    cut = {bucket(start - timedelta(days=1)), bucket(end + timedelta(days=1))}
    return frozenset(bucket(day) for day in days) - cut
