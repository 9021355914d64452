"""Training hours of each member, and how late records were entered."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.committees.enums import Post
from partywork.common.periods import HalfYear
from partywork.compliance.hours import Hours, hours_of
from partywork.compliance.lateness import Lateness, lateness_of
from partywork.holidays.days import Days
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.lines import Lines
from partywork.members.movements import transfer_within
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from partywork.rules.queries import rules_for
from tests.factories.committees import make_term
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import make_talk, make_visit

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 12)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def test_hours_follow_roster_group_and_absence_and_the_post_asks_for_more(branch, by):
    group = PartyGroup.objects.create(org=branch, name="第一", since=date(2020, 1, 1))
    wu = make_member(branch, by, name="吴越", group=group)
    make_member(branch, by, name="周同")
    make_member(branch, by, name="新来", since=date(2026, 3, 1))
    make_term(branch, by, posts=[(Post.SECRETARY, "周同")])
    away = Lines(topics=[("学习", "")], absences=[(wu, AbsenceReason.LEAVE)])
    made_up = Lines(topics=[("学习", "")], absences=[(wu, AbsenceReason.MADE_UP)])
    make_meeting(branch, by, date(2025, 12, 31), MeetingKind.STUDY, hours=50)  # of last year
    make_meeting(branch, by, date(2026, 1, 9), MeetingKind.STUDY, hours=16)
    make_meeting(branch, by, date(2026, 2, 9), MeetingKind.STUDY, hours=8, lines=away)
    make_meeting(branch, by, date(2026, 3, 9), MeetingKind.STUDY, hours=4, lines=made_up)
    make_meeting(branch, by, date(2026, 3, 10), MeetingKind.GROUP, hours=2, group=group)
    make_meeting(branch, by, date(2026, 3, 11), MeetingKind.COMMITTEE, hours=1)
    assert hours_of(branch, ON, rules_for(on=ON, org=branch)) == [
        Hours("周同", 28, 56),  # a 支委会 alone counts for nobody
        Hours("新来", 4, 32),
        Hours("吴越", 22, 32),
    ]


def test_hours_go_along_to_another_branch(branch, by):
    other = make_org(branch.placements.get().parent)
    moved = make_member(branch, by, name="吴越")
    make_meeting(branch, by, date(2026, 1, 9), MeetingKind.STUDY, hours=16)
    transfer_within(
        member=moved, org=other, group=None, on=date(2026, 3, 1), note="", version=moved.version, by=by, today=ON
    )
    make_meeting(branch, by, date(2026, 3, 9), MeetingKind.STUDY, hours=4)  # of the branch he left
    make_meeting(other, by, date(2026, 3, 9), MeetingKind.STUDY, hours=2)
    assert hours_of(other, ON, rules_for(on=ON, org=other)) == [Hours("吴越", 18, 32)]
    assert hours_of(branch, ON, rules_for(on=ON, org=branch)) == []


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
def test_names_stay_inside_the_branch(branch, by, client):
    make_member(branch, by, name="吴越")
    address = reverse("compliance:owed") + f"?org={branch.pk}"
    for user, sees in ((by, True), (make_user(branch.placements.get().parent, Role.MANAGER), False)):
        client.force_login(user)
        page = client.get(address)
        assert (page.context["hours"] is not None, "吴越" in page.content.decode()) == (sees, sees)
        assert ("看名单" in page.content.decode()) is sees
        assert "党员1名不满32学时" in page.content.decode()


def test_lateness_is_counted_by_kind_of_record(branch, by):
    with time_machine.travel("2026-04-30 23:00+08:00", tick=False):
        make_meeting(branch, by, date(2026, 3, 31))  # thirty days: in time
        make_meeting(branch, by, date(2026, 3, 30))  # thirty-one
        make_visit(branch, by, date(2026, 4, 30))
        make_talk(branch, by, date(2025, 12, 31))  # of the half before
    assert lateness_of(branch, HalfYear(2026, 1), ON, rules_for(on=ON, org=branch), Days()) == [
        Lateness("会议活动", 2, 2, 1, 31),
        Lateness("走访慰问", 1, None, 0, 0),
    ]


@pytest.mark.parametrize(
    ("entered", "unfiled"),
    [
        ("2026-05-06", 0),  # 1 to 5 May are holidays
        ("2026-05-08", 0),  # the third working day
        ("2026-05-09", 1),  # a Saturday on which people work
    ],
)
def test_a_meeting_is_filed_within_three_working_days(branch, by, entered, unfiled):
    with time_machine.travel(f"{entered} 10:00+08:00", tick=False):
        make_meeting(branch, by, date(2026, 4, 30))
    (found,) = lateness_of(branch, HalfYear(2026, 1), ON, rules_for(on=ON, org=branch), Days())
    assert (found.unfiled, found.late) == (unfiled, 0)


@time_machine.travel("2026-05-12 10:00+08:00", tick=False)
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_branch_asks_the_same_queries_whatever_the_rows(
    branch, by, rows, client, django_assert_num_queries
):
    for day in range(1, rows + 1):
        make_member(branch, by)
        make_meeting(branch, by, date(2026, 4, day), hours=1)
        make_visit(branch, by, date(2026, 4, day))
    client.force_login(by)
    with django_assert_num_queries(26):
        page = client.get(reverse("compliance:owed"))
    assert page.context["hours"] is not None
    assert page.context["lateness"] is not None
