"""What workers do every little while besides the jobs people start. Each must be safe to do by many at once."""

import logging
from collections.abc import Callable

from partywork.jobs.running import Clock

Routine = Callable[[Clock], None]
_routines: dict[str, Routine] = {}
_log = logging.getLogger(__name__)


def register(code: str, routine: Routine) -> None:
    """``routine`` is called about twice a minute by every worker, with the worker's clock."""
    _routines[code] = routine


def do_all(clock: Clock) -> None:
    """Each in turn; one that fails keeps no other from being done, and is tried again the next time."""
    for code, routine in _routines.items():
        try:
            routine(clock)
        except Exception:
            _log.exception("routine %s failed", code)
