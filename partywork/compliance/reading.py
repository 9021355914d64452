"""What every reader of obligations is given: the units, the days and the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from partywork.access.scope import Scope
from partywork.common.periods import Month, Period, Quarter
from partywork.compliance.dated import Dated, dated_in
from partywork.compliance.duties import ARREARS_RED, ARREARS_WARN
from partywork.compliance.gatherings import NONE, Gatherings, gatherings_in
from partywork.compliance.monthly import Monthly, monthly_in
from partywork.compliance.roster import NOBODY, Heads, heads_in
from partywork.compliance.turns import turns
from partywork.compliance.units import Unit
from partywork.rules.models import Rule
from partywork.rules.queries import RuleBook
from partywork.rules.shelf import Line, RuleShelf
from partywork.rules.values import Every, Frequency

TURN_DAYS, DUE_SOON_DAYS = "reminder.turn_days", "reminder.due_soon_days"
SHORT: tuple[Every, ...] = ("month", "quarter")


@dataclass(frozen=True)
class Turn:
    """One period of a recurring duty under the rule that holds for it. Worked out once for all units it binds."""

    period: Period
    label: str
    first: date
    due: date
    frequency: Frequency
    rule: Rule
    soon_days: int
    months: tuple[int, ...]  # 202605


@dataclass(frozen=True)
class Reading:
    """Obligations of ``units`` as known on ``on``: those due from ``since`` on, of periods begun by ``until``."""

    scope: Scope
    on: date
    since: date
    until: date
    shelf: RuleShelf
    units: Mapping[int, Unit]
    _turns: dict[tuple[str, Line, date], list[Turn]] = field(default_factory=dict)
    _rosters: dict[date, dict[int, Heads]] = field(default_factory=dict)

    def book(self, unit: Unit) -> RuleBook:
        return self.shelf.book(unit.line, self.on)

    @cached_property
    def _gatherings(self) -> Mapping[int, Gatherings]:
        return gatherings_in(self.scope, self.since, self.on)

    def held(self, unit: Unit) -> Gatherings:
        """What the unit held. One query for all units, the first time it is asked."""
        return self._gatherings.get(unit.pk, NONE)

    def dated(self, kind: str) -> list[Dated]:
        """What has a day of its own. One query for all kinds, the first time one is asked."""
        return self._dated.get(kind, [])

    @cached_property
    def _dated(self) -> Mapping[str, list[Dated]]:
        return dated_in(self.scope, self.since, self.on, self.until)

    @cached_property
    def monthly(self) -> Monthly:
        """What units did month by month beside their gatherings. One query."""
        books = [self.shelf.book(line, self.on) for line in {unit.line for unit in self.units.values()}]
        runs = [book.number(duty.rule) for book in books for duty in (ARREARS_RED, ARREARS_WARN)]
        return monthly_in(self.scope, self.since, self.on, runs)

    def heads(self, unit: Unit, on: date) -> Heads:
        """The unit's roster on the day. One query for each day other than the reading's own."""
        if on == self.on:
            return unit.heads
        if on not in self._rosters:
            self._rosters[on] = heads_in(self.scope, on)
        return self._rosters[on].get(unit.pk, NOBODY)

    def was_in_use(self, unit: Unit, period: Period) -> bool:
        """Whether the unit kept its records here in that period, so that what is not on record was not done.

        Where it said from which day on (启用登记), a month or quarter must be a whole one from then on, as for a new
        branch; of the half-year or year that was running, what is owed can still be done or logged. Where it did not
        say, something on record must show it of a past year.
        """
        if unit.began_on is None:
            return period.start.year >= self.on.year or period.start.year in self.held(unit).years
        is_short = isinstance(period, Month | Quarter)
        return unit.began_on <= (period.start if is_short else period.end)

    def turns(self, code: str, unit: Unit, first: date, years_back: int = 0) -> list[Turn]:
        """The unit's turns of a duty from ``first`` (its founding) on. Units under one set of rules share them."""
        start = max(first, date(self.since.year - years_back, 1, 1))
        key = code, unit.line, start
        if key not in self._turns:
            self._turns[key] = self._make_turns(code, unit.line, start)
        return self._turns[key]

    def _make_turns(self, code: str, line: Line, first: date) -> list[Turn]:
        made = []
        for period, frequency in turns(code, lambda day: self.shelf.book(line, day), first, self.until):
            if not frequency.times:
                continue  # a unit does not ask for what no national text lays down
            book = self.shelf.book(line, period.start)
            soon = book.number(TURN_DAYS if frequency.every in SHORT else DUE_SOON_DAYS)
            months = tuple(month.year * 100 + month.month for month in period.months)
            turn = Turn(period, period.label, period.start, period.end, frequency, book.rule(code), soon, months)
            made.append(turn)
        return made
