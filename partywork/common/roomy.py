"""Writing a hundred thousand rows on SQLite: with two megabytes of pages at hand, as usual, every index is written to
the disk again and again. PostgreSQL has its own room."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_PAGES_KB = 48 * 1024
_CHECKPOINT_PAGES = 16_000  # of 4 KB in the log before they are moved into the database; usually a thousand


@contextmanager
def room_to_write() -> Iterator[None]:
    """More memory for the pages of this connection, given back afterwards."""
    if connection.vendor != "sqlite":
        yield
        return
    before = {name: _pragma(name) for name in ("cache_size", "wal_autocheckpoint")}
    _set("cache_size", -_PAGES_KB)
    _set("wal_autocheckpoint", _CHECKPOINT_PAGES)
    try:
        yield
    finally:
        for name, value in before.items():
            _set(name, value)
        _pragma("shrink_memory")


def _pragma(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def _set(name: str, value: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name} = {value}")
