"""A month's number is the catalogue's figure of that month, over the units that were below then."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from partywork.common.periods import HalfYear, Month, parse_days
from partywork.measures.declarations import Request
from partywork.measures.evaluate import evaluate
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.orgs.queries import scope_of_org
from partywork.pictures.choosing import USUAL, drawable
from partywork.pictures.trends import EMPTY, picture_of, trends_of
from tests.charts.reading import texts
from tests.factories.declared import make_declared, make_start
from tests.factories.meetings import make_meeting
from tests.pictures.offices import TODAY, make_office

pytestmark = pytest.mark.django_db
HALF = HalfYear(2026, 1)
WINDOW = Window(HALF, TODAY)


@pytest.fixture
def office():
    return make_office()


def numbers(org, code, window=WINDOW):
    (trend,) = trends_of(org, window, [code])
    return [point.value.number if point.value else None for point in trend.points]


# A count, a sum, heads, rates, stocks, money, of branches, of each branch, with days in its conditions.
SOME = (
    *USUAL, "meeting.all.people", "visit.objects", "member.women_rate", "rect.open", "rect.overdue", "dues.received",
    "dues.balance", "meeting.committee.regular", "meeting.theme_day.mean",
)  # fmt: skip


def test_a_months_number_is_the_catalogues_of_that_month(office):
    found = trends_of(office.root, WINDOW, SOME)
    for index, month in enumerate(HALF.months[:5]):
        own = Window(month, TODAY)
        values = evaluate([Request(code) for code in SOME], scope_of_org(office.root, own.on), own)
        assert [trend.points[index].value for trend in found] == [values[Request(code)] for code in SOME]


def test_a_unit_that_came_later_counts_from_then_on(office):
    assert numbers(office.root, "meeting.committee.count") == [1, 1, 1, 3, 3, None]
    assert numbers(office.late, "meeting.committee.count") == [None, None, 0, 1, 1, None]


def test_a_month_is_told_as_it_stood_at_its_end(office):
    """February's dues came in April: they are missing in February's rate for good."""
    assert numbers(office.branch, "dues.rate") == [100, 0, 0, None, None, None]
    assert numbers(office.branch, "member.total") == [4, 4, 4, 4, 4, None]


def test_what_was_declared_is_part_of_its_month_and_is_said(office):
    make_start(office.branch, office.by, date(2026, 3, 10))
    days = (date(2026, 2, 1), date(2026, 2, 28))
    make_declared(office.branch, office.by, "走访次数", 6, days)
    (trend,) = trends_of(office.branch, WINDOW, ["visit.count"])
    assert numbers(office.branch, "visit.count")[:3] == [0, 6, 1]
    assert picture_of(trend, "k").note == "其中填报6次，没有逐条记录"


def test_each_point_leads_to_the_records_of_its_month(office):
    (trend,) = trends_of(office.root, WINDOW, ["meeting.committee.count"])
    for point in trend.points[:5]:
        asked = {key: value for key, (value,) in parse_qs(urlsplit(point.url).query).items()}
        window = Window(parse_days(asked["period"]), date.fromisoformat(asked["on"]))
        request = parse_request(asked["figure"])
        assert asked["of"] == office.root.code
        assert evaluate([request], scope_of_org(office.root, window.on), window)[request] == point.value


def test_the_table_has_the_numbers_of_the_drawing(office):
    (trend,) = trends_of(office.root, WINDOW, ["meeting.committee.count"])
    picture = picture_of(trend, "k")
    assert [[cell.text for cell in row] for row in picture.rows] == [
        [f"2026年{month}月", number] for month, number in zip(range(1, 6), "11133", strict=True)
    ]
    assert texts(picture.svg)[-5:] == list("11133")
    assert [row[1].url for row in picture.rows] == [point.url for point in trend.points[:5]]


def test_a_rate_of_nothing_has_no_point_and_leads_nowhere(office):
    (trend,) = trends_of(office.late, WINDOW, ["dues.rate"])
    picture = picture_of(trend, "k")
    assert texts(picture.svg) == [EMPTY]
    assert [(row[1].text, row[1].url) for row in picture.rows] == [("—", "")] * 3


def test_one_query_a_source_where_the_same_units_were_below(office, django_assert_num_queries):
    """Placements twice, what was declared once; meetings, visits, dues paid and dues owed; and training twice a month.

    More records change nothing, nor do six months for one but for the training hours.
    """
    with django_assert_num_queries(8):
        trends_of(office.branch, Window(Month(2026, 3), TODAY), USUAL)
    for day in (13, 14):
        make_meeting(office.branch, office.by, date(2026, 2, day))
    with django_assert_num_queries(6 + 2 * 5):
        trends_of(office.branch, Window(HalfYear(2026, 1), TODAY), USUAL)


def test_where_units_came_and_went_the_queries_are_bounded_by_the_times(office, django_assert_num_queries):
    """As many as three times the one: before March, in March, from April on; and training twice a month."""
    with django_assert_num_queries(2 + 3 * 4 + 2 * 5):
        trends_of(office.root, WINDOW, USUAL)


def test_a_period_to_come_asks_nothing(office, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = trends_of(office.branch, Window(HalfYear(2027, 1), TODAY), USUAL)
    assert {point.value for trend in found for point in trend.points} == {None}


def test_the_usual_figures_can_be_drawn():
    assert set(USUAL) <= {measure.code for measure in drawable()}
