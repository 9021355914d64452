"""Every figure in two periods."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.common.periods import HalfYear, Month, Quarter
from partywork.measures.window import Window
from partywork.meetings.enums import MeetingKind
from summaries.lifecycle.periods import compare_periods, same_day
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

H1, LAST = HalfYear(2026, 1), HalfYear(2025, 1)
PAGE = "summaries:periods"


@pytest.mark.parametrize(
    ("day", "period", "other", "there"),
    [
        (date(2026, 6, 30), H1, LAST, date(2025, 6, 30)),
        (date(2026, 6, 20), H1, LAST, date(2025, 6, 20)),
        (date(2026, 5, 31), H1, HalfYear(2025, 2), date(2025, 11, 30)),
        (date(2026, 2, 28), H1, HalfYear(2025, 2), date(2025, 8, 31)),
        (date(2026, 7, 9), H1, LAST, date(2025, 6, 30)),
        (date(2024, 2, 29), Month(2024, 2), Month(2023, 2), date(2023, 2, 28)),
        (date(2026, 5, 15), Quarter(2026, 2), Quarter(2026, 1), date(2026, 2, 15)),
    ],
)
def test_both_periods_are_taken_equally_far(day, period, other, there):
    assert same_day(day, period, other) == there


@pytest.fixture(autouse=True)
def summer():
    with time_machine.travel("2026-07-10 10:00+08:00", tick=False):
        yield


@pytest.fixture
def branch(db):
    branch = make_org(name="青禾支部")
    by = make_user(branch)
    for month in (1, 2, 3):
        make_meeting(branch, by, date(2026, month, 10), MeetingKind.COMMITTEE, present=3, expected=4)
    for month in (1, 2):
        make_meeting(branch, by, date(2025, month, 10), MeetingKind.COMMITTEE, present=3, expected=3)
    make_meeting(branch, by, date(2026, 4, 10), MeetingKind.LECTURE)
    return branch


def rows(branch):
    this, other = Window(H1, date(2026, 6, 30)), Window(LAST, date(2025, 6, 30))
    return {row.name: row for _, inside in compare_periods(branch, this, other) for row in inside}


def test_difference_and_percent_where_they_mean_something(branch):
    found = rows(branch)
    committee, lecture = found["支委会次数"], found["党课次数"]
    assert (committee.this, committee.other, committee.difference_words, committee.change_words) == (
        "3", "2", "+1", "+50%",
    )  # fmt: skip
    assert (lecture.this, lecture.other, lecture.difference, lecture.change_words) == ("1", "0", Decimal(1), "")
    rates = [row for row in found.values() if row.measure.unit == "%" and row.difference]
    assert len(rates) > 0
    assert {row.change for row in rates} == {None}
    assert all(row.difference_words.endswith("个百分点") for row in rates)
    assert "志愿服务次数" not in found  # nothing in either period


def test_the_parts_of_a_breakdown_are_figures_of_their_own_and_add_up(branch):
    found = rows(branch)
    parts = [row for name, row in found.items() if name.startswith("议题构成·")]
    assert len(parts) > 0
    for side in ("this_exact", "other_exact"):
        assert sum(getattr(row, side) for row in parts) == getattr(found["议题数"], side)


def test_the_page_shows_each_figure_with_its_records_and_goes_out_as_a_workbook(branch, client, settings):
    client.force_login(make_user(branch))
    query = {"period": "2026H1", "other": "2025H1"}
    page = client.get(reverse(PAGE), query)
    assert page.status_code == 200
    shown = {row.name: row for _, inside in page.context["found"] for row in inside}
    assert client.get(shown["支委会次数"].this_url).context["count_text"] == "共 3 条"
    assert client.get(shown["支委会次数"].other_url).context["count_text"] == "共 2 条"
    content = client.get(reverse(PAGE) + page.context["export_url"]).content
    cells = {row[1]: row[3:7] for row in load_workbook(BytesIO(content))["两期对比"].iter_rows(values_only=True)}
    assert cells["支委会次数"] == (3, 2, 1, 0.5)
    assert cells["党课次数"] == (1, 0, 1, None)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"period": "2026H1", "other": "2026-07"}, "两个期间的长短要一样"),
        ({"period": "2026H1", "other": "2026H1"}, "请选另一个期间"),
    ],
)
def test_what_cannot_be_compared_is_refused(branch, client, given, words):
    client.force_login(make_user(branch))
    page = client.get(reverse(PAGE), given)
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_another_units_figures_stay_closed_and_a_reader_reads_but_does_not_export(branch, client):
    client.force_login(make_user(make_org()))
    assert client.get(reverse(PAGE), {"org": branch.pk}).status_code == 422
    client.force_login(make_user(branch, Role.READER))
    page = client.get(reverse(PAGE))
    assert (page.status_code, page.context["export_url"]) == (200, "")
    assert client.get(reverse(PAGE), {"export": "xlsx"}).status_code == 403
