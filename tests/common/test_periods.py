"""Periods tile the calendar, name themselves, and read themselves back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.common.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    HalfYear,
    Month,
    Period,
    Quarter,
    Span,
    Year,
    add_months,
    half_of,
    latest_start,
    month_of,
    months_between,
    parse_period,
    period_of,
)
from tests.common.refusals import refusal

days = st.dates(date(FIRST_YEAR + 2, 1, 1), date(LAST_YEAR - 2, 12, 31))
kinds = st.sampled_from(["month", "quarter", "half", "year"])
periods = st.builds(period_of, days, kinds)


@pytest.mark.parametrize(
    ("period", "code", "label", "start", "end", "halves", "count"),
    [
        (Month(2026, 5), "2026-05", "2026年5月", date(2026, 5, 1), date(2026, 5, 31), (20261,), 1),
        (Month(2028, 2), "2028-02", "2028年2月", date(2028, 2, 1), date(2028, 2, 29), (20281,), 1),
        (Quarter(2026, 2), "2026Q2", "2026年第二季度", date(2026, 4, 1), date(2026, 6, 30), (20261,), 3),
        (Quarter(2026, 3), "2026Q3", "2026年第三季度", date(2026, 7, 1), date(2026, 9, 30), (20262,), 3),
        (HalfYear(2026, 1), "2026H1", "2026年上半年", date(2026, 1, 1), date(2026, 6, 30), (20261,), 6),
        (HalfYear(2026, 2), "2026H2", "2026年下半年", date(2026, 7, 1), date(2026, 12, 31), (20262,), 6),
        (Year(2026), "2026", "2026年", date(2026, 1, 1), date(2026, 12, 31), (20261, 20262), 12),
    ],
)
def test_a_period_says_what_it_is(period, code, label, start, end, halves, count):
    assert (period.code, period.label, str(period)) == (code, label, label)
    assert (period.start, period.end, period.halves, len(period.months)) == (start, end, halves, count)


def test_months_of_a_half_year():
    assert HalfYear(2026, 2).months == tuple(Month(2026, number) for number in (7, 8, 9, 10, 11, 12))


@pytest.mark.parametrize(
    ("period", "previous", "following", "last_year"),
    [
        (Month(2026, 1), Month(2025, 12), Month(2026, 2), Month(2025, 1)),
        (Quarter(2026, 4), Quarter(2026, 3), Quarter(2027, 1), Quarter(2025, 4)),
        (HalfYear(2026, 1), HalfYear(2025, 2), HalfYear(2026, 2), HalfYear(2025, 1)),
        (Year(2026), Year(2025), Year(2027), Year(2025)),
    ],
)
def test_neighbours(period, previous, following, last_year):
    assert (period.previous, period.next, period.last_year) == (previous, following, last_year)


@given(periods)
def test_the_code_reads_back_as_the_same_period(period: Period):
    assert parse_period(period.code) == period


@given(periods)
def test_periods_of_a_kind_tile_the_calendar(period: Period):
    assert period.next.start == period.end + timedelta(days=1)
    assert period.next.previous == period


@given(days, kinds)
def test_a_day_lies_in_its_period_and_in_no_neighbour(day, kind):
    period = period_of(day, kind)
    assert [one.contains(day) for one in (period.previous, period, period.next)] == [False, True, False]


@given(days)
def test_half_and_month_numbers_are_those_of_the_periods(day):
    half, month = period_of(day, "half"), period_of(day, "month")
    assert (half_of(day),) == half.halves == month.halves
    assert month_of(day) == month.year * 100 + month.number


@given(periods)
def test_the_months_of_a_period_cover_it_exactly(period: Period):
    months = period.months
    assert (months[0].start, months[-1].end) == (period.start, period.end)
    assert [one.next for one in months[:-1]] == list(months[1:])


@pytest.mark.parametrize("text", ["2026h1", " 2026H1 ", "2026H1\n"])
def test_reading_forgives_case_and_blanks(text):
    assert parse_period(text) == HalfYear(2026, 1)


def test_a_month_without_leading_zero_is_read():
    assert parse_period("2026-5") == Month(2026, 5)


@pytest.mark.parametrize("text", ["", "上半年", "26H1", "2026H", "2026-", "2026/05", "2026H11", "２０２６"])
def test_an_unknown_period_says_what_would_be_right(text):
    assert refusal(parse_period, text) == (
        f"认不出期间“{text}”，请写成 2026（全年）、2026H1（上半年）、2026Q2（第二季度）或 2026-05（月份）。"
    )


@pytest.mark.parametrize("text", ["2026H3", "2026H0", "2026Q5", "2026-13", "2026-00", "0000", "1899H1", "2200"])
def test_a_period_that_does_not_exist_says_so(text):
    assert refusal(parse_period, text) == (
        f"没有“{text}”这个期间，年份应在1900至2199之间，"
        "请写成 2026（全年）、2026H1（上半年）、2026Q2（第二季度）或 2026-05（月份）。"
    )


def test_a_year_has_one_number():
    assert refusal(Year.at, 2026, 2) == "全年的期间序号只能是1。"


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 7), 0, date(2026, 5, 7)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last_one(day, count, expected):
    assert add_months(day, count) == expected


@given(days, st.integers(-24, 24))
def test_adding_months_moves_by_exactly_that_many_months(day, count):
    moved = add_months(day, count)
    assert (moved.year - day.year) * 12 + moved.month - day.month == count
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@given(periods, days)
def test_clipping_keeps_the_days_up_to_the_data_date(period: Period, data_date):
    span = period.clipped(data_date)
    assert span.contains(data_date) == period.contains(data_date)
    assert span.is_empty == (data_date < period.start)
    assert span.days == max(0, (min(period.end, data_date) - period.start).days + 1)


def test_a_clipped_period_knows_its_months_and_halves():
    span = Year(2026).clipped(date(2026, 7, 1))
    assert span == Span(date(2026, 1, 1), date(2026, 7, 1))
    assert (len(span.months), span.months[-1], span.halves) == (7, Month(2026, 7), (20261, 20262))


def test_an_empty_span_has_nothing():
    span = HalfYear(2026, 1).clipped(date(2025, 12, 31))
    assert (span.is_empty, span.days, span.months, span.halves) == (True, 0, (), ())
    assert not span.contains(date(2026, 1, 1))


def test_months_between_two_days():
    assert months_between(date(2025, 12, 31), date(2026, 1, 1)) == (Month(2025, 12), Month(2026, 1))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 2, 28), 1, date(2026, 1, 31)),
        (date(2024, 2, 28), 1, date(2024, 1, 28)),
        (date(2024, 2, 29), 6, date(2023, 8, 31)),
        (date(2026, 3, 28), 1, date(2026, 2, 28)),
        (date(2026, 3, 30), 1, date(2026, 2, 28)),
        (date(2025, 2, 28), 12, date(2024, 2, 29)),
    ],
)
def test_the_latest_start_of_so_many_months(day, count, expected):
    assert latest_start(day, count) == expected


@given(days, days, st.integers(1, 30))
def test_asking_by_the_start_is_asking_by_the_end(begun, day, count):
    assert (begun <= latest_start(day, count)) == (add_months(begun, count) <= day)
