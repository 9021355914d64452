"""Numbers beside the records: what a unit declares of the time before it used the system (填报数).

They are rows, which this layer does not know: ``register`` says who does. They are added to figures that can be added
up, and told apart in ``Value.declared``. A rate, a breakdown, a stock, a per-branch or a regularity figure rests on
records alone.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from partywork.access.scope import Scope
from partywork.common.periods import Stretch
from partywork.measures import lookup
from partywork.measures.declarations import Balance, Count, Measure, Money, Quantity, Request, StatedSum, Sum
from partywork.measures.values import Value
from partywork.measures.window import Window

ByOrg = Mapping[int, Mapping[Request, int]]
Declared = Callable[[Collection[Request], Scope, Window], ByOrg]
"""What the organisations of a scope declared of these figures for days of the window, in the figures' own units."""

_declared: list[Declared] = []


def register(declared: Declared) -> None:
    """Called once by the catalogue when the application is ready."""
    _declared[:] = [declared]


def can_be_declared(measure: Measure) -> bool:
    """Whether a number of an earlier time can be added to the figure."""
    of = measure.of
    return isinstance(of, Count | Sum | Money | Quantity | StatedSum) and not isinstance(of, Balance)


def with_declared(values: dict[Request, Value], scope: Scope, window: Window) -> dict[Request, Value]:
    """The figures over a whole scope, with what its units declared."""
    total: Counter[Request] = Counter()
    for numbers in _of(values, scope, window).values():
        total.update(numbers)
    return {request: _added(value, total[request]) for request, value in values.items()} if total else values


def windows_with_declared(
    found: dict[Window, dict[Request, Value]], scope: Scope
) -> dict[Window, dict[Request, Value]]:
    """The figures of several windows over a whole scope. Where nothing was declared in all their days, one look."""
    if len(found) > 1:
        start, end = min(window.period.start for window in found), max(window.period.end for window in found)
        all_days = Window(Stretch(start, end), max(window.data_date for window in found))
        requests = [request for values in found.values() for request in values]
        if not _of(dict.fromkeys(requests), scope, all_days):
            return found
    return {window: with_declared(values, scope, window) for window, values in found.items()}


def each_with_declared(
    found: dict[int, dict[Request, Value]], wanted: Collection[Request], scope: Scope, window: Window
) -> dict[int, dict[Request, Value]]:
    """The figures of each organisation by its id."""
    for org, numbers in _of(wanted, scope, window).items():
        if org in found:
            found[org] |= {request: _added(found[org][request], number) for request, number in numbers.items()}
    return found


def split_with_declared(
    found: dict[Request, dict[int, Value]], scope: Scope, window: Window
) -> dict[Request, dict[int, Value]]:
    """Figures split by organisation, where one without rows is left out."""
    for org, numbers in _of(found, scope, window).items():
        for request, number in numbers.items():
            found[request][org] = _added(found[request].get(org, Value(0)), number)
    return found


def _of(requests: Collection[Request], scope: Scope, window: Window) -> ByOrg:
    wanted = [request for request in requests if can_be_declared(lookup.measure(request.code))]
    return _declared[0](wanted, scope, window) if _declared and wanted else {}


def _added(value: Value, number: int) -> Value:
    if not number:
        return value
    assert value.number is None or isinstance(value.number, int)
    return replace(value, number=(value.number or 0) + number, declared=number)
