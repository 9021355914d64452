"""One made-up office for all tests of the check: made once, rolled back afterwards."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from partywork.visits.enums import ObjectKind
from partywork.worklog.actions import Lines
from summaries.compile import compile_report
from summaries.facts import Facts
from tests.factories.members import make_member
from tests.factories.plans import make_indicator, make_plan, make_value
from tests.factories.rectification import make_item
from tests.factories.visits import make_visit
from tests.factories.worklog import make_work
from tests.summaries.office import Office, make_office, order


@pytest.fixture(scope="package")
def office(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Office]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_office()
        by = made.by
        for name in ("周小禾", "沈青", "陆远山", "顾月白", "程野", "秦疏桐", "叶知秋"):
            make_member(made.steady, by, name=name)
        make_visit(made.steady, by, date(2026, 2, 3), object_kind=ObjectKind.HARDSHIP_RESIDENT, object_name="李秀兰")
        make_visit(made.steady, by, date(2026, 2, 4), object_kind=ObjectKind.HARDSHIP_RESIDENT, object_name="独居老人")
        make_work(made.steady, by, date(2026, 3, 5), people=28, lines=Lines())
        make_plan(made.root, by, date(2026, 9, 30), text="完成青禾第二社区党支部换届")
        make_value(make_indicator(made.root, by), by, date(2026, 5, 8), 12_500)
        for day in (5, 6, 7):
            make_item(made.root, by, date(2026, 3, day))
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_the_office(office: Office, db: None) -> None:
    """Each test in a savepoint of its own inside the office."""


@pytest.fixture(scope="package")
def facts(office: Office, django_db_blocker: DjangoDbBlocker) -> Facts:
    """The office's figures, evaluated once."""
    with django_db_blocker.unblock():
        return compile_report(order(office.root))[1]
