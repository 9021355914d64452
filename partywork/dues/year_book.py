"""The year of one branch: who owed what in which month and paid what. Grid, collection sheet and Excel read it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from partywork.dues.models import DuesMonth, DuesStandard
from partywork.dues.queries import standards_of, year_rows
from partywork.members.models import Member
from partywork.members.queries import roster
from partywork.orgs.models import Organisation

MONTHS = range(1, 13)


@dataclass(frozen=True)
class YearLine:
    """One member's year; ``months`` holds what is open, by month 1 to 12. Money in fen."""

    member: Member
    standard: DuesStandard | None
    months: Mapping[int, DuesMonth]

    @property
    def due_fen(self) -> int:
        return sum(row.due_fen for row in self.months.values())

    @property
    def paid_fen(self) -> int:
        return sum(row.paid_fen for row in self.months.values())


@dataclass(frozen=True)
class YearBook:
    org: Organisation
    year: int
    lines: tuple[YearLine, ...]

    def of_month(self, month: int) -> list[DuesMonth]:
        return [line.months[month] for line in self.lines if month in line.months]

    @property
    def rows(self) -> list[DuesMonth]:
        return [row for line in self.lines for row in line.months.values()]

    @property
    def due_fen(self) -> int:
        return sum(line.due_fen for line in self.lines)

    @property
    def paid_fen(self) -> int:
        return sum(line.paid_fen for line in self.lines)


def year_book(org: Organisation, year: int, today: date) -> YearBook:
    """Whoever has a month of the year here, and whoever stands on the roster of its last day so far, by name."""
    months: dict[int, dict[int, DuesMonth]] = defaultdict(dict)
    people: dict[int, Member] = {}
    for row in year_rows(org, year):
        people[row.member_id] = row.member
        months[row.member_id][row.month % 100] = row
    day = min(max(today, date(year, 1, 1)), date(year, 12, 31))
    people |= {member.pk: member for member in roster(org, day)}
    standards = standards_of(people, year)
    named = sorted(people.values(), key=lambda member: (member.name, member.pk))
    return YearBook(org, year, tuple(YearLine(each, standards.get(each.pk), months[each.pk]) for each in named))
