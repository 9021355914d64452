"""Dues: a standard for each member and year, and months that most pay and some do not."""

from datetime import date

from partywork.common.periods import half_of
from partywork.demo.county.days import month
from partywork.demo.county.world import County, Person, Unit
from partywork.demo.county.writing import Table
from partywork.dues.arithmetic import monthly_dues
from partywork.dues.enums import BRACKET_RULES, DuesBasis
from partywork.dues.models import DuesMonth, DuesStandard, month_end
from partywork.rules.queries import RuleBook, rules_for

LAGGING_FROM = 3  # month of the demo's year from which a lagging branch has collected nothing
OWES_ON, OWES_ONE = 0.015, 0.03  # share of members who pay no more from some month on, and who leave one month out


class Dues:
    def __init__(self, county: County) -> None:
        self.county, self.random = county, county.random
        common = ["id", "org_id", "key", "created_by_id", "created_at", "updated_by_id", "updated_at"]
        self.standards = Table(DuesStandard, [*common, "member_id", "year", "since", "basis", "base_fen", "rate",
                               "monthly_fen"])  # fmt: skip
        self.months = Table(DuesMonth, [*common, "version", "member_id", "standard_id", "month", "due_on", "half",
                            "due_fen", "paid_fen", "paid_on", "paid_month"])  # fmt: skip
        self.tables = [self.standards, self.months]
        self._years = range(county.months[0][0], county.year + 1)
        self._rules = {year: rules_for(on=date(year, 1, 1)) for year in self._years}
        self._amounts: dict[tuple[int, str, int], tuple[int, int]] = {}
        self._days = [(code, month_end(code).isoformat(), half_of(month_end(code)))
                      for code in (year * 100 + number for year, number in county.months)]  # fmt: skip

    def make(self, unit: Unit) -> None:
        if not unit.people:
            return
        for year in self._years:
            if unit.founded <= f"{year}-12-31":
                self._standards(unit, year)
        owing = {each.id: self._owes(each) for each in unit.people}
        for place, (code, last, half) in enumerate(self._days):
            if unit.founded <= last:
                self._month(unit, place, code, last, half, owing)

    def _standards(self, unit: Unit, year: int) -> None:
        """For everyone who is of the branch in the year and has none yet."""
        moment = f"{max(f'{year}-01-06', unit.founded)} 02:30:00"
        for person in unit.people:
            if year in person.standards or person.since > f"{year}-12-31" or person.until <= f"{year}-01-01":
                continue
            rate, fen = self._amount(year, person)
            pk = self.standards.next_id()
            person.standards[year] = (pk, fen)
            base = None if person.basis == DuesBasis.FARMER.value else person.base_fen
            self.standards.add((pk, unit.id, f"s{year}-{person.id}", unit.user, moment, unit.user, moment, person.id,
                                year, f"{year}-01-01", person.basis, base, rate, fen))  # fmt: skip

    def _amount(self, year: int, person: Person) -> tuple[int, int]:
        """Rate and monthly dues by the rules of the year, as ``fix_amount`` finds them."""
        key = (year, person.basis, person.base_fen)
        if key not in self._amounts:
            self._amounts[key] = _found(self._rules[year], DuesBasis(person.basis), person.base_fen)
        return self._amounts[key]

    def _owes(self, person: Person) -> tuple[int, int]:
        """From which month on somebody owes (by its place), and until which."""
        drawn, places = self.random(), len(self._days)
        if drawn < OWES_ON:
            return max(places - 1 - self.county.below(9), 0), places
        if drawn < OWES_ON + OWES_ONE:
            place = self.county.below(places)
            return place, place + 1
        return places, places

    def _month(
        self, unit: Unit, place: int, code: int, last: str, half: int, owing: dict[int, tuple[int, int]]
    ) -> None:
        county, add, next_id = self.county, self.months.add, self.months.next_id
        year, number = divmod(code, 100)
        paid_on = max(county.some_day(year, number, 8, 22), unit.founded)
        moment = county.entered(unit, paid_on)
        closed = unit.lags and year == county.year and number >= LAGGING_FROM
        org, user, paid_month = unit.id, unit.user, month(paid_on)
        for person in unit.people:
            if not person.since <= last < person.until:
                continue
            standard, fen = person.standards[year]
            since, until = owing[person.id]
            if closed or since <= place < until or not fen or person.since > paid_on:
                add((next_id(), org, f"{code}-{person.id}", user, moment, user, moment, 1, person.id, standard, code,
                     last, half, fen, 0, None, None))  # fmt: skip
            else:
                add((next_id(), org, f"{code}-{person.id}", user, moment, user, moment, 2, person.id, standard, code,
                     last, half, fen, fen, paid_on, paid_month))  # fmt: skip


def _found(rules: RuleBook, basis: DuesBasis, base: int) -> tuple[int, int]:
    code = BRACKET_RULES.get(basis)
    if code is None:
        return 0, base
    limit = rules.number("dues.month_limit") if rules.has("dues.month_limit") else None
    return monthly_dues(base, rules.brackets(code), step_fen=rules.number("dues.rounding"), limit_fen=limit)
