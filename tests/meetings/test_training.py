"""Who has how many training hours: counted in the database as one would count by hand."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection

from partywork.access.scope import Scope
from partywork.common.periods import HalfYear
from partywork.entries.actions import cancel_entry
from partywork.measures.conditions import base_rows, standing
from partywork.measures.window import Window
from partywork.meetings.actions import Lines
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.models import Absence, Meeting
from partywork.meetings.training_hours import hours_by_member, missed_by_outer_member
from partywork.meetings.training_measures import TRAINED, with_hours, with_hours_tallied
from partywork.members.enums import Stage
from partywork.members.models import Standing
from partywork.members.movements import transfer_within
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.factories.figures import figures
from tests.factories.meetings import make_meeting
from tests.factories.members import TODAY, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
NAMES = ("应接受教育培训的党员数", "参加教育培训的党员数", "达到规定学时的党员数", "教育培训覆盖率", "学时达标率")
STUDY = MeetingKind.STUDY


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def by(root):
    return make_user(root)


def topics(*absences) -> Lines:
    return Lines(topics=[("学习", "")], absences=absences)


def test_hours_follow_roster_group_and_absence_and_go_along_to_another_branch(root, by):
    first, second = make_org(root), make_org(root)
    group = PartyGroup.objects.create(org=first, name="第一", since=date(2020, 1, 1))
    steady, away, made_up, grouped, moved = (make_member(first, by, group=group if n == 3 else None) for n in range(5))
    make_member(first, by, since=date(2026, 6, 1))  # came after every meeting
    make_member(first, by, stage=Stage.ACTIVIST)
    make_meeting(first, by, date(2025, 12, 31), STUDY, hours=60)  # of last year
    lines = topics((away, AbsenceReason.LEAVE), (made_up, AbsenceReason.MADE_UP), (grouped, AbsenceReason.ABSENT))
    make_meeting(first, by, date(2026, 1, 9), STUDY, hours=31, lines=lines, expected=20, present=17)
    make_meeting(first, by, date(2026, 2, 9), MeetingKind.GROUP, group=group, hours=40)
    make_meeting(first, by, date(2026, 2, 10), MeetingKind.COMMITTEE, hours=40)
    cancelled = make_meeting(first, by, date(2026, 2, 11), STUDY, hours=40)
    cancel_entry(entry=cancelled, version=1, reason="重复", by=by)
    transfer_within(
        member=moved, org=second, group=None, on=date(2026, 3, 1), note="", version=moved.version, by=by, today=TODAY
    )
    make_meeting(second, by, date(2026, 3, 9), STUDY, hours=1)
    found = [value.number for value in figures(root, *NAMES).values()]
    # 32 or more: the member of the group (40) and the one who moved (31 + 1); 31 is one short.
    assert found == [6, 4, 2, Decimal("66.7"), Decimal("33.3")]
    assert [value.number for value in figures(second, *NAMES).values()] == [1, 1, 1, Decimal("100.0"), Decimal("100.0")]
    make_meeting(first, by, date(2026, 7, 1), STUDY, hours=60)  # after the data date
    assert [value.number for value in figures(root, *NAMES).values()] == found
    assert steady.pk != away.pk


def test_the_database_counts_as_a_plain_loop_does(root, by):
    chance = Random(7)
    branches = [make_org(root) for _ in range(2)]
    members = [make_member(chance.choice(branches), by, since=date(2026, 1, 1)) for _ in range(6)]
    for member in members[:3]:
        away = next(org for org in branches if org != member.org)
        transfer_within(
            member=member,
            org=away,
            group=None,
            on=date(2026, 4, 1),
            note="",
            version=member.version,
            by=by,
            today=TODAY,
        )
    for _ in range(16):
        day = date(2026, 1, 2) + timedelta(days=chance.randrange(170))
        org = chance.choice(branches)
        here = list(Standing.objects.on(day).filter(org=org))
        absent = [(one.member, chance.choice(list(AbsenceReason))) for one in here if chance.random() < 0.3]
        lines = topics(*absent)
        make_meeting(org, by, day, STUDY, hours=chance.randrange(4), lines=lines, expected=20, present=5)
    window = Window(HalfYear(2026, 1), date(2026, 6, 30))
    for least in (1, 5, 10, 15):
        rows = base_rows(TRAINED, Scope(None, window.on), window).filter(standing(TRAINED, window))
        condition = with_hours(least)
        assert callable(condition)
        found = set(rows.filter(condition(window)).values_list("member", flat=True))
        assert found == {member.pk for member in members if plain_hours(member) >= least}, least
        by_org = with_hours_tallied(least)(Scope(None, window.on), window)
        tallied = Counter(rows.filter(condition(window)).values_list("org", flat=True))
        assert {org: number for org, number in by_org.items() if number} == tallied, least
    by_name = {member: studied.hours for member, studied in hours_by_member(None, window.on).items()}
    assert by_name == {member.pk: plain_hours(member) for member in members}
    of_some = members[0].standings.values("member")
    assert hours_by_member(of_some, window.on) == {members[0].pk: (date(2026, 1, 1), plain_hours(members[0]))}


def test_an_absence_from_a_committee_meeting_takes_no_hours_away(root, by):
    branch = make_org(root)
    member = make_member(branch, by)
    make_meeting(branch, by, date(2026, 1, 9), STUDY, hours=32)
    lines = topics((member, AbsenceReason.LEAVE))
    make_meeting(branch, by, date(2026, 1, 10), MeetingKind.COMMITTEE, hours=8, lines=lines)
    assert figures(root, "达到规定学时的党员数")["达到规定学时的党员数"].number == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="names the steps of SQLite's plans")
def test_what_was_missed_is_looked_up_within_the_half_year():
    rows = Standing.objects.annotate(missed=missed_by_outer_member(date(2026, 6, 30))).values("member", "missed")
    statement, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", params)
        steps = [row[3] for row in cursor.fetchall()]
    assert [step for step in steps if "absence" in step] == [
        "SEARCH U0 USING COVERING INDEX absence_of_half (half=? AND member_id=? AND reason=?)"
    ]


def plain_hours(member) -> int:
    total = 0
    for meeting in Meeting.objects.filter(status="done"):
        stands = Standing.objects.on(meeting.date).filter(org=meeting.org, member=member).exists()
        missed = Absence.objects.filter(meeting=meeting, member=member, reason__in=["leave", "absent"]).exists()
        total += meeting.hours if stands and not missed else 0
    return total
