"""Attendance by person: the branch's own, in roster order, counted as the records say."""

from datetime import date

import pytest
import time_machine

from partywork.access.permissions import Role
from partywork.meetings.attendance import presence_in
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.lines import Lines
from partywork.orgs.enums import OrgKind
from tests.charts.reading import texts
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
R = AbsenceReason
URL = "/charts/attendance/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-05-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def by(branch):
    return make_user(branch)


def meet(branch, by, month, *absences):
    away = sum(reason != R.LATE for _, reason in absences)
    lines = Lines([("学习", "")], [], list(absences))
    facts = {"expected": 3, "present": 3 - away, "lines": lines}
    make_meeting(branch, by, date(2026, month, 9), MeetingKind.THEME_DAY, **facts)


@pytest.fixture
def people(branch, by):
    found = [make_member(branch, by, name=name) for name in ("乙某", "甲某", "丙某")]
    first, second, _ = found
    meet(branch, by, 2, (first, R.LEAVE), (second, R.ABSENT))
    meet(branch, by, 3, (first, R.LATE))
    meet(branch, by, 4, (first, R.MADE_UP))
    return found


def test_each_was_due_present_on_leave_and_absent_as_recorded(people, branch):
    counts = {
        each.member.name: (each.due, dict(each.states))
        for each in presence_in(branch, date(2026, 1, 1), date(2026, 5, 1))
    }
    assert counts == {
        "乙某": (3, {"请假": 1, "迟到": 1, "已补学": 1}),
        "甲某": (3, {"无故缺席": 1, "到会": 2}),
        "丙某": (3, {"到会": 3}),
    }


def test_the_page_lists_them_in_the_rosters_order_not_by_attendance(people, by, client):
    client.force_login(by)
    page = client.get(URL)
    names = ["丙某", "乙某", "甲某"]
    assert [each for each in texts(page.context["picture"].svg) if each.endswith("某")] == names
    assert [each for each in texts(page.context["picture"].svg) if "/" in each] == ["3/3", "1/3", "2/3"]
    body = page.context["table"].body
    assert [body.index(name) for name in names] == sorted(body.index(name) for name in names)
    assert page.context["days"] == "2026年1月1日至2026年5月20日"


def test_days_are_chosen_and_wrong_ones_are_said(people, by, client):
    client.force_login(by)
    page = client.get(URL, {"first": "2026-03-01", "last": "2026-03-31"})
    assert [each for each in texts(page.context["picture"].svg) if "/" in each] == ["1/1"] * 3
    page = client.get(URL, {"first": "2026-03-01", "last": "2026-02-01"})
    assert page.context["form"].errors["last"] == ["结束的日期不能早于开始的日期。"]


def test_superiors_and_siblings_have_no_such_page(people, root, branch, client):
    for user in (make_user(root, Role.MANAGER), make_user(make_org(root)), make_user(root, Role.READER)):
        client.force_login(user)
        assert client.get(URL, {"org": branch.pk}).status_code in (403, 404)
        assert f"{URL}?org={branch.pk}" not in client.get("/charts/", {"org": branch.pk}).content.decode()


def test_without_meetings_it_says_what_is_missing(branch, by, client):
    make_member(branch, by)
    client.force_login(by)
    page = client.get(URL)
    assert texts(page.context["picture"].svg) == ["这段时间没有应当参加的会议记录"]
    assert page.context["table"].is_empty


@pytest.mark.parametrize("copies", [1, 3])
def test_three_queries_whatever_the_rows(copies, branch, by, django_assert_num_queries):
    for month in range(1, copies + 1):
        member = make_member(branch, by)
        meet(branch, by, month, (member, R.LEAVE))
    with django_assert_num_queries(3):
        presence_in(branch, date(2026, 1, 1), date(2026, 5, 1))
