"""From which period on a unit owes that said from which day on it keeps its records here (启用登记)."""

from datetime import date

import pytest

from partywork.compliance.lights import Light
from partywork.orgs.enums import OrgKind
from tests.compliance.reading import lights, owed
from tests.factories.declared import make_start
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 30)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def months(branch):
    found = owed(branch, ON, "committee", since=date(2026, 1, 1))
    return [each.due_on.month for each in found if each.light is Light.OVERDUE]


@pytest.mark.parametrize(
    ("start", "red"),
    [
        (None, [1, 2, 3, 4, 5]),
        (date(2026, 3, 1), [3, 4, 5]),
        (date(2026, 3, 2), [4, 5]),  # whole months only, as for a new branch
        (date(2026, 6, 30), []),
    ],
)
def test_no_month_before_the_start_is_red(branch, by, start, red):
    if start:
        make_start(branch, by, start)
    assert months(branch) == red


@pytest.mark.parametrize(("start", "owing"), [(date(2026, 4, 1), ["2026年第二季度"]), (date(2026, 4, 2), [])])
def test_nor_is_a_quarter_that_was_running(branch, by, start, owing):
    make_start(branch, by, start)
    assert list(lights(branch, ON, "general")) == [f"{quarter}党员大会" for quarter in owing]


def test_of_the_year_that_was_running_the_yearly_duties_are_owed(branch, by):
    make_start(branch, by, date(2026, 4, 2))
    assert list(lights(branch, ON, "life")) == ["2026年组织生活会"]


def test_a_start_outweighs_what_is_on_record_of_the_time_before(branch, by):
    make_meeting(branch, by, date(2025, 5, 8))
    assert "2025年组织生活会" in lights(branch, date(2026, 3, 31), "life")
    make_start(branch, by, date(2026, 1, 1))
    assert list(lights(branch, date(2026, 3, 31), "life")) == ["2026年组织生活会"]
    assert list(lights(branch, date(2026, 1, 15), "committee")) == ["2026年1月支委会"]


def test_a_year_ago_it_had_begun_and_owes_without_anything_on_record(branch, by):
    make_start(branch, by, date(2025, 12, 31))
    assert lights(branch, date(2026, 4, 1), "life")["2025年组织生活会"] is Light.OVERDUE
