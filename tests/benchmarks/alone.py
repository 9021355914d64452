"""Running a function in a process of its own: how long it took, and how much memory it needed beyond the program's."""

import os
import re
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import psutil


@dataclass(frozen=True)
class Done:
    """``megabytes``: the most memory the process had (RSS), the program itself included; ``before``: as it began."""

    seconds: float
    megabytes: float
    before: float


def alone(work: Callable[[str], object], given: str) -> Done:
    """``work`` must be a function of a module, since the new process imports it. Raises what it raises."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin) as pool:
        return pool.submit(_measured, work, given).result()


def _begin() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partywork.settings")
    import django

    django.setup()


def _measured(work: Callable[[str], object], given: str) -> Done:
    before, begun = psutil.Process().memory_info().rss / 1024**2, perf_counter()
    work(given)
    return Done(perf_counter() - begun, _most(), before)


def _most() -> float:
    """Linux' own mark for this program: what getrusage gives holds also what the process that started it had."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024
