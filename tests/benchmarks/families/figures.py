"""Computing the figures of a report and compiling it."""

from collections.abc import Iterator

from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import organisations_in, placement_of, scope_of_org
from summaries.compile import compile_report
from summaries.facts import Order, catalogue
from tests.benchmarks.floors import sql
from tests.benchmarks.places import Place
from tests.benchmarks.timing import FLOOR, Benchmark, compare

TITLE, ORDER = "取数和编制", 10


def benchmarks(place: Place) -> Iterator[Benchmark]:
    order = place.order(place.middle if place.is_large else place.root)
    yield _meetings(order)
    yield _catalogue(order)
    yield compare("编制一份总结（取数、成文）", order.org.short_name, {"本系统": lambda: compile_report(order)})


def _meetings(order: Order) -> Benchmark:
    """One source of records: the same figures by the product and by a statement written by hand."""
    window = Window(order.period, order.data_date)
    scope = scope_of_org(order.org, window.on)
    requests = [lookup.parse_request(name) for name in sql.NAMES]
    placement = placement_of(order.org, window.on)
    assert placement is not None
    (half,) = window.span.halves

    def ours() -> tuple[object, ...]:
        values = evaluate(requests, scope, window)
        return tuple(values[request].number for request in requests)

    def by_hand() -> tuple[int, ...]:
        return sql.meetings(half, placement.path, window.on)

    assert ours() == by_hand(), "the floor counts something else"
    return compare("一类记录的指标", f"{len(requests)}个指标", {"本系统": ours, FLOOR: by_hand}, rounds=25)


def _catalogue(order: Order) -> Benchmark:
    """Every figure of the catalogue: over the subtree at once, and unit by unit as one would add them up."""
    window = Window(order.period, order.data_date)
    scope, requests = scope_of_org(order.org, window.on), catalogue()
    units = list(organisations_in(scope))

    def one_by_one() -> None:
        for unit in units:
            _whole(requests, unit, window)

    ways = {"本系统": lambda: evaluate(requests, scope, window), "逐个党组织取数": one_by_one}
    return compare("目录里的全部指标", f"{len(requests)}个指标、{len(units)}个党组织", ways, rounds=3)


def _whole(requests: list[Request], unit: Organisation, window: Window) -> None:
    evaluate(requests, scope_of_org(unit, window.on), window)
