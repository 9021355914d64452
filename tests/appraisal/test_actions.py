"""What can be said of an appraisal and what is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.appraisal.actions import Outcome, Problem, edit_appraisal
from partywork.appraisal.enums import Grade, Whose
from partywork.appraisal.models import Appraisal
from partywork.appraisal.queries import awaiting, excellent_note
from partywork.audit.models import AuditEvent
from partywork.entries.actions import StaleEdit, cancel_entry
from partywork.meetings.enums import MeetingKind
from partywork.members.enums import Stage
from partywork.orgs.queries import scope_of_org
from tests.factories.appraisal import DAY, PROBLEMS, make_appraisal, make_life_meeting
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def by(branch):
    return make_user(branch)


def members(branch, by, number: int) -> list:
    return [make_member(branch, by) for _ in range(number)]


def test_grades_and_problems_hang_on_the_meeting(branch, by):
    one, two = members(branch, by, 2)
    made = make_appraisal(branch, by, {one: Grade.EXCELLENT, two: Grade.BASIC})
    assert str(made) == "2025年度组织生活会和民主评议"
    assert [(line.member, line.grade) for line in made.grades.all()] == [(one, "excellent"), (two, "basic")]
    assert [(each.whose, each.text, each.measure) for each in made.problems.all()] == [
        ("committee", "学习不够深入", "每月集中研讨"),
        ("member", "参加活动不够主动", ""),
    ]
    assert list(awaiting(scope_of_org(branch, DAY))) == []


def test_grades_are_given_to_full_members_of_the_roster_of_the_day(branch, by):
    later = make_member(branch, by, name="后到", since=date(2026, 1, 21))
    probationary = make_member(branch, by, name="预备", stage=Stage.PROBATIONARY, since=date(2025, 6, 1))
    stranger = make_member(make_org(), by, name="外人")
    for member in (later, probationary, stranger):
        with pytest.raises(ValidationError, match=f"{member.name}在2026-01-20不是本支部名册上的正式党员"):
            make_appraisal(branch, by, {member: Grade.QUALIFIED})
    assert Appraisal.objects.count() == 0
    on_the_day = make_member(branch, by, since=DAY)
    assert make_appraisal(branch, by, {on_the_day: Grade.QUALIFIED}).grades.count() == 1


def test_a_member_is_graded_once_a_year(branch, by):
    (one,) = members(branch, by, 1)
    first = make_appraisal(branch, by, {one: Grade.EXCELLENT})
    again = make_life_meeting(branch, by, date(2026, 2, 3))
    with pytest.raises(ValidationError, match="2025年度已经评定过等次"):
        make_appraisal(branch, by, {one: Grade.QUALIFIED}, meeting=again)
    assert make_appraisal(branch, by, {one: Grade.QUALIFIED}, meeting=again, year=2026).pk != first.pk


def test_a_cancelled_record_makes_room_for_another_on_the_same_meeting(branch, by):
    (one,) = members(branch, by, 1)
    first = make_appraisal(branch, by, {one: Grade.EXCELLENT})
    with pytest.raises(ValidationError):
        make_appraisal(branch, by, {}, meeting=first.meeting)
    cancel_entry(entry=first, version=1, reason="等次录错", by=by)
    assert make_appraisal(branch, by, {one: Grade.QUALIFIED}, meeting=first.meeting).grades.count() == 1


@pytest.mark.parametrize(
    ("year", "belongs_to", "taken"),
    [(2025, None, True), (2026, None, True), (2024, None, False), (2027, None, False), (2026, 2025, False)],
)
def test_the_year_is_that_of_the_meeting_or_the_one_before(branch, by, year, belongs_to, taken):
    meeting = make_life_meeting(branch, by, belongs_to=belongs_to)
    if taken:
        assert make_appraisal(branch, by, meeting=meeting, year=year).year == year
    else:
        with pytest.raises(ValidationError) as refused:
            make_appraisal(branch, by, meeting=meeting, year=year)
        assert list(refused.value.error_dict) == ["year"]


def test_other_meetings_have_no_such_outcome(branch, by):
    (one,) = members(branch, by, 1)
    committee = make_meeting(branch, by, DAY, MeetingKind.COMMITTEE)
    life = make_meeting(branch, by, DAY, MeetingKind.LIFE)
    cancelled = make_life_meeting(branch, by)
    cancel_entry(entry=cancelled, version=1, reason="没有开成", by=by)
    elsewhere = make_life_meeting(make_org(), by)
    for meeting, grades, problems, why in (
        (committee, {}, PROBLEMS, "请从本组织的"),
        (elsewhere, {}, PROBLEMS, "请从本组织的"),
        (life, {one: Grade.QUALIFIED}, (), "没有勾选民主评议"),
        (cancelled, {}, PROBLEMS, "没有召开或者已经取消"),
        (life, {}, (), "请评定等次，或者写明"),
        (life, {}, (Problem(Whose.COMMITTEE, " ", "措施"),), "请写明是什么问题"),
    ):
        with pytest.raises(ValidationError, match=why):
            make_appraisal(branch, by, grades, problems, meeting)
    assert make_appraisal(branch, by, {}, PROBLEMS, life).problems.count() == 2


@pytest.mark.parametrize(
    ("excellent", "all_graded", "warned"), [(1, 3, False), (2, 5, True), (2, 6, False), (1, 2, True)]
)
def test_more_than_a_third_excellent_is_warned_of_and_a_third_is_not(branch, by, excellent, all_graded, warned):
    people = members(branch, by, all_graded)
    grades = {one: Grade.EXCELLENT if n < excellent else Grade.QUALIFIED for n, one in enumerate(people)}
    note = excellent_note(make_appraisal(branch, by, grades))
    expected = f"优秀{excellent}人，超过评定等次{all_graded}人的三分之一，请核对" if warned else ""
    assert note == expected


def test_an_edit_replaces_the_lines_and_the_chain_says_how_many_but_not_whose(branch, by):
    one, two = members(branch, by, 2)
    made = make_appraisal(branch, by, {one: Grade.EXCELLENT, two: Grade.QUALIFIED})
    outcome = Outcome({one: Grade.QUALIFIED, two: Grade.QUALIFIED}, PROBLEMS[:1])
    edit_appraisal(appraisal=made, outcome=outcome, version=1, by=by)
    assert [line.grade for line in made.grades.all()] == ["qualified", "qualified"]
    assert made.problems.count() == 1
    event = AuditEvent.objects.get(action="appraisal.regrade")
    assert event.summary == "“2025年度组织生活会和民主评议”改动1人的等次"
    told = " ".join(AuditEvent.objects.filter(action__startswith="appraisal").values_list("detail", flat=True))
    assert one.name not in told
    with pytest.raises(StaleEdit):
        edit_appraisal(appraisal=made, outcome=outcome, version=1, by=by)
