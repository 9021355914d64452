"""SQLite chooses its indexes by what lay in the tables when they were last counted, and never counts by itself: a
branch's figures then take twice as long. PostgreSQL does (autovacuum)."""

from datetime import date
from functools import lru_cache

from django.db import connection

_ROWS = 1000  # of each index are looked at: milliseconds, whatever the size, and the same plans as from all of them


@lru_cache(maxsize=1)
def count_for(day: date) -> None:  # noqa: ARG001  the cache knows the day by it
    """Once a day and process. The write lock is held for as long as a sample takes."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {_ROWS}")
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA analysis_limit = 0")
