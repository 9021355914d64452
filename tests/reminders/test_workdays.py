"""Quiet days: weekends and public holidays, but not adjusted workdays; what is weekly comes on the first workday."""

from datetime import date

import pytest

from partywork.holidays.models import HolidayNotice
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from partywork.reminders.enums import HowOften
from partywork.reminders.workdays import Workdays
from tests.factories.orgs import make_org

DAILY, WEEKLY, NEVER = HowOften.DAILY, HowOften.WEEKLY, HowOften.NEVER


@pytest.mark.parametrize(
    ("on", "daily", "weekly"),
    [
        (date(2026, 5, 11), True, True),  # a Monday
        (date(2026, 5, 12), True, False),
        (date(2026, 5, 16), False, False),  # a Saturday
        (date(2026, 2, 14), True, False),  # a Saturday on which people work
        (date(2026, 2, 16), False, False),  # 春节, a Monday
        (date(2026, 2, 23), False, False),  # the last day off, a Monday
        (date(2026, 2, 24), True, True),  # the first workday of its week
        (date(2026, 2, 25), True, False),
        (date(2026, 10, 1), False, False),
        (date(2026, 10, 8), True, True),  # a Thursday after the long holiday
    ],
)
def test_days_as_they_are_announced(on, daily, weekly):
    org = Organisation()  # whose own calendar is not asked in an announced year
    assert (Workdays(on).is_due(DAILY, org), Workdays(on).is_due(WEEKLY, org)) == (daily, weekly)
    assert not Workdays(on).is_due(NEVER, org)


@pytest.mark.django_db
def test_in_a_year_nobody_announced_the_units_own_notice_holds():
    root = make_org(kind=OrgKind.COMMITTEE)
    branch, other = make_org(root), make_org()
    HolidayNotice.objects.create(
        org=root, year=2099, source="通知", off={"2099-10-05": "国庆节"}, worked=["2099-10-10"]
    )
    days = {day: Workdays(date(2099, 10, day)) for day in (5, 6, 10)}
    assert [days[day].is_due(DAILY, branch) for day in (5, 6, 10)] == [False, True, True]
    assert [days[day].is_due(WEEKLY, branch) for day in (5, 6, 10)] == [False, True, False]
    assert [days[day].is_due(DAILY, other) for day in (5, 6, 10)] == [True, True, False]
