"""The county while it is being made: its days, its tables, its one source of chance, and the unit being written."""

from dataclasses import dataclass, field
from random import Random

from partywork.common.periods import last_day_of_month
from partywork.demo.county.days import MINUTES, later, workday
from partywork.demo.county.sizes import Size
from partywork.demo.world import activity_date
from partywork.orgs.activity import ActivityRule
from partywork.orgs.enums import OrgKind, Sector

LAST_MONTH = 10  # of the demo's year: its records are the twelve months until October, ``years`` times
LAGS = (0, 0, 1, 1, 2, 3, 6)  # days until a record is entered
LONG_LAGS = (18, 24, 31, 38, 45)
NO_RULE = ActivityRule()


@dataclass(eq=False, slots=True)
class Person:
    """A party member while on the books of one branch, as later records need it; days are ISO text."""

    id: int
    name: str
    since: str
    until: str
    born: int
    basis: str
    base_fen: int
    group: int | None = None  # the party group's id
    standards: dict[int, tuple[int, int]] = field(default_factory=dict)  # year → id, fen a month


@dataclass(eq=False, slots=True)
class Unit:
    """An organisation with what its records need; ``user`` is the id of who writes for it."""

    id: int
    number: int  # among all branches
    name: str
    kind: OrgKind
    sector: Sector
    path: str
    founded: str
    user: int
    above: "Unit | None"
    writer: str = ""  # that user's name
    rule: ActivityRule = NO_RULE
    size: int = 0
    lags: bool = False
    place: str = "会议室"
    leaders: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()
    people: list[Person] = field(default_factory=list)
    committee: list[str] = field(default_factory=list)
    seated: list[Person] = field(default_factory=list)  # those of the committee who are on the roster
    serial: int = 0
    has_next: bool = False  # the next unit is a branch beside it, to which somebody may move

    def key(self) -> str:
        """The next record's key within the unit; keys rise, so each goes to the end of its index."""
        self.serial += 1
        return f"demo-{self.serial:06d}"

    def roster(self, day: str) -> list[Person]:
        return [each for each in self.people if each.since <= day < each.until]

    @property
    def chair(self) -> str:
        return self.committee[0] if self.committee else self.writer


class County:
    """``chance`` is the only source of chance; the same size, number, year and years make the same rows."""

    def __init__(self, size: Size, number: int, year: int, years: int) -> None:
        self.size, self.year, self.years = size, year, years
        self.chance = Random(f"{number}-{year}-{years}-{size}")
        self.random = self.chance.random
        self.today = f"{year}-11-15"
        first = (year - years) * 12 + LAST_MONTH
        self.months = [divmod(index, 12) for index in range(first, year * 12 + LAST_MONTH)]
        self.months = [(in_year, month + 1) for in_year, month in self.months]
        self.ends = [last_day_of_month(*month).isoformat() for month in self.months]
        self._activity: dict[tuple[ActivityRule, int, int], str] = {}

    def below(self, number: int) -> int:
        """A whole number from 0, less than ``number``."""
        return int(self.random() * number)

    def some_day(self, year: int, month: int, first: int = 3, last: int = 27) -> str:
        return workday(year, month, first + int(self.random() * (last - first + 1)))

    def activity(self, rule: ActivityRule, year: int, month: int) -> str:
        """The day the branch's activity falls on."""
        key = (rule, year, month)
        if key not in self._activity:
            self._activity[key] = activity_date(rule, year, month).isoformat()
        return self._activity[key]

    def entered(self, unit: Unit, day: str) -> str:
        """The moment at which something of that day is entered."""
        lags = LONG_LAGS if unit.lags else LAGS
        on = min(later(day, lags[int(self.random() * len(lags))]), self.today)
        return f"{on} {MINUTES[int(self.random() * len(MINUTES))]}"

    def happened(self, unit: Unit, day: str) -> bool:
        return unit.founded <= day <= self.today
