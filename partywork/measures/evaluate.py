"""From requests to values: one aggregate query a source, however many organisations and (but for very many) figures.

Per-branch and regularity figures add one query a source, grouped by organisation and month (or day).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from django.db.models import Q

from partywork.access.scope import Scope
from partywork.measures import lookup
from partywork.measures.conditions import narrowing, timing
from partywork.measures.declarations import (
    UNFILLED,
    Balance,
    Breakdown,
    Count,
    Distinct,
    EventDate,
    Measure,
    Money,
    PerOrg,
    Quantity,
    Ratio,
    Regular,
    Request,
    Source,
    StatedSum,
    Stock,
    Sum,
    at,
)
from partywork.measures.declared import each_with_declared, split_with_declared, with_declared
from partywork.measures.questions import Column, Question
from partywork.measures.regularity import grouped_values, grouped_values_each
from partywork.measures.statements import Cells, Over, answers
from partywork.measures.values import Part, Value, percent
from partywork.measures.window import Window

By = Literal["org", "month"]

MOST_COLUMNS = 1600  # of one query: PostgreSQL answers 1664 at most, SQLite 2000


def evaluate(requests: Iterable[Request], scope: Scope, window: Window) -> dict[Request, Value]:
    """The value of every request over the whole scope in the window."""
    wanted = list(dict.fromkeys(requests))
    values: dict[Request, Value] = {}
    over = Over(scope, window)
    for source, group in _by_source(_direct(wanted)).items():
        values.update(_evaluate_source(source, group, over))
    return with_declared(_with_ratios(wanted, values), scope, window)


def evaluate_each(
    requests: Iterable[Request], orgs: Iterable[int], scope: Scope, window: Window
) -> dict[int, dict[Request, Value]]:
    """For each organisation (its id) what ``evaluate`` gives for it alone, in as many queries as for one.

    ``scope`` covers exactly ``orgs``.
    """
    wanted = list(dict.fromkeys(requests))
    found: dict[int, dict[Request, Value]] = {org: {} for org in orgs}
    over = Over(scope, window)
    for source, group in _by_source(_direct(wanted)).items():
        per_unit, whole = _split(group)
        for part in _fitting(whole):
            by_org = {cells["_key"]: cells for cells in answers(_question(source, part, window, source.org), over)}
            for org, values in found.items():
                values.update(_read_all(part, by_org.get(org, _NoRows())))
        for request, by_unit in grouped_values_each(source, per_unit, list(found), over).items():
            for org, value in by_unit.items():
                found[org][request] = value
    with_rates = {org: _with_ratios(wanted, values) for org, values in found.items()}
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


def _with_ratios(wanted: list[Request], values: dict[Request, Value]) -> dict[Request, Value]:
    """The wanted values in their order, rates made from their halves."""
    result = {}
    for request in wanted:
        if isinstance(_of(request), Ratio):
            part, whole = _halves_of(request)
            result[request] = _ratio(values[part], values[whole])
        else:
            result[request] = values[request]
    return result


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
        for part in _fitting(group):
            for cells in answers(_question(source, part, window, key), over):
                for request, value in _read_all(part, cells).items():
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


def _evaluate_source(source: Source, group: list[Request], over: Over) -> dict[Request, Value]:
    per_unit, whole = _split(group)
    values: dict[Request, Value] = {}
    for part in _fitting(whole):
        (cells,) = answers(_question(source, part, over.window), over)
        values.update(_read_all(part, cells))
    if per_unit:
        values.update(grouped_values(source, per_unit, over))
    return values


def _split(group: list[Request]) -> tuple[list[Request], list[Request]]:
    """Figures over each unit and its months, and figures over all rows."""
    per_unit = [request for request in group if isinstance(_of(request), PerOrg | Regular)]
    return per_unit, [request for request in group if request not in per_unit]


def _fitting(group: list[Request]) -> Iterator[list[Request]]:
    """The requests in as few parts as a query's columns allow: nearly always one."""
    part: list[Request] = []
    width = 0
    for request in group:
        wide = _width(lookup.measure(request.code))
        if part and width + wide > MOST_COLUMNS:
            yield part
            part, width = [], 0
        part.append(request)
        width += wide
    if part:
        yield part


