"""Obligations that meetings settle: 三会一课, the theme day, the yearly 组织生活会 and 民主评议, training hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from partywork.common.periods import Month, Period, Year, add_months, last_day_of_month
from partywork.compliance.duties import (
    APPRAISAL,
    COMMITTEE,
    GENERAL,
    GROUP,
    LEADER_LECTURE,
    LECTURE,
    LIFE,
    THEME_DAY,
    TRAINING,
    Duty,
)
from partywork.compliance.gatherings import NONE, Gatherings, gatherings_in
from partywork.compliance.lights import Light, Obligation, day, light_of
from partywork.compliance.reading import DUE_SOON_DAYS, Reading, Turn
from partywork.compliance.units import Unit, has_branch_committee
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup

OF_BRANCH = (THEME_DAY, GENERAL, LECTURE)
LED_KINDS = (OrgKind.COMMITTEE, OrgKind.WORKING_COMMITTEE, OrgKind.LEADING_GROUP)
COMMITTEE_FROM = "org.branch_committee.full_members"


@dataclass(frozen=True)
class Group:
    """A party group and the days it exists."""

    pk: int
    name: str
    since: date
    until: date


def meeting_obligations(reading: Reading) -> Iterator[Obligation]:
    """Two queries: the gatherings, the party groups."""
    held = gatherings_in(reading.scope, reading.since, reading.on)
    groups = _groups(reading)
    for unit in reading.units.values():
        own = held.get(unit.pk, NONE)
        if unit.is_branch:
            yield from _of_branch(reading, unit, own, groups.get(unit.pk, []))
        elif unit.kind in LED_KINDS:
            yield from _recurring(reading, unit, LEADER_LECTURE, own)


def _groups(reading: Reading) -> dict[int, list[Group]]:
    groups = PartyGroup.objects.filter(until__gt=reading.since, since__lte=reading.until)
    if reading.scope.orgs is not None:
        groups = groups.filter(org__in=reading.scope.orgs)
    found: dict[int, list[Group]] = {}
    for each in groups.order_by("name", "pk"):
        found.setdefault(each.org_id, []).append(Group(each.pk, each.name, each.since, each.until))
    return found


def _of_branch(reading: Reading, unit: Unit, held: Gatherings, groups: list[Group]) -> Iterator[Obligation]:
    if has_branch_committee(unit, reading.book(unit).number(COMMITTEE_FROM)):
        yield from _recurring(reading, unit, COMMITTEE, held)
    for group in groups:
        yield from _of_group(reading, unit, group, held)
    for duty in OF_BRANCH:
        yield from _recurring(reading, unit, duty, held)
    for duty in (LIFE, APPRAISAL):
        yield from _yearly(reading, unit, duty, held)
    yield from _training(reading, unit, held)


def _recurring(reading: Reading, unit: Unit, duty: Duty, held: Gatherings) -> Iterator[Obligation]:
    for turn in reading.turns(duty.rule, unit, unit.founded_on):
        due = turn.due
        if due < reading.since:
            continue
        done = held.count(duty.code, turn.months)
        light = light_of(done >= turn.frequency.times, due, reading.on, turn.soon_days)
        detail = stands(done, turn.frequency.times, "次", due, light, reading.on)
        if duty is THEME_DAY and isinstance(turn.period, Month) and unit.activity.activity_number:
            light, detail = _on_fixed_day(unit, turn, turn.period, held, light, detail, reading.on)
        title = f"{turn.label}{duty.label}"
        yield Obligation(unit.pk, duty, turn.rule, title, detail, due, light, turn.period)


def _on_fixed_day(
    unit: Unit, turn: Turn, month: Month, held: Gatherings, light: Light, detail: str, on: date
) -> tuple[Light, str]:
    """Says how the theme day relates to the branch's fixed day; held on another day of the month it still counts.

    第16条 asks for one relatively fixed day a month. From that day on, a month without one is amber.
    """
    fixed = unit.activity.days_in(month)
    if not fixed:
        return light, detail
    if light is Light.MET:
        first = held.theme_days[turn.months[0]]
        return light, detail + (
            f"。固定日是{day(fixed[0], on)}，实际在{day(first, on)}开展" if first not in fixed else ""
        )
    if light is Light.OPEN and on >= fixed[0]:
        light = Light.SOON
    return light, f"{detail}固定日是{'、'.join(day(each, on) for each in fixed)}。"


def _of_group(reading: Reading, unit: Unit, group: Group, held: Gatherings) -> Iterator[Obligation]:
    """A group owes for the whole months (quarters) it exists."""
    for turn in reading.turns(GROUP.rule, unit, max(unit.founded_on, group.since)):
        due = turn.due
        if due < reading.since or turn.first < group.since or due >= group.until:
            continue
        done = held.count_of_group(group.pk, turn.months)
        light = light_of(done >= turn.frequency.times, due, reading.on, turn.soon_days)
        title = f"{turn.label}{group.name}党小组会"
        detail = stands(done, turn.frequency.times, "次", due, light, reading.on)
        yield Obligation(unit.pk, GROUP, turn.rule, title, detail, due, light, turn.period)


def _yearly(reading: Reading, unit: Unit, duty: Duty, held: Gatherings) -> Iterator[Obligation]:
    """Of a year by its 所属年度; it may be held in the first months of the next (a local setting).

    A past year of which the branch has nothing on record lies before it used the system: nothing is owed of it.
    """
    book = reading.book(unit)
    grace, soon = book.number("meeting.life.grace_months"), book.number(DUE_SOON_DAYS)
    for turn in reading.turns(duty.rule, unit, unit.founded_on, years_back=1):
        due = _after_grace(turn.period, grace)
        if due < reading.since:
            continue
        year = turn.first.year
        if year < reading.since.year and year not in held.years:
            continue
        done = held.by_year.get((duty.code, year), 0)
        light = light_of(done >= turn.frequency.times, due, reading.on, soon + (due - turn.due).days)
        detail = stands(done, turn.frequency.times, "次", due, light, reading.on)
        title = f"{turn.label}{duty.label}"
        yield Obligation(unit.pk, duty, turn.rule, title, detail, due, light, turn.period)


def _after_grace(period: Period, months: int) -> date:
    """The last day of the month that lies ``months`` after the period's last one."""
    later = add_months(period.end, months)
    return last_day_of_month(later.year, later.month)


