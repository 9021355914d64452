"""What meetings settle: 三会一课, the theme day and its fixed day, yearly meetings, training hours."""

from datetime import date

import pytest

from partywork.compliance.lights import Light
from partywork.meetings.enums import MeetingKind
from partywork.members.enums import Stage
from partywork.orgs.enums import ActivityDay, OrgKind
from partywork.orgs.models import PartyGroup, Profile
from partywork.rules.models import Rule
from tests.compliance.reading import lights, one, owed
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 12)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def test_met_overdue_and_open(branch, by):
    make_meeting(branch, by, date(2026, 1, 31), MeetingKind.COMMITTEE, MeetingKind.GENERAL)
    make_meeting(branch, by, date(2026, 3, 1), MeetingKind.COMMITTEE)
    assert lights(branch, ON, "committee", "general") == {
        "2026年1月支委会": Light.MET,
        "2026年2月支委会": Light.OVERDUE,
        "2026年3月支委会": Light.MET,
        "2026年4月支委会": Light.OVERDUE,
        "2026年5月支委会": Light.OPEN,
        "2026年第一季度党员大会": Light.MET,
        "2026年第二季度党员大会": Light.OPEN,
    }


@pytest.mark.parametrize(
    ("on", "light"),
    [
        (date(2026, 2, 20), Light.OPEN),
        (date(2026, 2, 21), Light.SOON),
        (date(2026, 2, 28), Light.SOON),  # a Saturday of an adjusted working week: still the last day
        (date(2026, 3, 1), Light.OVERDUE),
    ],
)
def test_the_last_week_of_a_month_is_amber_and_the_day_after_red(branch, on, light):
    assert one(branch, on, "2026年2月支委会").light is light


def test_february_of_a_leap_year_has_one_day_more(branch):
    assert one(branch, date(2028, 2, 29), "2028年2月支委会").light is Light.SOON
    assert one(branch, date(2028, 3, 1), "2028年2月支委会").due_on == date(2028, 2, 29)


def test_a_quarter_ends_on_its_last_day(branch):
    assert one(branch, date(2026, 3, 31), "2026年第一季度党员大会").light is Light.SOON
    assert one(branch, date(2026, 4, 1), "2026年第一季度党员大会").light is Light.OVERDUE


def test_a_branch_founded_in_mid_quarter_owes_from_its_first_whole_month():
    branch = make_org(make_org(kind=OrgKind.COMMITTEE), founded_on=date(2026, 2, 10))
    assert list(lights(branch, ON, "committee", "general")) == [
        "2026年3月支委会",
        "2026年4月支委会",
        "2026年5月支委会",
        "2026年第二季度党员大会",
    ]
    assert owed(branch, ON, "life", "training") == []


@pytest.mark.parametrize(("members", "expected"), [(0, 5), (6, 0), (7, 5)])
def test_fewer_than_seven_full_members_have_no_committee(branch, by, members, expected):
    for _ in range(members):
        make_member(branch, by)
    assert len(owed(branch, ON, "committee")) == expected


def test_probationary_members_do_not_make_a_committee(branch, by):
    for _ in range(6):
        make_member(branch, by)
    make_member(branch, by, stage=Stage.PROBATIONARY)
    assert owed(branch, ON, "committee") == []


def test_each_group_owes_for_the_whole_months_it_exists(branch, by):
    first = PartyGroup.objects.create(org=branch, name="第一", since=date(2025, 1, 1))
    PartyGroup.objects.create(org=branch, name="第二", since=date(2026, 3, 2))
    PartyGroup.objects.create(org=branch, name="第三", since=date(2025, 1, 1), until=date(2026, 2, 28))
    make_meeting(branch, by, date(2026, 2, 5), MeetingKind.GROUP, group=first)
    make_meeting(branch, by, date(2026, 4, 5), MeetingKind.GROUP)  # names no group: all together
    assert lights(branch, ON, "group") == {
        "2026年1月第一党小组会": Light.OVERDUE,
        "2026年2月第一党小组会": Light.MET,
        "2026年3月第一党小组会": Light.OVERDUE,
        "2026年4月第一党小组会": Light.MET,
        "2026年5月第一党小组会": Light.OPEN,
        "2026年4月第二党小组会": Light.MET,
        "2026年5月第二党小组会": Light.OPEN,
        "2026年1月第三党小组会": Light.OVERDUE,
    }


class TestFixedDay:
    @pytest.fixture(autouse=True)
    def fridays(self, branch):
        Profile.objects.filter(org=branch).update(
            activity_day=ActivityDay.MONTH_WEEKDAY, activity_ordinal=2, activity_number=5
        )

    def test_from_the_fixed_day_on_a_month_without_one_is_amber(self, branch):
        assert one(branch, date(2026, 5, 7), "2026年5月主题党日").light is Light.OPEN
        found = one(branch, date(2026, 5, 8), "2026年5月主题党日")
        assert (found.light, found.detail) == (Light.SOON, "还没有记录，5月31日前完成。固定日是5月8日。")

    def test_on_another_day_of_the_month_it_counts_and_says_so(self, branch, by):
        make_meeting(branch, by, date(2026, 4, 10), MeetingKind.THEME_DAY)
        make_meeting(branch, by, date(2026, 3, 20), MeetingKind.THEME_DAY)
        april, march = one(branch, ON, "2026年4月主题党日"), one(branch, ON, "2026年3月主题党日")
        assert (april.light, april.detail) == (Light.MET, "要求1次，已有1次")
        assert (march.light, march.detail) == (Light.MET, "要求1次，已有1次。固定日是3月13日，实际在3月20日开展")


