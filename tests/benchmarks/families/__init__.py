"""The families of benchmarks, each a module with TITLE, ORDER and ``benchmarks(place)``; found, not listed."""

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from tests.benchmarks.places import Place
from tests.benchmarks.timing import Benchmark


@dataclass(frozen=True)
class Family:
    name: str
    title: str
    order: int
    benchmarks: Callable[[Place], Iterator[Benchmark]]


def families() -> list[Family]:
    """In the order of the page. Raises AttributeError for a module of this folder that is no family."""
    found = []
    for each in pkgutil.iter_modules(__path__):
        module = import_module(f"{__name__}.{each.name}")
        found.append(Family(each.name, module.TITLE, module.ORDER, module.benchmarks))
    return sorted(found, key=lambda family: (family.order, family.name))
