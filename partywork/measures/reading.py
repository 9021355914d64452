"""Reading many figures from one state of the database: two of them never contradict each other.

While others write, each query alone would see what was saved in between; text, tables and checks of one report
would then disagree.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def consistent_read() -> Iterator[None]:
    """Everything read inside is as of one moment. Writers are not held up, and are not waited for.

    For reading only: what is written inside may fail because another writer was quicker. Inside a transaction it
    joins that one: the outermost decides what is seen, and an action holds the state it writes to anyway.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _deferred(), transaction.atomic():
            yield


@contextmanager
def _deferred() -> Iterator[None]:
    """SQLite: the next transaction takes a snapshot with its first query and no lock against writers."""
    connection.ensure_connection()
    usual = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]
