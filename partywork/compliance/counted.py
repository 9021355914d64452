"""What is common to duties that a number of records settles: how often, by when, and how to say how far it is."""

from collections.abc import Iterable, Iterator
from datetime import date

from partywork.compliance.duties import Duty
from partywork.compliance.lights import Light, Obligation, day, light_of
from partywork.compliance.monthly import Months
from partywork.compliance.reading import Reading, Turn
from partywork.compliance.units import Unit


def in_months(held: Months, months: Iterable[int]) -> int:
    return sum(held.get(month, 0) for month in months)


def turns_of(reading: Reading, unit: Unit, duty: Duty, what: str, held: Months) -> Iterator[Obligation]:
    """One obligation for each period of the duty's rule that falls due from ``since`` on."""
    for turn in owed_turns(reading, unit, duty, unit.founded_on):
        yield counted(reading, unit, duty, turn, f"{turn.label}{what}", in_months(held, turn.months))


def owed_turns(reading: Reading, unit: Unit, duty: Duty, first: date) -> Iterator[Turn]:
    """The turns from ``first`` on, of the time in which the unit kept its records here."""
    for turn in reading.turns(duty.rule, unit, first):
        if turn.due >= reading.since and reading.was_in_use(unit, turn.period):
            yield turn


def counted(reading: Reading, unit: Unit, duty: Duty, turn: Turn, title: str, done: int) -> Obligation:
    needed = turn.frequency.times
    light = light_of(done >= needed, turn.due, reading.on, turn.soon_days)
    detail = stands(done, needed, "次", turn.due, light, reading.on)
    return Obligation(unit.pk, duty, turn.rule, title, detail, turn.due, light, turn.period)


GONE = "办过的请补录；没办的补不了这一期，下一期请按时办。"
STILL = "办过的请补录，没办的请尽快补上。"  # of what may be done later for its year


def stands(done: int, needed: int, unit: str, due: date, light: Light, on: date, *, late: str = GONE) -> str:
    """How far something has come, and by when the rest is due; ``late`` says what to do about it afterwards."""
    if light is Light.MET:
        return f"要求{needed}{unit}，已有{done}{unit}"
    so_far = f"已有{done}{unit}，还差{needed - done}{unit}" if done else "还没有记录"
    if light is Light.OVERDUE:
        return f"{so_far}，{due:%Y-%m-%d}已到期。{late}"
    return f"{so_far}，{day(due, on)}前完成。"
