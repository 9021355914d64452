"""Earlier years touch no figure of this one, the next record stands behind them, and what needs them runs last."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from partywork.common.periods import HalfYear
from partywork.dues.models import DuesMonth
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.meetings.models import Meeting, Topic
from partywork.orgs.queries import scope_of_org
from summaries.facts import catalogue
from tests.benchmarks import timing
from tests.benchmarks.families import families, ten_years
from tests.benchmarks.places import Place
from tests.benchmarks.years import RECORDS, add_earlier_years, has_earlier_years
from tests.factories.dues import make_month
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.summaries.office import make_office

ON = date(2026, 6, 30)


@pytest.mark.django_db
def test_earlier_years_touch_no_figure_of_this_one() -> None:
    branch = make_org()
    by = make_user(branch)
    make_meeting(branch, by, date(2026, 4, 1))
    make_month(make_member(branch, by), by, 202604)
    window = Window(HalfYear(2026, 1), ON)
    before = evaluate(catalogue(), scope_of_org(branch, ON), window)
    assert not has_earlier_years(Meeting, ON, 2)
    rows = add_earlier_years(dict.fromkeys(RECORDS, branch), ON, 2)
    assert {model: number for model, number in rows.items() if number} == {Meeting: 2, Topic: 2, DuesMonth: 2}
    days = Meeting.objects.order_by("date").values_list("date", "half", "month")
    assert list(days) == [(date(year, 4, 1), year * 10 + 1, year * 100 + 4) for year in (2024, 2025, 2026)]
    months = DuesMonth.objects.order_by("month").values_list("month", "due_on", "paid_month")
    assert list(months) == [
        (202404, date(2024, 4, 30), 202404), (202504, date(2025, 4, 30), 202504), (202604, date(2026, 4, 30), None),
    ]  # fmt: skip
    topics = Topic.objects.order_by("meeting__date").values_list("meeting__date__year", "text")
    assert list(topics) == [(year, Topic.objects.latest("pk").text) for year in (2024, 2025, 2026)]
    assert has_earlier_years(Meeting, ON, 2)
    assert evaluate(catalogue(), scope_of_org(branch, ON), window) == before


@pytest.mark.django_db
def test_only_what_lies_below_the_unit_has_earlier_years_and_the_next_record_stands_behind_them() -> None:
    office = make_office()
    meetings = Meeting.objects.filter(org=office.steady).count()
    assert add_earlier_years({Meeting: office.steady}, ON, 3) == {Meeting: 3 * meetings}
    assert set(Meeting.objects.filter(half__lt=20261).values_list("org", flat=True)) == {office.steady.pk}
    latest = Meeting.objects.latest("pk").pk
    assert make_meeting(office.steady, office.by, date(2026, 6, 1)).pk > latest


@pytest.fixture
def counted_anew() -> Iterator[None]:
    """Afterwards SQLite plans again as for the other tests: by nothing that was counted."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("counted_anew")
def test_a_year_against_ten_and_on_a_kept_database_ten_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ten_years, "LAPS", 1)
    monkeypatch.setattr(timing.gc, "collect", lambda: 0)  # half a second each among all that tests have loaded
    office = make_office()
    for org in (office.steady, office.lagging):
        make_user(org)
    place = Place("street", office.root, office.steady, office.lagging, HalfYear(2026, 1))
    first, second = ([each.as_dict() for each in ten_years.benchmarks(place)] for _ in range(2))
    assert [each["work"] for each in first] == [
        "会议列表第一页，全部单位", "会议列表翻到一半，全部单位", "会议列表第一页，一个中间单位",
        "会议列表翻到一半，一个中间单位", "会议列表第一页，一个支部", "会议列表翻到一半，一个支部",
        "半年的全部指标，青禾第一社区党支部", "半年的全部指标，青禾第二社区党支部",
    ]  # fmt: skip
    assert {(each["note"], *(way["way"] for way in each["ways"]), len(each["goals"])) for each in first} == {
        ("", "十年", "一年", 1)
    }
    assert {(each["note"], *(way["way"] for way in each["ways"]), len(each["goals"])) for each in second} == {
        (ten_years.KEPT, "十年", 0)
    }
    assert _counted() == Meeting.objects.count()


def _counted() -> int:
    """How many meetings the database plans with."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'partywork_meeting'")
        else:
            cursor.execute("SELECT CAST(stat AS integer) FROM sqlite_stat1 WHERE idx = 'meeting_list'")
        return int(cursor.fetchone()[0])


def test_the_family_that_leaves_earlier_years_behind_runs_last() -> None:
    assert families()[-1].name == "ten_years"
