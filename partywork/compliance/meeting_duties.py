"""Obligations that meetings settle: 三会一课, the theme day, the yearly 组织生活会, 民主评议 and 民主生活会."""

from collections.abc import Iterator
from datetime import date

from partywork.committees.branches import COMMITTEE_FROM
from partywork.common.periods import Month, Period, add_months, last_day_of_month
from partywork.compliance import dated
from partywork.compliance.counted import STILL, counted, owed_turns, stands
from partywork.compliance.dated import Dated
from partywork.compliance.duties import (
    APPRAISAL,
    COMMITTEE,
    DEMOCRATIC_LIFE,
    GENERAL,
    GROUP,
    LECTURE,
    LIFE,
    THEME_DAY,
    Duty,
)
from partywork.compliance.gatherings import Gatherings
from partywork.compliance.lights import Light, Obligation, day, light_of
from partywork.compliance.reading import DUE_SOON_DAYS, Reading, Turn
from partywork.compliance.units import Unit, has_branch_committee

OF_BRANCH = (THEME_DAY, GENERAL, LECTURE)
BRANCH_YEAR, LED_YEAR = (LIFE, APPRAISAL), (DEMOCRATIC_LIFE,)
GROUP_WORD = "党小组"


def meeting_obligations(reading: Reading) -> Iterator[Obligation]:
    groups = _groups(reading)
    for unit in reading.units.values():
        if unit.is_branch:
            yield from _of_branch(reading, unit, groups.get(unit.pk, []))
        yield from _of_year(reading, unit)


def year_obligations(reading: Reading) -> Iterator[Obligation]:
    """Of these only what is owed once a year."""
    for unit in reading.units.values():
        yield from _of_year(reading, unit)


def _groups(reading: Reading) -> dict[int, list[Dated]]:
    found: dict[int, list[Dated]] = {}
    for each in sorted(reading.dated(dated.GROUP), key=lambda each: (each.day, each.record)):
        found.setdefault(each.org_id, []).append(each)
    return found


def _of_branch(reading: Reading, unit: Unit, groups: list[Dated]) -> Iterator[Obligation]:
    if has_branch_committee(unit, reading.book(unit).number(COMMITTEE_FROM)):
        yield from _recurring(reading, unit, COMMITTEE)
    for group in groups:
        yield from _of_group(reading, unit, group)
    for duty in OF_BRANCH:
        yield from _recurring(reading, unit, duty)


def _of_year(reading: Reading, unit: Unit) -> Iterator[Obligation]:
    for duty in BRANCH_YEAR if unit.is_branch else LED_YEAR if unit.is_led else ():
        yield from _yearly(reading, unit, duty)


def _recurring(reading: Reading, unit: Unit, duty: Duty) -> Iterator[Obligation]:
    held = reading.held(unit)
    for turn in owed_turns(reading, unit, duty, unit.founded_on):
        done = held.count(duty.code, turn.months)
        found = counted(reading, unit, duty, turn, f"{turn.label}{duty.label}", done)
        if duty is THEME_DAY and isinstance(turn.period, Month) and unit.activity.activity_number:
            light, detail = _on_fixed_day(unit, turn, turn.period, held, found, reading.on)
            found = found._replace(light=light, detail=detail)
        yield found


def _on_fixed_day(
    unit: Unit, turn: Turn, month: Month, held: Gatherings, found: Obligation, on: date
) -> tuple[Light, str]:
    """Says how the theme day relates to the branch's fixed day; held on another day of the month it still counts.

    第16条 asks for one relatively fixed day a month. From that day on, a month without one is amber.
    """
    light, detail, fixed = found.light, found.detail, unit.activity.days_in(month)
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


def _of_group(reading: Reading, unit: Unit, group: Dated) -> Iterator[Obligation]:
    """A group owes for the whole months (quarters) it exists."""
    for turn in owed_turns(reading, unit, GROUP, max(unit.founded_on, group.day)):
        if turn.first < group.day or turn.due >= group.until:
            continue
        done = reading.held(unit).count_of_group(group.record, turn.months)
        title = f"{turn.label}{group.text.removesuffix(GROUP_WORD)}{GROUP.label}"
        yield counted(reading, unit, GROUP, turn, title, done)._replace(group=group.record)


def _yearly(reading: Reading, unit: Unit, duty: Duty) -> Iterator[Obligation]:
    """Of a year by its 所属年度; it may be held in the first months of the next (a local setting).

    Of a year that lies before the unit used the system nothing is owed.
    """
    book, held = reading.book(unit), reading.held(unit)
    grace, soon = book.number("meeting.life.grace_months"), book.number(DUE_SOON_DAYS)
    for turn in reading.turns(duty.rule, unit, unit.founded_on, years_back=1):
        due, year = _after_grace(turn.period, grace), turn.first.year
        if due < reading.since or not reading.was_in_use(unit, turn.period):
            continue
        done = held.by_year.get((duty.code, year), 0)
        light = light_of(done >= turn.frequency.times, due, reading.on, soon + (due - turn.due).days)
        detail = stands(done, turn.frequency.times, "次", due, light, reading.on, late=STILL)
        title = f"{turn.label}{duty.label}"
        yield Obligation(unit.pk, duty, turn.rule, title, detail, due, light, turn.period)


def _after_grace(period: Period, months: int) -> date:
    """The last day of the month that lies ``months`` after the period's last one."""
    later = add_months(period.end, months)
    return last_day_of_month(later.year, later.month)
