"""Training hours of each member: what the branch offered, less what the member missed. For one branch or many."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F

from partywork.access.scope import Scope
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.committees.queries import in_force
from partywork.compliance.gatherings import FOR_ALL
from partywork.entries.enums import Status
from partywork.meetings.enums import AbsenceReason
from partywork.meetings.models import Absence, Meeting
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Standing
from partywork.orgs.models import Organisation
from partywork.rules.queries import RuleBook
from partywork.worklog.enums import WorkKind
from partywork.worklog.models import WorkLog

MEMBER_HOURS, LEADER_HOURS = "training.member_hours", "training.leader_hours"
MISSED = (AbsenceReason.LEAVE, AbsenceReason.ABSENT)
TO_ALL = ExpressionWrapper(FOR_ALL, output_field=BooleanField())


class Lesson(NamedTuple):
    """A meeting or a training with hours."""

    day: date
    hours: int
    group: int | None
    for_all: bool  # a 支委会 alone is for those who hold a post


class Stay(NamedTuple):
    """Some days of a member on the branch's roster."""

    since: date
    until: date
    group: int | None

    def holds(self, day: date) -> bool:
        return self.since <= day < self.until


@dataclass
class Learner:
    """A member on the roster of the day, and the hours since the year began."""

    name: str = ""
    is_leader: bool = False  # holds a post in the committee
    stays: list[Stay] = field(default_factory=list)
    done: int = 0

    @property
    def since(self) -> date:
        return min(stay.since for stay in self.stays)

    def was_invited(self, lesson: Lesson) -> bool:
        if not (lesson.for_all or self.is_leader):
            return False
        return any(stay.holds(lesson.day) and lesson.group in (None, stay.group) for stay in self.stays)


def learners_in(scope: Scope, on: date) -> dict[int, dict[int, Learner]]:
    """Members by branch, on the roster of ``on``, with the hours of its year. Five queries.

    A meeting counts for who was on the roster (of the group, for a group's meeting) that day and neither on leave
    nor absent. A training in the work log counts where all who were due took part: it names nobody.
    """
    found = _roster(scope, on)
    lessons: dict[int, list[Lesson]] = defaultdict(list)
    for org, *lesson in [*_meetings(scope, on), *_trainings(scope, on)]:
        lessons[org].append(Lesson(*lesson))
    for org, learners in found.items():
        _add_up(learners.values(), lessons[org], date(on.year, 1, 1), on)
    for org, member, *lesson in _missed(scope, on):
        learner = found.get(org, {}).get(member)
        if learner and learner.was_invited(missed := Lesson(*lesson)):
            learner.done -= missed.hours
    return found


def _roster(scope: Scope, on: date) -> dict[int, dict[int, Learner]]:
    first = date(on.year, 1, 1)
    rows = _within(scope, Standing.objects.real().filter(stage__in=PARTY_STAGES, since__lte=on, until__gt=first), "org")
    found: dict[int, dict[int, Learner]] = defaultdict(lambda: defaultdict(Learner))
    columns = "org", "member", "member__name", "since", "until", "group"
    for org, member, name, *stay in rows.values_list(*columns):
        learner = found[org][member]
        learner.name = name
        learner.stays.append(Stay(*stay))
    posts = CommitteePost.objects.on(on).filter(term__in=CommitteeTerm.objects.filter(in_force(on)))
    for org, member in _within(scope, posts, "term__org").values_list("term__org", "member"):
        if member in found.get(org, ()):
            found[org][member].is_leader = True
    return {
        org: {pk: each for pk, each in learners.items() if any(stay.holds(on) for stay in each.stays)}
        for org, learners in found.items()
    }


def _add_up(learners: Iterable[Learner], lessons: list[Lesson], first: date, on: date) -> None:
    """Members who stayed all year in one group have one sum; the others are gone through lesson by lesson."""
    sums: dict[tuple[bool, int | None], int] = {}
    for learner in learners:
        stay = learner.stays[0]
        if len(learner.stays) > 1 or stay.since > first or stay.until <= on:
            learner.done = _sum(learner, lessons)
            continue
        key = learner.is_leader, stay.group
        if key not in sums:
            sums[key] = _sum(learner, lessons)
        learner.done = sums[key]


def _sum(learner: Learner, lessons: list[Lesson]) -> int:
    return sum(lesson.hours for lesson in lessons if learner.was_invited(lesson))


def _meetings(scope: Scope, on: date) -> Any:
    rows = Meeting.objects.filter(status=Status.DONE, hours__gt=0, **_year_of(on))
    rows = _within(scope, rows, "org").annotate(for_all=TO_ALL)
    return rows.values_list("org", "date", "hours", "group", "for_all")


def _trainings(scope: Scope, on: date) -> Any:
    rows = WorkLog.objects.filter(
        status=Status.DONE, kind=WorkKind.TRAINING, hours__gt=0, members_due__gt=0,
        members_taking_part__gte=F("members_due"), **_year_of(on),
    )  # fmt: skip
    rows = _within(scope, rows, "org")
    return [(org, day, hours, None, True) for org, day, hours in rows.values_list("org", "date", "hours")]


def _missed(scope: Scope, on: date) -> Any:
    rows = Absence.objects.filter(
        reason__in=MISSED, meeting__status=Status.DONE, meeting__hours__gt=0, **_year_of(on, "meeting__")
    )
    for_all = ExpressionWrapper(_of_meeting(FOR_ALL), output_field=BooleanField())
    rows = _within(scope, rows, "meeting__org").annotate(for_all=for_all)
    return rows.values_list("meeting__org", "member", "meeting__date", "meeting__hours", "meeting__group", "for_all")


def _of_meeting(condition: Any) -> Any:
    """The condition on a meeting, asked of its absences."""
    made = condition.copy()
    made.children = [(f"meeting__{name}", value) for name, value in condition.children]
    return made


def _year_of(on: date, path: str = "") -> dict[str, Any]:
    """The indexed half-years first, then the days up to ``on``."""
    halves = [on.year * 10 + half for half in (1, 2)]
    return {f"{path}half__in": halves, f"{path}date__lte": on}


def _within(scope: Scope, rows: Any, org: str) -> Any:
    rows = rows.order_by()
    return rows if scope.orgs is None else rows.filter(**{f"{org}__in": scope.orgs})


@dataclass(frozen=True)
class Hours:
    """One member's hours since the year began."""

    name: str
    done: int
    needed: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.done, 0)


def hours_of(org: Organisation, on: date, rules: RuleBook) -> list[Hours]:
    """The members on the branch's roster, those who miss most first. Secretary and committee need more."""
    of_member, of_leader = rules.number(MEMBER_HOURS), rules.number(LEADER_HOURS)
    scope = Scope(Organisation.objects.filter(pk=org.pk).order_by().values("pk"), on)
    found = [
        Hours(each.name, each.done, of_leader if each.is_leader else of_member)
        for each in learners_in(scope, on).get(org.pk, {}).values()
    ]
    return sorted(found, key=lambda each: (-each.missing, each.name))