class TestYearly:
    def test_it_may_be_held_in_the_next_quarter_one_for_its_year(self, branch, by):
        make_meeting(branch, by, date(2025, 11, 3), MeetingKind.COMMITTEE)
        make_meeting(branch, by, date(2026, 2, 6), MeetingKind.LIFE, belongs_to=2025)
        assert lights(branch, ON, "life", "appraisal") == {
            "2025年组织生活会": Light.MET,
            "2026年组织生活会": Light.OPEN,
            "2025年民主评议": Light.OVERDUE,
            "2026年民主评议": Light.OPEN,
        }

    @pytest.mark.parametrize(
        ("on", "light"),
        [
            (date(2025, 11, 30), Light.OPEN),
            (date(2025, 12, 1), Light.SOON),
            (date(2026, 3, 31), Light.SOON),
            (date(2026, 4, 1), Light.OVERDUE),
            (date(2026, 6, 30), Light.OVERDUE),
        ],
    )
    def test_amber_from_december_red_from_april(self, branch, by, on, light):
        make_meeting(branch, by, date(2025, 11, 3), MeetingKind.COMMITTEE)
        assert one(branch, on, "2025年组织生活会").light is light

    def test_in_the_second_half_the_past_year_is_no_longer_listed(self, branch, by):
        make_meeting(branch, by, date(2025, 11, 3), MeetingKind.COMMITTEE)
        assert list(lights(branch, date(2026, 7, 1), "life")) == ["2026年组织生活会"]

    def test_nothing_is_owed_of_a_year_before_the_first_record(self, branch):
        assert list(lights(branch, ON, "life")) == ["2026年组织生活会"]


class TestDemocraticLife:
    """民主生活会 of the leading members of a 党委 or 党组, by its year, like 组织生活会."""

    @pytest.mark.parametrize("kind", [OrgKind.COMMITTEE, OrgKind.WORKING_COMMITTEE, OrgKind.LEADING_GROUP])
    def test_once_a_year_and_in_the_next_first_quarter_at_the_latest(self, kind):
        org = make_org(kind=kind)
        by = make_user(org)
        make_meeting(org, by, date(2025, 11, 3), MeetingKind.PARTY_COMMITTEE)
        days = (date(2025, 12, 31), date(2026, 3, 31), date(2026, 4, 1))
        assert [one(org, day, "2025年民主生活会").light for day in days] == [Light.SOON, Light.SOON, Light.OVERDUE]
        make_meeting(org, by, date(2026, 1, 20), MeetingKind.DEMOCRATIC_LIFE, belongs_to=2025)
        assert lights(org, ON, "democratic_life") == {
            "2025年民主生活会": Light.MET,
            "2026年民主生活会": Light.OPEN,
        }

    def test_a_branch_and_a_general_branch_owe_none(self, branch):
        general = make_org(kind=OrgKind.GENERAL_BRANCH)
        assert [owed(org, ON, "democratic_life", "leader_lecture") for org in (branch, general)] == [[], []]


def test_what_was_missed_on_the_last_day_of_a_half_year_stays_red_for_a_month(branch, by):
    make_meeting(branch, by, date(2026, 5, 4), MeetingKind.COMMITTEE)
    june = {"2026年6月支委会": Light.OVERDUE, "2026年7月支委会": Light.OPEN}
    assert lights(branch, date(2026, 7, 1), "committee") == june
    assert list(lights(branch, date(2026, 7, 31), "committee")) == list(june)
    assert list(lights(branch, date(2026, 8, 1), "committee")) == ["2026年7月支委会", "2026年8月支委会"]


def test_in_january_december_is_owed_by_a_branch_that_used_the_system_then(branch, by):
    assert list(lights(branch, date(2026, 1, 15), "committee", "general")) == [
        "2026年1月支委会",
        "2026年第一季度党员大会",
    ]
    make_meeting(branch, by, date(2025, 3, 4), MeetingKind.COMMITTEE)
    assert lights(branch, date(2026, 1, 15), "committee", "general") == {
        "2025年12月支委会": Light.OVERDUE,
        "2026年1月支委会": Light.OPEN,
        "2025年第四季度党员大会": Light.OVERDUE,
        "2026年第一季度党员大会": Light.OPEN,
    }


def test_a_frequency_of_nought_asks_for_nothing_from_its_day_on(branch):
    Rule.objects.create(
        code="meeting.lecture.frequency", org=branch, title="支部党课", value={"times": 0, "every": "quarter"},
        effective_from=date(2026, 4, 1), is_local=True,
    )  # fmt: skip
    assert list(lights(branch, ON, "lecture")) == ["2026年第一季度党课"]


def test_a_local_rule_holds_for_its_subtree_and_from_its_day_whoever_looks(branch, by):
    root = branch.placements.get().parent
    other = make_org(root)
    Rule.objects.create(
        code="meeting.committee.frequency", org=branch, title="支委会", value={"times": 2, "every": "month"}, unit="次",
        effective_from=date(2026, 4, 1), is_local=True,
    )  # fmt: skip
    for month in (3, 4):
        make_meeting(branch, by, date(2026, month, 2))
        make_meeting(other, by, date(2026, month, 2))
    for viewed in (root, branch):
        found = [each for each in owed(viewed, ON, "committee") if each.org_id == branch.pk]
        assert [(each.title, each.light) for each in found if "3月" in each.title or "4月" in each.title] == [
            ("2026年3月支委会", Light.MET),
            ("2026年4月支委会", Light.OVERDUE),
        ]
        assert {each.rule.citation for each in found} == {"《中国共产党支部工作条例（试行）》第十二条", "地方设置"}
    assert {each.light for each in owed(other, ON, "committee") if "4月" in each.title} == {Light.MET}
