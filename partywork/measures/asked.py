"""What figures ask of their source, column by column, and their values read from the answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Q

from partywork.measures import lookup
from partywork.measures.conditions import counted_on, narrowing, shared_by, timing, without
from partywork.measures.declarations import (
    UNFILLED,
    Breakdown,
    Count,
    Distinct,
    EventDate,
    Measure,
    Money,
    Quantity,
    Request,
    Source,
    StatedSum,
    Stock,
    Sum,
    at,
)
from partywork.measures.questions import Column, Question
from partywork.measures.statements import Cells
from partywork.measures.values import Number, Part, Value
from partywork.measures.window import Window

MOST_COLUMNS = 1600  # of one query: PostgreSQL answers 1664 at most, SQLite 2000


Asked = tuple[Request, Window]
"""A figure and the days it is asked for."""


def fitting(group: Iterable[Asked]) -> Iterator[list[Asked]]:
    """What is asked, in as few parts as one query each answers well: one for each day that rows are counted by.

    So every query has its rows in a range of an index: what came in is not looked for among all that holds.
    """
    by_day: dict[str, list[Asked]] = {}
    for request, window in group:
        by_day.setdefault(counted_on(lookup.measure(request.code)), []).append((request, window))
    for alike in by_day.values():
        yield from _narrow(alike)


def _narrow(group: Iterable[Asked]) -> Iterator[list[Asked]]:
    """As few parts as a query's columns allow: nearly always one."""
    part: list[Asked] = []
    width = 0
    for request, window in group:
        wide = _width(lookup.measure(request.code))
        if part and width + wide > MOST_COLUMNS:
            yield part
            part, width = [], 0
        part.append((request, window))
        width += wide
    if part:
        yield part


def _width(measure: Measure) -> int:
    """How many columns a figure takes."""
    if isinstance(measure.of, Breakdown):
        return 1 + len(measure.source.dims[measure.of.dim].values)
    return 2 if isinstance(measure.of, StatedSum) else 1


Reader = Callable[[Cells], Value]


def readers(asked: Iterable[Asked]) -> list[tuple[Asked, Reader]]:
    """How each figure is read from a row of the answer: found once, for however many rows."""
    return [(each, _reader(lookup.measure(each[0].code), f"m{index}")) for index, each in enumerate(asked)]


def question_of(source: Source, asked: list[Asked], key: str = "") -> Question:
    """A column for each figure of each request, over the rows that matter to any of them, by ``key``.

    For the days of all of ``asked`` the source's own condition is the same. What all figures ask of a row alike
    (the days, that it is unpaid) is said once in WHERE, where an index serves it.
    """
    times = [timing(lookup.measure(request.code), window) for request, window in asked]
    distinct_times = list(dict.fromkeys(times))
    reach = Q()
    for time in distinct_times:
        reach |= time
    narrowed = [narrowing(lookup.measure(request.code), request, window) for request, window in asked]
    shared = shared_by(narrowed)
    reach &= Q(*shared)
    columns: dict[str, Column] = {}
    for index, ((request, window), time, condition) in enumerate(zip(asked, times, narrowed, strict=True)):
        condition = without(condition, shared)
        if len(distinct_times) > 1:
            condition &= time
        columns.update(_columns(lookup.measure(request.code), condition, f"m{index}", window))
    return Question(source, at(source.where, asked[0][1]), reach, columns, {"_key": key} if key else {})


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


def _reader(measure: Measure, alias: str) -> Reader:
    of = measure.of
    match of:
        case EventDate():
            return lambda cells: _number(cells[alias])
        case StatedSum():
            filled = f"{alias}_n"
            return lambda cells: _number(cells[alias] if cells[filled] else None)
        case Breakdown():
            labels = {f"{alias}_p{index}": label for index, label in enumerate(measure.source.dims[of.dim].values)}
            return lambda cells: _breakdown(cells[alias] or 0, labels, cells)
    return lambda cells: _number(cells[alias] or 0)


@lru_cache(maxsize=4096)
def _number(number: Number | None) -> Value:
    """The figures of most units are the same few numbers."""
    return Value(number)


def _breakdown(total: int, labels: Mapping[str, str], cells: Cells) -> Value:
    parts = [Part(label, number) for column, label in labels.items() if (number := cells[column])]
    rest = total - sum(part.number for part in parts)
    parts += [Part(UNFILLED, rest)] if rest else []
    return Value(total, parts=tuple(parts)) if parts else _number(total)


def _is_text(source: Source, path: str) -> bool:
    field: Any = None
    model: Any = source.model
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model or model
    return field.get_internal_type() in {"CharField", "TextField"}
