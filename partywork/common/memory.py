"""Keeping what the processes of one office PC hold small: memory that is free goes back to the system.

glibc gives every thread an arena of its own and keeps what was freed in each of them; a page that once needed much
would be paid for until the program ends. Where the C library is another one (Windows, macOS) nothing happens.
"""

import ctypes
import sys
from functools import cache
from typing import Any

_ARENA_MAX = -8  # M_ARENA_MAX of mallopt(3)


@cache
def _glibc() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") and hasattr(library, "mallopt") else None


def few_arenas() -> None:
    """All threads of this process share one arena; the interpreter lets one of them run at a time anyway."""
    if (library := _glibc()) is not None:
        library.mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Return freed memory to the system; a millisecond or two."""
    if (library := _glibc()) is not None:
        library.malloc_trim(0)
