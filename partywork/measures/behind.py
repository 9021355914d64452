"""The records behind many figures at once: one query a source, by the same conditions as the figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Q, Value, When

from partywork.access.scope import Scope
from partywork.measures import lookup
from partywork.measures.conditions import base_rows, giving, narrowing, timing
from partywork.measures.declarations import Ratio, Request, Source
from partywork.measures.window import Window


@dataclass
class Behind:
    """Ids of the records people know a figure's evidence by, the lowest first, and how many there are."""

    ids: list[int] = field(default_factory=list)
    count: int = 0


def records_behind_each(requests: Iterable[Request], scope: Scope, window: Window, limit: int) -> dict[Request, Behind]:
    """For every request the first ``limit`` of its records, and their number. For a rate, those of its part."""
    found: dict[Request, Behind] = {}
    for source, group in _by_source(dict.fromkeys(requests)).items():
        found.update(_of_source(source, group, scope, window, limit))
    return found


def _by_source(requests: Iterable[Request]) -> dict[Source, list[Request]]:
    grouped: dict[Source, list[Request]] = defaultdict(list)
    for request in requests:
        grouped[lookup.measure(_counted(request).code).source].append(request)
    return grouped


def _counted(request: Request) -> Request:
    of = lookup.measure(request.code).of
    return Request(of.part, request.tag, request.dims) if isinstance(of, Ratio) else request


def _of_source(source: Source, group: list[Request], scope: Scope, window: Window, limit: int) -> dict[Request, Behind]:
    reach = Q()
    columns: dict[str, Case] = {}
    for index, request in enumerate(map(_counted, group)):
        measure = lookup.measure(request.code)
        time = timing(measure, window)
        reach |= time
        counted = time & narrowing(measure, request, window) & giving(measure)
        columns[f"b{index}"] = Case(When(counted, then=Value(1)), default=Value(0))
    record = f"{source.record}_id" if source.record else "pk"
    rows = base_rows(source, scope, window).filter(reach).order_by(record)
    found = {request: Behind() for request in group}
    last: dict[int, Any] = {}
    for pk, *marks in rows.annotate(**columns).values_list(record, *columns).iterator(chunk_size=2000):
        for index, mark in enumerate(marks):
            if mark and last.get(index) != pk:  # several rows of one record (topics of a meeting) stand together
                last[index] = pk
                _add(found[group[index]], pk, limit)
    return found


def _add(behind: Behind, pk: int, limit: int) -> None:
    behind.count += 1
    if len(behind.ids) < limit:
        behind.ids.append(pk)
