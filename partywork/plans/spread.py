"""A target that each branch, month, quarter or person has to reach: who was due, who reached it.

Judged are whole months and quarters that are over by the data date, and branches that existed when they began.
What is done every month rests on records: a number declared of an earlier time (填报数) says nothing of its months.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partywork.access.scope import Scope
from partywork.common.periods import Month, Period, Quarter, period_of
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import exact, plain
from partywork.measures.evaluate import evaluate, evaluate_each
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from partywork.orgs.units import BRANCHES
from partywork.plans.enums import Each
from partywork.plans.models import PlanItem

UNITS = {Each.BRANCH: "个支部", Each.MONTH: "个月", Each.QUARTER: "个季度", Each.PERSON: "名党员"}
EVERY = {Each.BRANCH_MONTH: "每月", Each.BRANCH_QUARTER: "每季度"}

PerPerson = Callable[[Organisation, Window], Iterable[tuple[str, int]]]
"""A figure of each person of a branch on the data date: name, number."""

_per_person: dict[str, PerPerson] = {}


@dataclass(frozen=True)
class Cell:
    """One branch, month, quarter or person, and what it has come to; ``number`` as people read it."""

    who: str
    when: str
    number: Decimal
    is_met: bool
    org_code: str = ""
    period: Period | None = None


@dataclass(frozen=True)
class Spread:
    each: Each
    cells: tuple[Cell, ...]

    @property
    def missed(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.is_met]

    @property
    def is_met(self) -> bool | None:
        """Whether everybody due reached it; None where nobody was due yet."""
        return not self.missed if self.cells else None

    @property
    def due(self) -> int:
        """Branches, each with all its months, where each branch is asked; else months, quarters, people."""
        return len(self._kept)

    @property
    def met(self) -> int:
        return sum(self._kept.values())

    @property
    def _kept(self) -> Mapping[str, bool]:
        """Whether each of those asked reached the target throughout."""
        kept: dict[str, bool] = {}
        for number, cell in enumerate(self.cells):
            key = cell.org_code if self.each in EVERY else str(number)
            kept[key] = kept.get(key, True) and cell.is_met
        return kept

    @property
    def text(self) -> str:
        """12个支部中有10个每月达到; "" where nobody was due."""
        if not self.cells:
            return ""
        unit = UNITS.get(self.each, UNITS[Each.BRANCH])
        return f"{self.due}{unit}中有{self.met}{unit if unit == '个月' else unit[0]}{EVERY.get(self.each, '')}达到"


def register_per_person(code: str, numbers: PerPerson) -> None:
    """Slices above say which figures they can tell of each person; called once when the application is ready."""
    _per_person[code] = numbers


def per_person_names() -> list[str]:
    return [lookup.measure(code).name for code in _per_person]


def spread_of(item: PlanItem, on: date, *, ended_by: date | None = None) -> Spread:
    """Who reached the item's target by ``on``. A query a source for each month or quarter.

    A period that ends on ``on`` is judged, as a report's data date means the whole day; a page that is looked at
    during the day says with ``ended_by`` which day was the last whole one.
    """
    ended_by = ended_by or on
    each, request = Each(item.each), item.request
    assert request is not None
    if each == Each.PERSON:
        return Spread(each, tuple(_people(item, request, on)))
    if each in (Each.MONTH, Each.QUARTER):
        return Spread(each, tuple(_periods(item, request, on, ended_by)))
    return Spread(each, tuple(_branches(item, request, on, ended_by)))


def _people(item: PlanItem, request: Request, on: date) -> Iterator[Cell]:
    for name, number in _per_person[request.code](item.org, Window(item.counted_over, on)):
        yield _cell(item, name, "", Decimal(number))


def _periods(item: PlanItem, request: Request, on: date, ended_by: date) -> Iterator[Cell]:
    for period in _over(item, ended_by):
        if item.org.founded_on <= period.start:
            window = Window(period, on)
            value = evaluate([request], scope_of_org(item.org, window.on), window)[request]
            yield _cell(item, "", period.label, _recorded(request, value), item.org.code, period)


def _branches(item: PlanItem, request: Request, on: date, ended_by: date) -> Iterator[Cell]:
    """Branch after branch, each with its months."""
    whole = Window(item.counted_over, on)
    found = BRANCHES(scope_of_org(item.org, whole.on), whole)
    branches = list(Organisation.objects.filter(pk__in=list(found)).order_by("code"))
    alone = Organisation.objects.filter(pk__in=list(found)).order_by().values("pk")
    periods = [item.counted_over] if item.each == Each.BRANCH else list(_over(item, ended_by))
    values = {}
    for period in periods:
        window = Window(period, on)
        values[period] = evaluate_each([request], found, Scope(alone, window.on), window)
    for branch in branches:
        for period in periods:
            if branch.founded_on <= period.start:
                value = values[period][branch.pk][request]
                number = _recorded(request, value) if item.each in EVERY else _as_read(request, value)
                label = period.label if item.each in EVERY else ""
                yield _cell(item, branch.short_name, label, number, branch.code, period)


def _over(item: PlanItem, ended_by: date) -> Iterator[Period]:
    """The months or quarters of the target's time that are over."""
    kind = Month if item.each in (Each.MONTH, Each.BRANCH_MONTH) else Quarter
    start = item.counted_over.start
    while start <= item.counted_over.end:
        period = period_of(start, kind.kind)
        if period.end <= ended_by:
            yield period
        start = period.next.start


def _cell(
    item: PlanItem, who: str, when: str, number: Decimal, org_code: str = "", period: Period | None = None
) -> Cell:
    return Cell(who, when, number, bool(item.is_met_by(number)), org_code, period)


def _recorded(request: Request, value: Value) -> Decimal:
    if isinstance(value.number, int):
        value = Value(value.number - value.declared)
    return _as_read(request, value)


def _as_read(request: Request, value: Value) -> Decimal:
    """What nobody recorded has come to nothing."""
    number = exact(lookup.measure(request.code), value)
    return plain(Decimal(number)) if isinstance(number, int | Decimal) else Decimal(0)
