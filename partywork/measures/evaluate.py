"""From requests to values: one aggregate query a source and day that rows are counted by, however many organisations.

Per-branch and regularity figures add one query a source, grouped by organisation and month (or day).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Literal

from django.db.models import Q

from partywork.access.scope import Scope
from partywork.measures import lookup
from partywork.measures.asked import fitting, question_of, readers
from partywork.measures.declarations import (
    Balance,
    Breakdown,
    Measure,
    PerOrg,
    Ratio,
    Regular,
    Request,
    Source,
    StatedSum,
    Stock,
    Tally,
    at,
)
from partywork.measures.declared import each_with_declared, split_with_declared, windows_with_declared
from partywork.measures.once import one_evaluation
from partywork.measures.regularity import grouped_values, grouped_values_each
from partywork.measures.statements import Over, answers
from partywork.measures.values import Value, percent
from partywork.measures.window import Window

By = Literal["org", "month"]


def evaluate(requests: Iterable[Request], scope: Scope, window: Window) -> dict[Request, Value]:
    """The value of every request over the whole scope in the window."""
    return evaluate_windows(requests, scope, [window])[window]


def evaluate_windows(
    requests: Iterable[Request], scope: Scope, windows: Collection[Window]
) -> dict[Window, dict[Request, Value]]:
    """For each window what ``evaluate`` gives for it alone: the months of a year in about as many queries as one.

    Per-branch and regularity figures, those that their slice tallies, and those of sources whose own condition depends
    on the days, take a query or two for each window.
    """
    with one_evaluation():
        return _evaluate_windows(list(dict.fromkeys(requests)), scope, windows)


def _evaluate_windows(
    wanted: list[Request], scope: Scope, windows: Collection[Window]
) -> dict[Window, dict[Request, Value]]:
    found: dict[Window, dict[Request, Value]] = {window: {} for window in windows}
    overs = {window: Over(scope, window) for window in found}
    for source, group in _by_source(_direct(wanted)).items():
        per_unit, tallied, whole = _split(group)
        for request, tally in tallied.items():
            for window in found:
                found[window][request] = Value(sum(tally(scope, window).values()))
        for alike in _by_base(source, found):
            for part in fitting((request, window) for window in alike for request in whole):
                (cells,) = answers(question_of(source, part), overs[alike[0]])
                for (request, window), read in readers(part):
                    found[window][request] = read(cells)
        if per_unit:
            for window, over in overs.items():
                found[window].update(grouped_values(source, per_unit, over))
    rates = _rates(wanted)
    return windows_with_declared({each: _with_ratios(wanted, values, rates) for each, values in found.items()}, scope)


def _by_base(source: Source, windows: Iterable[Window]) -> list[list[Window]]:
    """Windows for which the source's own condition is the same stand together."""
    alike: dict[Q, list[Window]] = {}
    for window in windows:
        alike.setdefault(at(source.where, window), []).append(window)
    return list(alike.values())


def evaluate_each(
    requests: Iterable[Request], orgs: Iterable[int], scope: Scope, window: Window
) -> dict[int, dict[Request, Value]]:
    """For each organisation (its id) what ``evaluate`` gives for it alone, in as many queries as for one.

    ``scope`` covers exactly ``orgs``.
    """
    with one_evaluation():
        return _evaluate_each(list(dict.fromkeys(requests)), {org: {} for org in orgs}, scope, window)


def _evaluate_each(
    wanted: list[Request], found: dict[int, dict[Request, Value]], scope: Scope, window: Window
) -> dict[int, dict[Request, Value]]:
    over = Over(scope, window)
    for source, group in _by_source(_direct(wanted)).items():
        per_unit, tallied, whole = _split(group)
        for request, tally in tallied.items():
            counted = tally(scope, window)
            for org, values in found.items():
                values[request] = Value(counted.get(org, 0))
        for part in fitting((request, window) for request in whole):
            by_org = {cells["_key"]: cells for cells in answers(question_of(source, part, source.org), over)}
            reading = [(request, read) for (request, _), read in readers(part)]
            nothing = {request: read(_NoRows()) for request, read in reading}
            for org, values in found.items():
                cells = by_org.get(org)
                values.update({request: read(cells) for request, read in reading} if cells else nothing)
        for request, by_unit in grouped_values_each(source, per_unit, list(found), over).items():
            for org, value in by_unit.items():
                found[org][request] = value
    rates = _rates(wanted)
    with_rates = {org: _with_ratios(wanted, values, rates) for org, values in found.items()}
    return each_with_declared(with_rates, wanted, scope, window)


