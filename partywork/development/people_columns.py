"""The columns of the ledger of people on the way. A row is a standing, read by ``queries.with_records``."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from partywork.development.enums import GuideRole, StepCode
from partywork.development.intervals import Bound, Interval, reviews_missed
from partywork.development.progress import done_days
from partywork.development.queries import Person, in_development, person_of, with_records
from partywork.development.steps import STAGES, STEPS, stage_day
from partywork.entries.ledger import org_column
from partywork.ledgers.columns import Column
from partywork.members.enums import Stage
from partywork.rules.queries import RuleBook

IN_LIST = (StepCode.APPLY, StepCode.ACTIVIST, StepCode.CANDIDATE, StepCode.ADMISSION_VOTE)


def day_of(step: StepCode) -> Callable[[Any], date | None]:
    def value(standing: Any) -> date | None:
        member = standing.member
        began = {stage: day for stage in STAGES if (day := stage_day(member, stage))}
        recorded = {StepCode(row.step): row.date for row in member.steps_taken}
        return done_days(began, recorded).get(step)

    return value


def guides_of(role: GuideRole) -> Callable[[Any], str]:
    return lambda s: "、".join(each.guide.name for each in s.member.guides_held if each.role == role and each.is_open)


_WHO = [
    Column("name", "姓名", lambda s: s.member.name, width=10),
    org_column(),
    Column("stage", "人员类别", lambda s: s.get_stage_display(), width=14, choices=Stage),
]
_DAYS = [
    Column(step.code.value, step.name, day_of(step.code), "date", 14, in_list=step.code in IN_LIST) for step in STEPS
]
_GUIDES = [
    Column(role.value, str(role.label), guides_of(role), width=16, in_list=False, personal=True) for role in GuideRole
]
PEOPLE_COLUMNS = [*_WHO, *_DAYS, *_GUIDES]


def dated_columns(on: date, rules: RuleBook) -> list[Column]:
    """With what comes next, as of a day."""
    read = _Reader(on, rules)
    return [
        *_WHO,
        Column("next", "下一步", lambda s: step_title(read(s)), width=22),
        Column("due", "要盯的时限", lambda s: urgent_label(read(s)), width=24),
        Column("due_on", "日期", lambda s: urgent_day(read(s)), "date", 12),
        Column(
            "light",
            "情况",
            lambda s: read(s).progress.light[1],
            width=10,
            mark=lambda s: read(s).progress.light[0],
        ),
        *[replace(column, in_list=False) for column in _DAYS],
        *_GUIDES,
        Column("missing", "没有登记的步骤", lambda s: missing_names(read(s)), width=30, in_list=False),
        Column("wanted", "还缺什么，何时办", lambda s: "；".join(wanted(read(s))), width=44, in_list=False),
    ]


def printed_columns(on: date, rules: RuleBook) -> list[Column]:
    """The list to print and go through: where each one stands, and all that is missing with its day."""
    read = _Reader(on, rules)
    return [
        *_WHO,
        Column("phase", "阶段", lambda s: read(s).progress.phase.label, width=20),
        Column("next", "下一步", lambda s: step_title(read(s)), width=22),
        Column("wanted", "还缺什么，何时办", lambda s: "；".join(wanted(read(s))), width=44),
        Column("guides", "联系人、介绍人", lambda s: accompanying(read(s)), width=20),
    ]


class _Reader:
    """Reads a row once for all its columns."""

    def __init__(self, on: date, rules: RuleBook) -> None:
        self.on, self.rules = on, rules
        self.last: tuple[Any, Person] | None = None

    def __call__(self, standing: Any) -> Person:
        if self.last is None or self.last[0] is not standing:
            self.last = standing, person_of(standing, self.on, self.rules)
        return self.last[1]


def step_title(person: Person) -> str:
    following = person.progress.next
    return following.title if following else "已办完"


def urgent_label(person: Person) -> str:
    urgent = person.progress.most_urgent
    return urgent.label if urgent else ""


def urgent_day(person: Person) -> date | None:
    urgent = person.progress.most_urgent
    return urgent.day if urgent else None


def missing_names(person: Person) -> str:
    return "、".join(step.name for step in person.progress.missing)


def wanted(person: Person) -> list[str]:
    """What is not in order about someone, with the day by or from which it is to be done."""
    progress = person.progress
    found = [f"{each.label}{_by_day(each)}" for each in progress.running]
    if progress.lacks_contact:
        found.append("没有培养联系人")
    if progress.missing:
        found.append(f"没有登记：{missing_names(person)}")
    if person.progress.facts.stage == Stage.ACTIVIST:
        over = reviews_missed(progress.facts, progress.on)
        found += [f"{half.label}没有考察" for half in over if half.label not in "".join(found)]
    return found


def _by_day(each: Interval) -> str:
    day = f"{each.day:%Y-%m-%d}"
    return {Bound.LATEST: f"（{day}前）", Bound.EARLIEST: f"（不早于{day}）", Bound.TERM: f"（{day}期满）"}[each.bound]


def accompanying(person: Person) -> str:
    """Who accompanies now: 培养联系人 of an activist, 入党介绍人 from then on."""
    role = GuideRole.CONTACT if person.progress.facts.stage == Stage.ACTIVIST else GuideRole.SPONSOR
    return person.names(role)


def people_rows(queryset: QuerySet[Any], on: date | None = None) -> QuerySet[Any]:
    return with_records(queryset.filter(in_development(on)), on)
