"""The demo office, made once for every test of this folder and rolled back afterwards."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The lines that the command printed."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", scale="street", verbosity=0, stdout=out)
        yield out.getvalue().splitlines()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_the_demo(demo: list[str], db: None) -> None:
    """Each test in a savepoint of its own inside the demo."""
