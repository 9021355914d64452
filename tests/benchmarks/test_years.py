"""Earlier years are there for a while, touch no figure of this one, and are gone again."""

from datetime import date

import pytest

from partywork.common.periods import HalfYear
from partywork.dues.models import DuesMonth
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.meetings.models import Meeting
from partywork.orgs.queries import scope_of_org
from summaries.facts import catalogue
from tests.benchmarks.years import earlier_years
from tests.factories.dues import make_month
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


def test_earlier_years_come_and_go() -> None:
    branch = make_org()
    by, on = make_user(branch), date(2026, 6, 30)
    make_meeting(branch, by, date(2026, 4, 1))
    make_month(make_member(branch, by), by, 202604)
    window = Window(HalfYear(2026, 1), on)
    before = evaluate(catalogue(), scope_of_org(branch, on), window)
    with earlier_years(branch, on, 2) as rows:
        assert rows == 6  # the meeting, its topic and the month, twice
        days = Meeting.objects.order_by("date").values_list("date", "half", "month")
        assert list(days) == [(date(year, 4, 1), year * 10 + 1, year * 100 + 4) for year in (2024, 2025, 2026)]
        months = DuesMonth.objects.order_by("month").values_list("month", "due_on", "paid_month")
        assert list(months) == [
            (202404, date(2024, 4, 30), 202404), (202504, date(2025, 4, 30), 202504), (202604, date(2026, 4, 30), None),
        ]  # fmt: skip
        assert evaluate(catalogue(), scope_of_org(branch, on), window) == before
    assert (Meeting.objects.count(), DuesMonth.objects.count()) == (1, 1)
