"""One office with one report for all tests of the editor: compiling it takes longer than any of them."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from partywork.access.permissions import Role
from partywork.accounts.models import User
from summaries.reports.models import Report
from tests.factories.orgs import make_user
from tests.factories.summaries import make_report
from tests.summaries.office import Office, make_office


@pytest.fixture(scope="package")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Office, User, int]]:
    """The office, the manager who writes, the report; rolled back after the last test of the folder."""
    with django_db_blocker.unblock(), transaction.atomic():
        office = make_office()
        manager = make_user(office.root, Role.MANAGER)
        yield office, manager, make_report(office.root, manager).pk
        transaction.set_rollback(True)


@pytest.fixture
def office(kept, db):
    """Each test in a savepoint of its own inside the office."""
    return kept[0]


@pytest.fixture
def report(kept, db):
    return Report.objects.get(pk=kept[2])


@pytest.fixture
def manager(kept, db, client):
    """The manager who writes the report, signed in."""
    client.force_login(kept[1])
    return kept[1]
