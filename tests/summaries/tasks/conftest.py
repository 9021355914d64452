"""A committee that asks two branches, one of which has people who log in; made once."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from partywork.access.permissions import Role
from partywork.accounts.models import User
from summaries.tasks.models import SummaryTask, TaskReply
from tests.factories.orgs import make_user
from tests.factories.tasks import make_task
from tests.summaries.office import Office, make_office


@dataclass(frozen=True)
class World:
    office: Office
    manager: User
    secretary: User
    task_pk: int


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        office = make_office()
        manager, secretary = make_user(office.root, Role.MANAGER), make_user(office.steady)
        task = make_task(office.root, manager, office.steady, office.lagging)
        yield World(office, manager, secretary, task.pk)
        transaction.set_rollback(True)


@pytest.fixture
def office(world: World, db: None) -> Office:
    return world.office


@pytest.fixture
def task(world: World, db: None) -> SummaryTask:
    return SummaryTask.objects.get(pk=world.task_pk)


@pytest.fixture
def reply(task: SummaryTask, office: Office) -> TaskReply:
    """What the branch with a secretary is asked."""
    return task.replies.select_related("task__org", "org").get(org=office.steady)
