"""The demo office while it is being made: its year, its units, its people, its one source of chance."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from partywork.accounts.models import User
from partywork.common.periods import last_day_of_month
from partywork.members.models import Member
from partywork.orgs.activity import ActivityRule
from partywork.orgs.enums import Sector
from partywork.orgs.models import Organisation, PartyGroup

T = TypeVar("T")

# The day before which a year's spring festival visits are made; 5 February where it is not listed.
SPRING_FESTIVALS = {2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13)}


@dataclass(eq=False)
class Unit:
    """An organisation of the demo with what later records need of it."""

    org: Organisation
    sector: Sector
    size: int
    rule: ActivityRule
    secretary: User
    lags: bool = False
    groups: list[PartyGroup] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    committee: list[str] = field(default_factory=list)
    place: str = "会议室"

    @property
    def name(self) -> str:
        return self.org.short_name

    @property
    def chair(self) -> str:
        return self.committee[0] if self.committee else ""


@dataclass(eq=False)
class World:
    """``year`` is the year of the half-year that is full of records; ``today`` lies in its November."""

    year: int
    chance: Random
    manager: User
    root: Unit
    generals: list[Unit] = field(default_factory=list)
    branches: list[Unit] = field(default_factory=list)
    _keys: int = 0

    @property
    def today(self) -> date:
        return date(self.year, 11, 15)

    def key(self) -> str:
        """The next record's key: the same seed gives the same keys."""
        self._keys += 1
        return f"demo-{self._keys:05d}"

    def workday(self, year: int, month: int, day: int) -> date:
        """That day, or the nearest Monday to Friday of the month."""
        found = date(year, month, min(day, last_day_of_month(year, month).day))
        if found.weekday() < 5:
            return found
        later = found + timedelta(days=7 - found.weekday())
        return later if later.month == month else found - timedelta(days=found.weekday() - 4)

    def some_day(self, year: int, month: int, first: int = 3, last: int = 27) -> date:
        return self.workday(year, month, self.chance.randint(first, last))

    def spring_festival(self, year: int) -> date:
        return date(year, *SPRING_FESTIVALS.get(year, (2, 5)))

    def pick(self, items: Sequence[T]) -> T:
        return items[self.chance.randrange(len(items))]

    def few(self, items: Sequence[T], number: int) -> list[T]:
        return self.chance.sample(list(items), min(number, len(items)))

    @property
    def working(self) -> list[Unit]:
        """The branches that keep up."""
        return [unit for unit in self.branches if not unit.lags]

    def unit(self, code: str) -> Unit:
        return next(each for each in [self.root, *self.generals, *self.branches] if each.org.code == code)


def activity_date(rule: ActivityRule, year: int, month: int) -> date:
    """The day a branch's activity falls on in a month."""
    last = last_day_of_month(year, month)
    if rule.activity_ordinal is None or rule.activity_number is None:
        return date(year, month, min(rule.activity_number or 10, last.day))
    first = date(year, month, 1)
    offset = (rule.activity_number - 1 - first.weekday()) % 7
    day = first + timedelta(days=offset + 7 * (rule.activity_ordinal - 1))
    return day if day.month == month else day - timedelta(days=7)
