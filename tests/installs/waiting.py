"""Waiting for a state, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 120.0  # seconds; only what hangs reaches it, also on a busy machine
LOOK_EVERY = 0.01

T = TypeVar("T")


def until(look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """What ``look`` gives once it gives something. Raises AssertionError naming ``what`` when it never does."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(LOOK_EVERY)
    raise AssertionError(f"never came: {what}")
