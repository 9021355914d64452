"""Who was at which meeting, as far as the records say: per-person, so for the member's own branch alone.

A meeting names those who were not there. Where fewer are named than stayed away, of the others nothing is known,
and nothing is made up.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from partywork.access.scope import Scope
from partywork.common.periods import add_months
from partywork.entries.enums import Status
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.models import Absence, Meeting
from partywork.members.enums import PARTY_STAGES, Flag
from partywork.members.models import Member, MemberFlag, Standing
from partywork.orgs.models import Organisation

# Meetings every member of the branch (or group) should come to.
FOR_EVERYONE = (
    MeetingKind.GENERAL, MeetingKind.GROUP, MeetingKind.LECTURE, MeetingKind.THEME_DAY, MeetingKind.LIFE,
    MeetingKind.APPRAISAL,
)  # fmt: skip
AWAY = (AbsenceReason.LEAVE, AbsenceReason.ABSENT)
HERE, UNKNOWN = "到会", "未逐人登记"


@dataclass(frozen=True)
class Attendance:
    """One meeting someone was due at: 到会, a reason for not being there, or 未逐人登记."""

    meeting: Meeting
    state: str


def attendance_of(member: Member, scope: Scope, first: date, last: date) -> list[Attendance]:
    """The meetings the member was due at in those days, the newest first, in the scope's branches. Three queries."""
    standings = _party(scope).filter(member=member, since__lte=last, until__gt=first)
    stays = list(standings)
    meetings = _meetings({stay.org_id for stay in stays}, first, last)
    absences = _absences([meeting.pk for meeting in meetings])
    found = []
    for meeting in meetings:
        if any(_is_due(stay, meeting) for stay in stays):
            found.append(Attendance(meeting, _state(meeting, absences[meeting.pk], member.pk)))
    return found


@dataclass(frozen=True)
class Presence:
    """How often someone was due at a branch's meetings in some days, and what is known of it, by 情况."""

    member: Member
    states: Mapping[str, int]

    @property
    def due(self) -> int:
        return sum(self.states.values())


def presence_in(org: Organisation, first: date, last: date) -> list[Presence]:
    """Everybody on the branch's books in those days who was due at a meeting, in the order of the roster.

    Three queries, whatever the number of people.
    """
    rows = Standing.objects.real().filter(org=org, stage__in=PARTY_STAGES, since__lte=last, until__gt=first)
    stays: dict[Member, list[Standing]] = defaultdict(list)
    for standing in rows.select_related("member").order_by("member__name", "member", "since"):
        stays[standing.member].append(standing)
    meetings = list(_meetings([org.pk], first, last))
    absences = _absences([meeting.pk for meeting in meetings])
    found = []
    for member, spans in stays.items():
        due = [meeting for meeting in meetings if any(_is_due(span, meeting) for span in spans)]
        if due:
            states = Counter(_state(meeting, absences[meeting.pk], member.pk) for meeting in due)
            found.append(Presence(member, states))
    return found


@dataclass(frozen=True)
class Inactive:
    """A member of whom no meeting in months says that they took part."""

    member: Member
    org: Organisation
    due: int  # meetings they should have come to
    on_leave: int
    absent: int


def inactive_members(scope: Scope, on: date, months: Callable[[int], int]) -> list[Inactive]:
    """Members on the books for ``months`` (member.inactive_months, by organisation) who came to no meeting since.

    A reason for a talk, never a label (党章第九条). Those known to be away or out of touch (流动、失联) are not among
    them, nor anybody of whom a meeting leaves it open. Four queries at most.
    """
    excused = MemberFlag.objects.on(on).filter(flag__in=(Flag.FLOATING, Flag.LOST)).values("member")
    stayed_away = Absence.objects.filter(reason__in=AWAY, meeting__status=Status.DONE).values("member")
    here = _party(scope).filter(since__lte=on, until__gt=on, member__in=stayed_away).exclude(member__in=excused)
    spans: dict[int, list[Standing]] = defaultdict(list)
    for standing in _party(scope).filter(member__in=here.values("member"), since__lte=on).order_by("since"):
        spans[standing.member_id].append(standing)
    stays = [stay for each in spans.values() if (stay := _stay(each, on))]
    if not stays:
        return []
    begin = {stay[0].org_id: add_months(on, -months(stay[0].org_id)) for stay in stays}
    by_org: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in _meetings(set(begin), min(begin.values()), on):
        by_org[meeting.org_id].append(meeting)
    absences = _absences([meeting.pk for meetings in by_org.values() for meeting in meetings])
    found = (_inactive(stay, by_org[stay[0].org_id], absences, begin[stay[0].org_id]) for stay in stays)
    return sorted((each for each in found if each), key=lambda each: (each.org.code, each.member.name, each.member.pk))


def _inactive(
    stay: list[Standing], meetings: list[Meeting], absences: dict[int, dict[int, str]], first: date
) -> Inactive | None:
    if stay[0].since > first:
        return None
    member, org = stay[0].member, stay[0].org
    due = [m for m in meetings if m.date > first and any(_is_due(standing, m) for standing in stay)]
    reasons = [absences[meeting.pk].get(member.pk, "") for meeting in due]
    if not due or any(reason not in AWAY for reason in reasons):
        return None
    return Inactive(member, org, len(due), reasons.count(AbsenceReason.LEAVE), reasons.count(AbsenceReason.ABSENT))


def _stay(standings: list[Standing], on: date) -> list[Standing]:
    """The spans that lead without a break, in one branch, to the one that holds on the day; [] where none does."""
    stay: list[Standing] = []
    for standing in standings:
        joins = stay and stay[-1].until == standing.since and stay[-1].org_id == standing.org_id
        stay = [*stay, standing] if joins else [standing]
    return stay if stay and stay[-1].until > on else []


def _party(scope: Scope) -> Any:
    rows = Standing.objects.real().filter(stage__in=PARTY_STAGES).select_related("member", "org")
    return rows if scope.orgs is None else rows.filter(org__in=scope.orgs)


def _meetings(orgs: Iterable[int], first: date, last: date) -> Any:
    kinds = Q(*[(kind.value, True) for kind in FOR_EVERYONE], _connector=Q.OR)
    rows = Meeting.objects.filter(kinds, status=Status.DONE, org__in=orgs, date__gte=first, date__lte=last)
    return rows.select_related("group").order_by("-date", "-pk")


def _absences(meetings: Iterable[int]) -> dict[int, dict[int, str]]:
    """Reasons by meeting and member."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Absence.objects.filter(meeting__in=meetings).values_list("meeting", "member", "reason")
    for meeting, member, reason in rows:
        found[meeting][member] = reason
    return found


def _is_due(standing: Standing, meeting: Meeting) -> bool:
    """Whether who stood there should have come; a 党小组会 that names no group is everybody's."""
    is_there = standing.org_id == meeting.org_id and standing.since <= meeting.date < standing.until
    return is_there and meeting.group_id in (None, standing.group_id)


def _state(meeting: Meeting, absences: dict[int, str], member: int) -> str:
    if member in absences:
        return str(AbsenceReason(absences[member]).label)
    named = sum(reason != AbsenceReason.LATE for reason in absences.values())
    return HERE if named >= meeting.expected - meeting.present else UNKNOWN
