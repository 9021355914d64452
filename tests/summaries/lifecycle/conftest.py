"""An office with a manager above, and a branch with one report ready to be signed and one frozen; made once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from partywork.access.permissions import Role
from partywork.accounts.models import User
from summaries.reports.models import Report, ReportState
from tests.factories.lifecycle import make_report_in
from tests.factories.orgs import make_user
from tests.summaries.office import Office, make_office


@dataclass(frozen=True)
class Staff:
    manager: User
    secretary: User
    organiser: User


@dataclass(frozen=True)
class World:
    office: Office
    staff: Staff
    signing_pk: int
    frozen_pk: int


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        office = make_office()
        people = Staff(
            make_user(office.root, Role.MANAGER), make_user(office.steady), make_user(office.steady, Role.ORGANISER)
        )
        signing = make_report_in(ReportState.SIGNING, office.steady, people.secretary)
        frozen = make_report_in(ReportState.FROZEN, office.steady, people.secretary, data_date=date(2026, 6, 29))
        yield World(office, people, signing.pk, frozen.pk)
        transaction.set_rollback(True)


@pytest.fixture
def office(world: World, db: None) -> Office:
    return world.office


@pytest.fixture
def staff(world: World) -> Staff:
    return world.staff


@pytest.fixture
def signing(world: World, db: None) -> Report:
    """The branch's report, everything decided and answered for, waiting for the signature."""
    return Report.objects.get(pk=world.signing_pk)


@pytest.fixture
def frozen_report(world: World, db: None) -> Report:
    """Another report of the branch, frozen, with a data date a day earlier."""
    return Report.objects.get(pk=world.frozen_pk)
