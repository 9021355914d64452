"""Lights counted by the children of a unit: what heat maps are drawn from. Branches are summed, never listed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from partywork.access.scope import Scope
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.obligations import obligations_of, reading_of
from partywork.compliance.reading import Reading
from partywork.orgs.models import Organisation
from partywork.orgs.queries import ids_of_path, placement_of

Lights = Counter[Light]
Rows = dict[int, dict[str, Lights]]


@dataclass(frozen=True)
class Tally:
    """``rows``: lights by child and column; the unit itself is a row of its own, a child sums what is below it."""

    parents: frozenset[int]  # children that have units below them
    rows: Rows
    made_at: datetime | None = (
        None  # of one a worker counted, since when records were written; else it is of this moment
    )

    def columns(self) -> dict[str, Lights]:
        """The lights of all children together."""
        found: dict[str, Lights] = defaultdict(Counter)
        for row in self.rows.values():
            for column, lights in row.items():
                found[column].update(lights)
        return found


def tally_of(org: Organisation, reading: Reading, found: Iterable[tuple[Obligation, str]]) -> Tally:
    """Counts obligations of the reading, each with its column."""
    placement = placement_of(org, reading.on)
    depth = len(ids_of_path(placement.path)) if placement else 0
    child_of = {unit.pk: _child(unit.path, depth, org.pk) for unit in reading.units.values()}
    rows: Rows = defaultdict(lambda: defaultdict(Counter))
    for each, column in found:
        rows[child_of[each.org_id]][column][each.light] += 1
    return Tally(frozenset(child for pk, child in child_of.items() if pk != child), rows)


def _child(path: str, depth: int, own: int) -> int:
    ids = ids_of_path(path)
    return ids[depth] if len(ids) > depth else own


def by_duty(found: Iterable[Obligation]) -> Iterator[tuple[Obligation, str]]:
    return ((each, each.duty.code) for each in found)


def count_duties(org: Organisation, scope: Scope, on: date) -> Tally:
    """By kind of duty: what is the units' business on the day."""
    reading = reading_of(scope, on)
    return tally_of(org, reading, by_duty(obligations_of(reading)))


def count_months(org: Organisation, scope: Scope, on: date) -> Tally:
    """By kind of duty and the month of the year of ``on`` in which it falls due (``month_column``)."""
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    reading = reading_of(scope, on, since=first)
    found = (each for each in obligations_of(reading) if first <= each.due_on <= last)
    return tally_of(org, reading, ((each, month_column(each.duty.code, each.due_on.month)) for each in found))


def month_column(code: str, month: int) -> str:
    return f"{code} {month}"