class _NoRows(dict[str, Any]):
    """The cells of an organisation that has no row: as an aggregate over nothing gives them."""

    def __missing__(self, key: str) -> None:
        return None


def _direct(wanted: list[Request]) -> dict[Request, None]:
    """What is asked of the sources: the figures themselves and, for a rate, its halves."""
    direct = dict.fromkeys(request for request in wanted if not isinstance(_of(request), Ratio))
    for request in wanted:
        if request not in direct:
            direct |= dict.fromkeys(_halves_of(request))
    return direct


Rates = dict[Request, tuple[Request, Request]]


def _rates(wanted: list[Request]) -> Rates:
    """The rates among what is wanted, with the halves they are made from."""
    return {request: _halves_of(request) for request in wanted if isinstance(_of(request), Ratio)}


def _with_ratios(wanted: list[Request], values: dict[Request, Value], rates: Rates) -> dict[Request, Value]:
    """The wanted values in their order."""
    values.update({request: _ratio(values[part], values[whole]) for request, (part, whole) in rates.items()})
    return {request: values[request] for request in wanted}


def evaluate_by(requests: Iterable[Request], scope: Scope, window: Window, by: By) -> dict[Request, dict[int, Value]]:
    """The same figures for each organisation (its id) or each month (202605) that has rows.

    Ratios, per-branch and regularity figures have no such split and are left out; by month so is what
    does not happen in the row's own month (heads on a day, a problem closed long after it was raised).
    """
    direct = [r for r in dict.fromkeys(requests) if not isinstance(_of(r), Ratio | PerOrg | Regular)]
    if by == "month":
        direct = [r for r in direct if _has_months(lookup.measure(r.code))]
    result: dict[Request, dict[int, Value]] = {request: {} for request in direct}
    over = Over(scope, window)
    for source, group in _by_source(direct).items():
        key = source.org if by == "org" else source.month
        for part in fitting((request, window) for request in group):
            reading = [(request, read) for (request, _), read in readers(part)]
            for cells in answers(question_of(source, part, key), over):
                for request, read in reading:
                    value = read(cells)
                    if not value.is_nothing or _is_stated(request, value):
                        result[request][cells["_key"]] = value
    return split_with_declared(result, scope, window) if by == "org" else result


def _is_stated(request: Request, value: Value) -> bool:
    return value.number == 0 and isinstance(_of(request), StatedSum)


def _has_months(measure: Measure) -> bool:
    of = measure.of.of if isinstance(measure.of, Breakdown) else measure.of
    if isinstance(of, Stock | Balance):
        return False
    return bool(measure.source.month) and getattr(of, "on", "") in ("", measure.source.on)


def _of(request: Request) -> object:
    return lookup.measure(request.code).of


def _halves_of(request: Request) -> tuple[Request, Request]:
    """A rate narrows its part, and its whole too where both come from one source."""
    of = lookup.measure(request.code).of
    assert isinstance(of, Ratio)
    part = Request(of.part, request.tag, request.dims)
    same = lookup.measure(of.part).source is lookup.measure(of.whole).source
    return part, Request(of.whole, request.tag, request.dims) if same else Request(of.whole)


def _ratio(part: Value, whole: Value) -> Value:
    if not isinstance(part.number, int) or not isinstance(whole.number, int):
        return Value(None)
    return Value(percent(part.number, whole.number), whole=whole.number)


def _by_source(requests: Iterable[Request]) -> dict[Source, list[Request]]:
    grouped: dict[Source, list[Request]] = defaultdict(list)
    for request in requests:
        grouped[lookup.measure(request.code).source].append(request)
    return grouped


def _split(group: list[Request]) -> tuple[list[Request], dict[Request, Tally], list[Request]]:
    """Figures over each unit and its months, those that their slice tallies, and figures over all rows."""
    per_unit = [request for request in group if isinstance(_of(request), PerOrg | Regular)]
    tallied = {request: tally for request in group if (tally := _tally_of(request))}
    return per_unit, tallied, [request for request in group if request not in (*per_unit, *tallied)]


def _tally_of(request: Request) -> Tally | None:
    of = _of(request)
    return of.tally if isinstance(of, Stock) and not request.tag and not request.dims else None
