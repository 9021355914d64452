"""Days off and working days: what is announced, what was typed in, and what nobody knows yet."""

from datetime import date

import pytest

from partywork.holidays.announced import DayKind, is_announced
from partywork.holidays.days import Days, days_for
from partywork.holidays.models import HolidayNotice
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org

UNKNOWN = 2099
NOTICE = HolidayNotice(
    year=UNKNOWN, off={"2099-10-01": "国庆节", "2099-10-02": "国庆节"}, worked=["2099-10-10"]
)  # a Thursday, a Friday; a Saturday


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 14), DayKind(False, "调休上班")),  # a Saturday on which people work
        (date(2026, 2, 17), DayKind(True, "春节放假")),
        (date(2026, 2, 20), DayKind(True, "春节调休")),
        (date(2026, 5, 6), DayKind(False)),
        (date(2026, 5, 16), DayKind(True)),  # an ordinary Saturday
        (date(2099, 10, 1), DayKind(False)),  # not announced: a Thursday
        (date(2099, 10, 3), DayKind(True)),
    ],
)
def test_holidays_and_adjusted_workdays(day, kind):
    assert Days().kind(day) == kind


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2099, 10, 1), DayKind(True, "国庆节放假")),
        (date(2099, 10, 3), DayKind(True)),  # a Saturday the notice does not name
        (date(2099, 10, 10), DayKind(False, "调休上班")),
        (date(2099, 10, 12), DayKind(False)),
        (date(2026, 10, 1), DayKind(True, "国庆节放假")),  # by the announcement
    ],
)
def test_a_notice_tells_of_a_year_that_is_not_announced(day, kind):
    assert Days([NOTICE]).kind(day) == kind


def test_which_years_are_known():
    assert (is_announced(2026), is_announced(UNKNOWN)) == (True, False)
    assert [Days([NOTICE]).is_known(year) for year in (2026, UNKNOWN, UNKNOWN + 1)] == [True, True, False]


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2026, 5, 12), date(2026, 5, 12), 0),
        (date(2026, 5, 12), date(2026, 5, 11), 0),  # entered before it happened
        (date(2026, 5, 12), date(2026, 5, 13), 1),
        (date(2026, 5, 15), date(2026, 5, 17), 0),  # over a weekend
        (date(2026, 5, 15), date(2026, 5, 20), 3),
        (date(2026, 2, 13), date(2026, 2, 24), 2),  # 14 February is worked, 15 to 23 are off
        (date(2025, 12, 31), date(2026, 1, 5), 2),  # 1 to 3 January are off, the 4th is worked
        (date(2024, 2, 28), date(2024, 3, 1), 2),  # 29 February is a day like any other
    ],
)
def test_working_days_between_event_and_entry(first, last, number):
    assert Days().workdays_after(first, last) == number


def test_working_days_over_whole_years_are_those_of_every_day():
    days = Days([NOTICE])
    first, last = date(2097, 12, 30), date(2100, 1, 5)
    one_by_one = sum(
        not days.kind(date.fromordinal(n)).is_off for n in range(first.toordinal() + 1, last.toordinal() + 1)
    )
    assert days.workdays_after(first, last) == one_by_one


@pytest.mark.django_db
def test_the_nearest_notice_holds_and_a_stranger_s_does_not(django_assert_num_queries):
    root = make_org(kind=OrgKind.COMMITTEE)
    branch, other = make_org(root), make_org(root)
    for org, name in ((root, "县里"), (branch, "支部"), (make_org(), "别处")):
        HolidayNotice.objects.create(org=org, year=UNKNOWN, source="通知", off={"2099-10-01": name})
    day = date(2099, 10, 1)
    with django_assert_num_queries(2):
        assert days_for(branch, day).kind(day).name == "支部放假"
    assert days_for(other, day).kind(day).name == "县里放假"
