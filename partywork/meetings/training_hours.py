"""Training hours (学时) of each member since the year began, from meetings and their absentees. For a figure and for
people by name, here alone.

Nobody's presence is a row. A member has the hours of every meeting of the branch he stood in that day (of his group,
for a group's meeting) but those he missed; a session made up counts. What was heard in a branch he has left goes
along. A 支委会 alone counts for nobody here.
"""

from collections import Counter, defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from partywork.access.scope import Scope
from partywork.common.periods import half_of
from partywork.entries.enums import Status
from partywork.measures.once import once_an_evaluation
from partywork.measures.statements import kept_rows
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.models import Absence, Meeting
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Standing

MISSED = (AbsenceReason.LEAVE, AbsenceReason.ABSENT)


def for_all(path: str = "") -> Q:
    """Meetings of any kind but 支委会 alone, which is for its members."""
    kinds = [kind.value for kind in MeetingKind if kind != MeetingKind.COMMITTEE]
    return Q(*[(f"{path}{kind}", True) for kind in kinds], _connector=Q.OR)


def _teaching(on: date, path: str = "") -> Q:
    """Meetings with hours of the year up to ``on``; both its ends are said, so that no index reads earlier years."""
    days = {f"{path}half__in": _halves(on), f"{path}date__gte": date(on.year, 1, 1), f"{path}date__lte": on}
    return for_all(path) & Q(**{f"{path}status": Status.DONE, f"{path}hours__gt": 0}, **days)


def _halves(on: date) -> list[int]:
    """The half-years of the year up to ``on``."""
    return sorted({half_of(date(on.year, 1, 1)), half_of(on)})


def _stays(on: date) -> Any:
    return Standing.objects.real().filter(stage__in=PARTY_STAGES, since__lte=on, until__gt=date(on.year, 1, 1))


def _missed(on: date) -> Any:
    return Absence.objects.filter(_teaching(on, "meeting__"), half__in=_halves(on), reason__in=MISSED).order_by()


def missed_by_outer_member(on: date) -> Any:
    """The hours that the member of the outer query missed; 0 where nothing was."""
    missed = _missed(on).filter(member=OuterRef("member")).values("member").annotate(sum=Sum("meeting__hours"))
    return Coalesce(Subquery(missed.values("sum"), output_field=IntegerField()), 0)


def offered_to_outer_member(on: date) -> Any:
    """The hours of every meeting to which the member of the outer query was invited."""
    return Coalesce(Subquery(_offered_sum(on).values("offered"), output_field=IntegerField()), 0)


def _offered_sum(on: date) -> QuerySet[Any, Any]:
    offered = _stays(on).filter(
        Q(org__meeting__group=None) | Q(org__meeting__group=F("group")),
        _teaching(on, "org__meeting__"),
        member=OuterRef("member"),
        org__meeting__date__gte=F("since"),
        org__meeting__date__lt=F("until"),
    )
    return offered.order_by().values("member").annotate(offered=Sum("org__meeting__hours"))


def hours_of_outer_member(on: date) -> QuerySet[Any, Any]:
    """One row with ``hours`` for the member of the outer query; none where nothing was offered."""
    return _offered_sum(on).annotate(hours=F("offered") - missed_by_outer_member(on))


@once_an_evaluation
def hours_tally(scope: Scope, on: date) -> dict[int, Counter[int]]:
    """By organisation, how many members of the roster have how many hours. Two queries, over grouped rows.

    Who was in one place all year has the hours that branch and group offered; a county has few others.
    """
    lessons = {(org, group): hours for org, group, hours in kept_rows(_lessons, on, scope)}
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for org, group, offered, missed, number in kept_rows(_people_alike, on, scope):
        if offered is None:
            offered = lessons.get((org, None), 0) + (0 if group is None else lessons.get((org, group), 0))
        found[org][offered - missed] += number
    return found


def _lessons(on: date, orgs: Any) -> QuerySet[Any, Any]:
    """Hours of a unit's meetings, by its groups."""
    meetings = Meeting.objects.filter(_teaching(on)).order_by()
    meetings = meetings if orgs is None else meetings.filter(org__in=orgs)
    return meetings.values("org", "group").annotate(sum=Sum("hours"))


def _people_alike(on: date, orgs: Any) -> QuerySet[Any, Any]:
    """How many of a unit's group have missed as many hours and, if they moved, been offered as many."""
    people = Standing.objects.on(on).filter(stage__in=PARTY_STAGES).order_by()
    people = people if orgs is None else people.filter(org__in=orgs)
    moved = When(since__gt=date(on.year, 1, 1), then=offered_to_outer_member(on))
    rows = people.annotate(
        offered=Case(moved, default=None, output_field=IntegerField()), missed=missed_by_outer_member(on)
    )
    return rows.values("org", "group", "offered", "missed").annotate(n=Count("pk"))


class Lesson(NamedTuple):
    """A meeting with hours."""

    day: date
    hours: int
    group: int | None


class Stay(NamedTuple):
    """Some days of a member on a branch's roster."""

    org: int
    since: date
    until: date
    group: int | None

    def was_invited(self, lesson: Lesson) -> bool:
        return self.since <= lesson.day < self.until and lesson.group in (None, self.group)


class Studied(NamedTuple):
    """Since which day a member has been on a roster this year (or before it began), and the hours so far."""

    since: date
    hours: int


def hours_by_member(members: Any, on: date) -> dict[int, Studied]:
    """The same hours of many members at once, by their ids; ``members`` is a queryset of ids, ``None`` for everybody.
    Three queries.

    Most stay in one branch and group all year, and those of one group have one sum: a county has 100,000 of them.
    """
    stays: dict[int, list[Stay]] = defaultdict(list)
    rows = _of(_stays(on), members)
    for member, *stay in rows.order_by().values_list("member", "org", "since", "until", "group"):
        stays[member].append(Stay(*stay))
    lessons: dict[int, list[Lesson]] = defaultdict(list)
    meetings = Meeting.objects.filter(_teaching(on)).order_by()
    if members is not None:
        meetings = meetings.filter(org__in=rows.order_by().values("org"))
    for org, day, taught, group in meetings.values_list("org", "date", "hours", "group"):
        lessons[org].append(Lesson(day, taught, group))
    hours = _offered(stays, lessons, on)
    for member, missed in _of(_missed(on), members).values_list("member", "meeting__hours"):
        if member in hours:
            hours[member] -= missed
    return {member: Studied(min(stay.since for stay in stays[member]), done) for member, done in hours.items()}


def _of(rows: Any, members: Any) -> Any:
    return rows if members is None else rows.filter(member__in=members)


def _offered(stays: dict[int, list[Stay]], lessons: dict[int, list[Lesson]], on: date) -> dict[int, int]:
    first = date(on.year, 1, 1)
    hours: dict[int, int] = {}
    whole_year: dict[tuple[int, int | None], int] = {}
    for member, each in stays.items():
        stay = each[0]
        if len(each) > 1 or stay.since > first or stay.until <= on:
            hours[member] = sum(_sum(stay, lessons) for stay in each)
            continue
        key = stay.org, stay.group
        if key not in whole_year:
            whole_year[key] = _sum(stay, lessons)
        hours[member] = whole_year[key]
    return hours


def _sum(stay: Stay, lessons: dict[int, list[Lesson]]) -> int:
    return sum(lesson.hours for lesson in lessons.get(stay.org, ()) if stay.was_invited(lesson))
