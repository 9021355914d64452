"""A block whose writes are all taken back at its end, so that a test can start twice from nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def emptied() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
