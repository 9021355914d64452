"""Every figure of the catalogue at three levels, and what units owe: one reading against looking at unit by unit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from partywork.compliance.obligations import obligations
from partywork.measures import lookup
from partywork.measures.declarations import PerOrg, Ratio, Regular, Request
from partywork.measures.evaluate import evaluate
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import organisations_in, placement_of, scope_of_org
from summaries.facts import catalogue
from tests.benchmarks.floors import figures as floor
from tests.benchmarks.places import Place
from tests.benchmarks.targets import OURS, Target, faster_than
from tests.benchmarks.timing import FLOOR, Benchmark, compare

TITLE, ORDER = "目录里的全部指标和应办事项", 20
LOOP, SAMPLED = "逐个党组织取数", 5
COMPILE = "取全部指标"
WHY_LOOP = "逐个取数按抽到的五个党组织推算；一个支部取数越快，这个倍数反而越小"
SOURCES = len({lookup.measure(request.code).source for request in catalogue()})
LEVELS = (Target(FLOOR, 1.3), Target(FLOOR, 1.7), Target(FLOOR, 1, allowance=1.5 * SOURCES))


def benchmarks(place: Place) -> Iterator[Benchmark]:
    window = Window(place.period, place.period.end)
    for (level, org), goal in zip(place.levels, LEVELS, strict=True):
        yield _compile(level, org, window, goal)
    yield _owed(place.root, window)


def _compile(level: str, org: Organisation, window: Window, goal: Target) -> Benchmark:
    """All figures at once; of a unit with many below it also against adding them up, of which a few are looked at."""
    scope, requests = scope_of_org(org, window.on), catalogue()
    placement = placement_of(org, window.on)
    assert placement is not None
    differing = differences(evaluate(requests, scope, window), floor.numbers(placement.path))
    assert not differing, f"the floor counts something else: {differing[:5]}"
    evaluate(requests, scope, window)  # whose statements are all kept from the third time on
    ways = {OURS: lambda: evaluate(requests, scope, window), FLOOR: lambda: floor.read(placement.path)}
    size, units = f"{level}，{len(requests)}个指标", list(organisations_in(scope).order_by("pk"))
    if len(units) <= 1000:
        return compare("目录里的全部指标", size, ways, goals=[goal])
    some = Random(1).sample(units, SAMPLED)

    def one_by_one() -> None:
        for unit in some:
            evaluate(requests, scope_of_org(unit, window.on), window)

    return compare(
        "目录里的全部指标", f"{size}、{len(units)}个党组织", {**ways, LOOP: one_by_one}, rounds=3,
        goals=[goal, faster_than(LOOP, 100)], sampled={LOOP: len(units) / SAMPLED}, note=WHY_LOOP,
    )  # fmt: skip


def differences(values: dict[Request, Value], found: dict[str, Any]) -> list[str]:
    """Figures, and parts of breakdowns, that the floor does not give alike; per-branch figures it only reads."""
    differing = []
    for request, value in values.items():
        if isinstance(lookup.measure(request.code).of, Ratio | PerOrg | Regular):
            continue
        parts = {f"{request.code}|{part.label}": part.number for part in value.parts}
        for name, number in {request.code: value.number, **parts}.items():
            if name.partition("|")[2] != "未填" and (number or 0) != (_read(found[name]) or 0):
                differing.append(name)
    return differing


def _read(cell: Any) -> Any:
    """A day comes from SQLite as text."""
    return date.fromisoformat(cell) if isinstance(cell, str) else cell


def _owed(root: Organisation, window: Window) -> Benchmark:
    """All that all units owe beside all figures."""
    scope = scope_of_org(root, window.on)
    requests, units, owed = catalogue(), organisations_in(scope).count(), list[int]()

    def count() -> None:
        owed.append(sum(1 for _ in obligations(scope, window.on)))

    ways = {OURS: count, COMPILE: lambda: evaluate(requests, scope, window)}
    found = compare("全部党组织的应办事项", f"{units}个党组织", ways, rounds=3, goals=[Target(COMPILE, 2)])
    return replace(found, size=f"{found.size}、{owed[-1]}项")
