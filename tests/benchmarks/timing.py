"""Timing ways of doing the same work in turns, so that a busy moment of the machine falls on all of them."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any

ROUNDS = 7


@dataclass(frozen=True)
class Timed:
    """Milliseconds of one way: the median of its rounds, the fastest and the slowest."""

    way: str
    median: float
    fastest: float
    slowest: float


@dataclass(frozen=True)
class Benchmark:
    """The ways of one piece of work; the first is the product's, the one called ``floor`` its least."""

    work: str
    size: str
    ways: tuple[Timed, ...]

    @property
    def ratio(self) -> float | None:
        """The product's time over the floor's; None where there is no floor."""
        floor = next((each for each in self.ways if each.way == FLOOR), None)
        return self.ways[0].median / floor.median if floor else None

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio}


FLOOR = "下限"


def compare(work: str, size: str, ways: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> Benchmark:
    """Run every way once unmeasured, then ``rounds`` times in turns."""
    for way in ways.values():
        way()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            gc.collect()
            start = perf_counter()
            way()
            taken[name].append((perf_counter() - start) * 1000)
    return Benchmark(work, size, tuple(Timed(n, median(t), min(t), max(t)) for n, t in taken.items()))
