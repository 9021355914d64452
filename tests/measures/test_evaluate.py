"""The engine: figures over meetings, in one query a source."""

from datetime import date
from decimal import Decimal

import pytest

from partywork.common.periods import HalfYear, Month
from partywork.measures.declarations import Request
from partywork.measures.evaluate import evaluate, evaluate_by
from partywork.measures.evidence import evidence
from partywork.measures.lookup import UnknownFigure, parse_request, show_request
from partywork.measures.window import Window
from partywork.meetings.enums import LecturerRank, MeetingKind
from partywork.meetings.lines import Lines
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
WINDOW = Window(HalfYear(2026, 1), date(2026, 6, 30))
COMMITTEE, GENERAL, LECTURE, THEME = (
    MeetingKind.COMMITTEE,
    MeetingKind.GENERAL,
    MeetingKind.LECTURE,
    MeetingKind.THEME_DAY,
)


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    first, second = make_org(root), make_org(root)
    by = make_user(first)
    for month in range(1, 7):
        make_meeting(first, by, date(2026, month, 10), COMMITTEE, present=3, expected=3)
    make_meeting(second, by, date(2026, 3, 5), COMMITTEE, present=2, expected=4)
    make_meeting(
        first, by, date(2026, 4, 1), GENERAL, LECTURE, THEME, lecturer_rank=LecturerRank.SECRETARY, tag="进社区"
    )
    make_meeting(first, by, date(2025, 12, 31), COMMITTEE)
    return root, first, second


def value(text: str, org, window=WINDOW):
    request = parse_request(text)
    return evaluate([request], scope_of_org(org, window.on), window)[request]


def test_counts_one_gathering_once_for_each_of_its_kinds(office):
    root, _, second = office
    assert [value(f"{kind.label}次数", root).number for kind in (COMMITTEE, GENERAL, LECTURE, THEME)] == [7, 1, 1, 1]
    assert value("组织生活次数", root).number == 8
    assert value("支委会次数", second).number == 1


def test_sums_rates_and_distinct_values(office):
    root, _, second = office
    assert value("支委会参加人次", root).number == 20
    assert value("组织生活参加率", second).number == Decimal("50.0")
    assert value("开展组织生活的支部数", root).number == 2


def test_per_branch_figures_include_the_branch_with_none(office):
    root, first, second = office
    assert value("各支部支委会最少次数", root).number == 1
    assert value("支部平均支委会次数", root).number == Decimal("3.5")
    regular = value("每月召开支委会的支部数", root)
    assert (regular.number, regular.whole) == (1, 2)
    assert regular.per_org == {first.pk: 6, second.pk: 1}
    assert regular.due == {first.pk: 6, second.pk: 6}


def test_a_month_cut_by_the_data_date_is_not_owed(office):
    root, first, _ = office
    window = Window(HalfYear(2026, 1), date(2026, 6, 5))
    assert value("每月召开支委会的支部数", root, window).due[first.pk] == 5


def test_breakdown_parts_add_up_to_the_total(office):
    root, *_ = office
    ranks = value("党课主讲人构成", root)
    assert (ranks.number, [(part.label, part.number) for part in ranks.parts]) == (1, [("支部书记", 1)])
    topics = value("议题构成", root)
    assert (topics.number, [(part.label, part.number) for part in topics.parts]) == (8, [("未填", 8)])


def test_tags_and_dimensions_narrow(office):
    root, *_ = office
    assert value("组织生活次数#进社区", root).number == 1
    assert value("组织生活次数@主题党日", root).number == 1
    assert show_request(parse_request("组织生活次数#进社区@主题党日")) == "组织生活次数#进社区@类型=主题党日"


def test_unknown_names_say_what_may_be_meant():
    with pytest.raises(UnknownFigure, match=r"是不是：.*支委会次数"):
        parse_request("支委会次")


def test_evidence_is_what_was_counted(office):
    root, *_ = office
    request = parse_request("支委会次数")
    rows = evidence(request, scope_of_org(root, WINDOW.on), WINDOW)
    assert rows.count() == 7


def test_by_organisation_and_by_month_add_up(office):
    root, first, second = office
    request = parse_request("支委会次数")
    scope = scope_of_org(root, WINDOW.on)
    by_org = evaluate_by([request], scope, WINDOW, "org")[request]
    assert {org: v.number for org, v in by_org.items()} == {first.pk: 6, second.pk: 1}
    by_month = evaluate_by([request], scope, WINDOW, "month")[request]
    assert {month: v.number for month, v in by_month.items()} == {
        202601: 1, 202602: 1, 202603: 2, 202604: 1, 202605: 1, 202606: 1,
    }  # fmt: skip


def test_future_period_gives_zero_and_no_event(office):
    root, *_ = office
    window = Window(HalfYear(2027, 1), date(2026, 7, 1))
    assert value("支委会次数", root, window).number == 0
    assert value("组织生活会日期", root, window).number is None


@pytest.mark.parametrize("copies", [1, 3])
def test_one_query_a_source_whatever_the_rows(office, copies, django_assert_num_queries):
    root, first, _ = office
    by = make_user(first)
    for day in range(1, copies + 1):
        make_meeting(first, by, date(2026, 5, day), COMMITTEE, lines=Lines(topics=[("议题", "")]))
    requests = [Request("meeting.committee.count"), Request("meeting.general.people"), Request("meeting.life.rate")]
    scope = scope_of_org(root, WINDOW.on)
    with django_assert_num_queries(2):  # and what was declared
        evaluate(requests, scope, WINDOW)


def test_a_committees_own_theme_day_makes_it_no_branch(office):
    root, *_ = office
    make_meeting(root, make_user(root), date(2026, 5, 5), THEME)
    assert value("组织生活次数", root).number == 9
    assert value("开展组织生活的支部数", root).number == 2


def test_where_no_whole_period_was_due_there_is_no_figure(office):
    """A single month has no whole quarter: 0 branches would blame everyone."""
    root, *_ = office
    month = Window(Month(2026, 3), date(2026, 6, 30))
    assert value("每季度召开党员大会的支部数", root, month).number is None