def _width(measure: Measure) -> int:
    """How many columns a figure takes."""
    if isinstance(measure.of, Breakdown):
        return 1 + len(measure.source.dims[measure.of.dim].values)
    return 2 if isinstance(measure.of, StatedSum) else 1


def _read_all(requests: list[Request], cells: Cells) -> dict[Request, Value]:
    return {each: _read(lookup.measure(each.code), f"m{index}", cells) for index, each in enumerate(requests)}


def _question(source: Source, group: list[Request], window: Window, key: str = "") -> Question:
    """A column for each figure of each request, over the rows that matter to any of them, by ``key``.

    A time condition shared by all requests is hoisted into WHERE, where the covering index serves it.
    """
    times = [timing(lookup.measure(request.code), window) for request in group]
    distinct_times = list(dict.fromkeys(times))
    reach = Q()
    for time in distinct_times:
        reach |= time
    columns: dict[str, Column] = {}
    for index, (request, time) in enumerate(zip(group, times, strict=True)):
        measure = lookup.measure(request.code)
        condition = narrowing(measure, request, window)
        if len(distinct_times) > 1:
            condition &= time
        columns.update(_columns(measure, condition, f"m{index}", window))
    return Question(source, at(source.where, window), reach, columns, {"_key": key} if key else {})


def _columns(measure: Measure, where: Q, alias: str, window: Window) -> dict[str, Column]:
    of, source = measure.of, measure.source
    match of:
        case Breakdown():
            return _breakdown_columns(measure, of, where, alias, window)
        case Money():
            return {alias: Column("sum", _in_fen(of, window), where)}
        case Sum() | Quantity():
            return {alias: Column("sum", of.field, where)}
        case StatedSum():
            return {alias: Column("sum", of.field, where), f"{alias}_n": Column("count", of.field, where)}
        case Distinct():
            filled = where & ~Q(**{of.field: ""}) if _is_text(source, of.field) else where
            return {alias: Column("distinct", of.field, filled)}
        case Stock() if of.of:
            return {alias: Column("distinct", of.of, where)}
        case EventDate():
            return {alias: Column(of.which, source.on, where)}
        case Count() | Stock():
            return {alias: Column("count", source.org, where)}
    raise TypeError(f"{measure.code}: {of} is not evaluated over rows")


def _breakdown_columns(measure: Measure, of: Breakdown, where: Q, alias: str, window: Window) -> dict[str, Column]:
    each = measure.source.dims[of.dim]
    columns = {alias: _amount(measure.source, of, where, window)}
    for index, value in enumerate(each.values.values()):
        columns[f"{alias}_p{index}"] = _amount(measure.source, of, where & at(value, window), window)
    return columns


def _in_fen(of: Money, window: Window) -> Any:
    return of.field if isinstance(of.field, str) else of.field(window)


def _amount(source: Source, of: Breakdown, where: Q, window: Window) -> Column:
    if isinstance(of.of, Money):
        return Column("sum", _in_fen(of.of, window), where)
    if isinstance(of.of, Sum):
        return Column("sum", of.of.field, where)
    return Column("count", source.org, where)


def _read(measure: Measure, alias: str, cells: Cells) -> Value:
    of = measure.of
    number = cells[alias]
    match of:
        case EventDate():
            return Value(number)
        case StatedSum():
            return Value(number if cells[f"{alias}_n"] else None)
        case Quantity():
            return Value(number or 0)
        case Breakdown():
            return _read_breakdown(measure, of, alias, cells)
    return Value(number or 0)


def _read_breakdown(measure: Measure, of: Breakdown, alias: str, cells: Cells) -> Value:
    labels = measure.source.dims[of.dim].values
    parts = [Part(label, cells[f"{alias}_p{index}"] or 0) for index, label in enumerate(labels)]
    total = cells[alias] or 0
    rest = total - sum(part.number for part in parts)
    parts = [part for part in parts if part.number] + ([Part(UNFILLED, rest)] if rest else [])
    return Value(total, parts=tuple(parts))


def _is_text(source: Source, path: str) -> bool:
    field: Any = None
    model: Any = source.model
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model or model
    return field.get_internal_type() in {"CharField", "TextField"}
