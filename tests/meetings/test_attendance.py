"""Who was there, as far as the records say, and who has come to nothing for months."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.access.scope import Scope
from partywork.entries.actions import cancel_entry
from partywork.meetings.attendance import attendance_of, inactive_members
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.lines import Lines
from partywork.members.enums import Flag, Stage
from partywork.members.movements import change_group, transfer_within
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation, PartyGroup
from tests.factories.meetings import make_meeting
from tests.factories.members import make_flag, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)
EVERYWHERE = Scope(None, TODAY)
K, R = MeetingKind, AbsenceReason


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def by(branch):
    return make_user(branch)


def meet(org, by, day, *absences, kind=K.THEME_DAY, expected=5, present=None, **extra):
    away = sum(reason != R.LATE for _, reason in absences)
    present = expected - away if present is None else present
    lines = Lines([("学习", "")], [], list(absences))
    return make_meeting(org, by, day, kind, lines=lines, expected=expected, present=present, **extra)


def states(member, first=date(2026, 1, 1), last=TODAY, scope=EVERYWHERE):
    return [(row.meeting.date.month, row.state) for row in attendance_of(member, scope, first, last)]


class TestOneMember:
    def test_every_state_and_what_nobody_wrote_down(self, branch, by):
        member, other = make_member(branch, by), make_member(branch, by)
        for month, reason in enumerate((R.LEAVE, R.ABSENT, R.LATE, R.MADE_UP), 1):
            meet(branch, by, date(2026, month, 9), (member, reason))
        meet(branch, by, date(2026, 5, 9), (other, R.LEAVE))
        meet(branch, by, date(2026, 6, 9), (other, R.LEAVE), present=3)  # one more stayed away, and nobody says who
        assert states(member) == [
            (6, "未逐人登记"), (5, "到会"), (4, "已补学"), (3, "迟到"), (2, "无故缺席"), (1, "请假"),
        ]  # fmt: skip

    def test_only_what_they_were_due_at(self, root, branch, by):
        groups = [PartyGroup.objects.create(org=branch, name=name, since=date(2020, 1, 1)) for name in "甲乙"]
        other = make_org(root)
        member = make_member(branch, by, since=date(2026, 2, 1), group=groups[0])
        for month in range(1, 7):
            meet(branch, by, date(2026, month, 1))
        meet(branch, by, date(2026, 2, 9), kind=K.COMMITTEE)
        meet(branch, by, date(2026, 2, 10), kind=K.GROUP, group=groups[1])
        meet(branch, by, date(2026, 2, 11), kind=K.GROUP, group=groups[0])
        cancelled = meet(branch, by, date(2026, 2, 12))
        cancel_entry(entry=cancelled, version=1, reason="重复", by=by)
        move = {"member": member, "by": by, "today": TODAY}
        change_group(**move, group=groups[1], on=date(2026, 3, 1), version=1)
        transfer_within(**move, org=other, group=None, on=date(2026, 5, 1), note="", version=2)
        meet(other, by, date(2026, 6, 2))
        assert [month for month, _ in states(member)] == [6, 4, 3, 2, 2]
        here = Scope(Organisation.objects.filter(pk=other.pk).values("pk"), TODAY)
        assert [month for month, _ in states(member, scope=here)] == [6]
        assert [month for month, _ in states(member, date(2026, 3, 1), date(2026, 4, 1))] == [4, 3]

    def test_the_page_is_for_the_own_branch(self, root, branch, by, client):
        member = make_member(branch, by)
        meet(branch, by, date(2026, 1, 9), (member, R.LEAVE))
        url = reverse("meetings:attendance", args=[member.pk])
        days = {"first": "2026-01-01", "last": "2026-06-30"}
        client.force_login(by)
        assert client.get(url, days).context["summary"] == "应参加1次：请假1次"
        assert client.get(url, {"first": "2026-02-01", "last": "2026-01-01"}).status_code == 200
        person = client.get(reverse("members:detail", args=[member.pk]))
        assert {"label": "参加组织生活情况", "url": url} in person.context["more"]
        for visitor in (make_user(root, Role.MANAGER), make_user(make_org(root))):
            client.force_login(visitor)
            assert client.get(url, days).status_code == 404
        client.force_login(make_user(root, Role.MANAGER))
        person = client.get(reverse("members:detail", args=[member.pk]))
        assert "参加组织生活情况" not in {each["label"] for each in person.context["more"]}


class TestInactive:
    def found(self, on=TODAY, scope=EVERYWHERE):
        return [(row.member, row.due, row.on_leave, row.absent) for row in inactive_members(scope, on, lambda _: 6)]

    def test_who_came_to_nothing_for_six_months(self, branch, by):
        member = make_member(branch, by)
        meet(branch, by, date(2025, 12, 31), (member, R.LATE))  # took part, six months and a day before the second
        meet(branch, by, date(2026, 2, 9), (member, R.LEAVE))
        meet(branch, by, date(2026, 6, 9), (member, R.ABSENT))
        assert self.found(date(2026, 6, 30)) == []
        assert self.found(date(2026, 7, 1)) == [(member, 2, 1, 1)]
        meet(branch, by, date(2026, 6, 10))
        assert self.found(date(2026, 7, 1)) == []

    @pytest.mark.parametrize("flag", [Flag.FLOATING, Flag.LOST])
    def test_who_is_known_to_be_away_is_another_matter(self, branch, by, flag):
        member = make_member(branch, by)
        meet(branch, by, date(2026, 2, 9), (member, R.LEAVE))
        assert [row[0] for row in self.found()] == [member]
        make_flag(member, by, flag, date(2026, 6, 30))
        assert self.found() == []

    def test_nobody_is_named_where_it_is_open(self, branch, by):
        """Made up later, not named, new in the branch, or no meeting at all."""
        made_up, _, new, quiet = (make_member(branch, by) for _ in range(4))
        new.standings.update(since=date(2026, 1, 2))
        away = [(new, R.LEAVE), (quiet, R.LEAVE)]
        meet(branch, by, date(2026, 2, 9), (made_up, R.MADE_UP), *away, expected=4, present=0)
        meet(branch, by, date(2026, 3, 9), *away, expected=4, present=0)
        assert [row[0] for row in self.found()] == [quiet]
        assert {row[0] for row in self.found(date(2026, 7, 2))} == {quiet, new}  # six months in the branch by now

    def test_not_those_on_the_way_nor_of_another_unit(self, root, branch, by):
        member = make_member(branch, by)
        make_member(branch, by, stage=Stage.ACTIVIST)
        meet(branch, by, date(2026, 2, 9), (member, R.LEAVE))
        other = Scope(Organisation.objects.filter(pk=make_org(root).pk).values("pk"), TODAY)
        assert (len(self.found()), self.found(scope=other)) == (1, [])

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(self, root, by, number, django_assert_num_queries):
        for _ in range(number):
            org = make_org(root)
            members = [make_member(org, by) for _ in range(number)]
            meet(org, by, date(2026, 2, 9), *((member, R.LEAVE) for member in members))
        with django_assert_num_queries(3):
            assert len(self.found()) == number * number