def _training(reading: Reading, unit: Unit, held: Gatherings) -> Iterator[Obligation]:
    """Hours the branch has organised in the year against what each member needs."""
    soon = reading.book(unit).number(DUE_SOON_DAYS)
    for year in range(reading.since.year, reading.on.year + 1):
        period = Year(year)
        if unit.founded_on > period.start:
            continue
        rule = reading.shelf.book(unit.line, period.start).rule(TRAINING.rule)
        needed = reading.shelf.book(unit.line, period.start).number(TRAINING.rule)
        done = held.count(TRAINING.code, tuple(year * 100 + month for month in range(1, 13)))
        light = light_of(done >= needed, period.end, reading.on, soon)
        detail = stands(done, needed, "学时", period.end, light, reading.on)
        yield Obligation(unit.pk, TRAINING, rule, f"{year}年党员集中学习", detail, period.end, light, period)


def stands(done: int, needed: int, unit: str, due: date, light: Light, on: date) -> str:
    """How far something has come, and by when the rest is due."""
    if light is Light.MET:
        return f"要求{needed}{unit}，已有{done}{unit}"
    so_far = f"已有{done}{unit}，还差{needed - done}{unit}" if done else "还没有记录"
    if light is Light.OVERDUE:
        return f"{so_far}，{due:%Y-%m-%d}已到期。办过的请补录，没办的请尽快补上。"
    return f"{so_far}，{day(due, on)}前完成。"
