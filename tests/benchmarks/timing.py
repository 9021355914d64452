"""Timing ways of doing the same work in turns, so that a busy moment of the machine falls on all of them."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from tests.benchmarks.targets import FLOOR, OURS, Goal

ROUNDS = 7
LEAST_ROUNDS = 3
MILLISECONDS, MEGABYTES = "毫秒", "MB"
Way = Callable[[], object]

__all__ = ["FLOOR", "MEGABYTES", "OURS", "Benchmark", "Timed", "compare", "curve", "lap", "measured", "taken_apart"]


@dataclass(frozen=True)
class Timed:
    """One way: the median of its rounds, the middle half of them, the fastest and the slowest, in the benchmark's unit.

    ``sampled``: so many times the work that was really done, since all of it would take too long; 1 where it was done.
    """

    way: str
    median: float
    fastest: float
    slowest: float
    lower: float
    upper: float
    rounds: int
    sampled: float = 1


@dataclass(frozen=True)
class Benchmark:
    """The ways of one piece of work, and what is asked of them."""

    work: str
    size: str
    ways: tuple[Timed, ...]
    goals: tuple[Goal, ...] = ()
    unit: str = MILLISECONDS
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The product's time over the floor's; None where there is no floor."""
        floor = self.way(FLOOR)
        return self.ways[0].median / floor.median if floor else None

    def way(self, name: str) -> Timed | None:
        return next((each for each in self.ways if each.way == name), None)

    def as_dict(self) -> dict[str, Any]:
        found = {each.way: each.median for each in self.ways}
        goals = [goal.judge(found) for goal in self.goals]
        return {
            "work": self.work,
            "size": self.size,
            "unit": self.unit,
            "note": self.note,
            "ways": [asdict(each) for each in self.ways],
            "ratio": self.ratio,
            "goals": [asdict(each) for each in goals if each],
        }


def compare(
    work: str,
    size: str,
    ways: Mapping[str, Way],
    rounds: int = ROUNDS,
    *,
    goals: Sequence[Goal] = (),
    sampled: Mapping[str, float] | None = None,
    seconds: float = 30,
    note: str = "",
) -> Benchmark:
    """Run every way once unmeasured, then in turns: ``rounds`` times, fewer once ``seconds`` are over.

    A way of ``sampled`` does one part of so many of the work, and is taken for so many times what it took.
    """
    parts = sampled or {}
    for name, way in ways.items():
        if name not in parts:
            way()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    begun = perf_counter()
    for number in range(rounds):
        if number >= LEAST_ROUNDS and perf_counter() - begun > seconds:
            break
        for name, way in ways.items():
            taken[name].append(lap(way) * parts.get(name, 1))
    timed = tuple(_timed(name, times, parts.get(name, 1)) for name, times in taken.items())
    return Benchmark(work, size, timed, tuple(goals), note=note)


def lap(way: Way) -> float:
    """How many milliseconds it takes once."""
    gc.collect()
    start = perf_counter()
    way()
    return (perf_counter() - start) * 1000


def taken_apart(
    work: str, size: str, taken: Mapping[str, Sequence[float]], *, goals: Sequence[Goal] = (), note: str = ""
) -> Benchmark:
    """Ways that cannot run in turns, since the database is another for each; ``taken`` has the laps of each."""
    timed = tuple(_timed(name, list(laps), 1) for name, laps in taken.items())
    return Benchmark(work, size, timed, tuple(goals), note=note)


def curve(work: str, sizes: Mapping[str, Way], *, goals: Sequence[Goal] = (), **options: Any) -> Benchmark:
    """How the product's time grows: the same work at several sizes (1倍, 2倍, 4倍, 8倍), in turns like other ways."""
    return compare(work, "、".join(sizes), sizes, goals=goals, **options)


def measured(
    work: str, size: str, values: Mapping[str, float], *, goals: Sequence[Goal] = (), unit: str = MEGABYTES,
    note: str = "",
) -> Benchmark:  # fmt: skip
    """Numbers that are no times, each taken once: memory in megabytes, rows a second."""
    timed = tuple(Timed(name, value, value, value, value, value, 1) for name, value in values.items())
    return Benchmark(work, size, timed, tuple(goals), unit=unit, note=note)


def _timed(name: str, times: list[float], parts: float) -> Timed:
    lower, _, upper = quantiles(times, n=4, method="inclusive") if len(times) > 1 else (times[0],) * 3
    return Timed(name, median(times), min(times), max(times), lower, upper, len(times), parts)
