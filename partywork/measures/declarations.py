"""How a figure is declared: a source of rows, a condition, and what is done with the rows.

A slice declares its sources and measures; ``catalogue`` collects them; nothing else computes a figure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from django.db.models import Model, Q, TextChoices

from partywork.access.scope import Scope
from partywork.measures.window import Window

Units = Callable[[Scope, Window], Mapping[int, date]]
"""Which organisations a per-branch figure is about: id → the day from which it is due."""

Tally = Callable[[Scope, Window], Mapping[int, int]]
"""How many of its rows a figure counts in each organisation."""

Condition = Q | Callable[[Window], Q]
"""Which rows: fixed, or depending on the days asked about (overdue on the data date, age bands)."""


def at(condition: Condition, window: Window) -> Q:
    """The condition for these days."""
    return condition if isinstance(condition, Q) else condition(window)


UNFILLED = "未填"
Every = Literal["day", "week", "half_month", "month", "two_months", "quarter"]


@dataclass(frozen=True)
class Dim:
    """A way to narrow or split the rows of a source, by the label people use.

    ``values`` maps a label to its condition. A dimension over a free text has none and is matched as
    typed through ``path``. Only a partition (every row in at most one value) may be broken down.
    """

    label: str
    path: str = ""
    values: Mapping[str, Condition] = field(default_factory=dict)
    partition: bool = True

    def condition(self, value: str) -> Condition | None:
        if self.values:
            return self.values.get(value)
        return Q(**{self.path: value})


def dim(label: str, path: str, choices: type[TextChoices] | None = None) -> Dim:
    """A dimension over a field, with the labels of its choices if it has a fixed list."""
    pairs = choices.choices if choices else []
    return Dim(label, path, {str(text): Q(**{path: value}) for value, text in pairs if value != ""})


@dataclass(frozen=True, eq=False)
class Source:
    """A table of facts.

    ``org``, ``on``, ``half``, ``month`` and ``tag`` are paths from the model. ``span`` is the prefix of a
    dated fact's since/until when the rows hold for a time. ``record`` leads from a row to the record
    people know it by; ``ledger`` names the ledger that lists those records. Rows known ``ahead`` (what is
    planned) count to the period's end, all others to the data date.
    """

    code: str
    label: str
    model: type[Model]
    ledger: str
    org: str = "org"
    on: str = "date"
    half: str = "half"
    month: str = "month"
    tag: str = ""
    span: str | None = None
    ahead: bool = False
    record: str = ""
    where: Condition = field(default_factory=Q)
    dims: Mapping[str, Dim] = field(default_factory=dict)

    def dims_for(self, value: str) -> list[str]:
        """The dimensions a bare ``@value`` may mean: those that list it, else those over free text."""
        listed = [key for key, each in self.dims.items() if value in each.values]
        return listed or [key for key, each in self.dims.items() if not each.values]


@dataclass(frozen=True)
class Count:
    """How many rows happen in the period (``on``: another date of the row than the source's)."""

    on: str = ""


@dataclass(frozen=True)
class Sum:
    """The sum of a whole-number field over the rows of the period."""

    field: str
    on: str = ""


@dataclass(frozen=True)
class Money:
    """The sum of an amount in fen over the rows of the period: a field, or an expression for these days
    (what is still owed on the data date)."""

    field: "str | Callable[[Window], Any]"
    on: str = ""


@dataclass(frozen=True)
class Balance(Money):
    """The sum of an amount in fen over the rows that hold on the data date."""


@dataclass(frozen=True)
class Quantity:
    """The sum of a quantity kept in thousandths."""

    field: str
    on: str = ""


@dataclass(frozen=True)
class Distinct:
    """How many different values of a field the rows of the period have; blanks do not count."""

    field: str
    on: str = ""


@dataclass(frozen=True)
class Flow(Count):
    """Rows whose ``on`` date falls in the period: entered, left, closed."""


@dataclass(frozen=True)
class Stock:
    """How many rows hold on the data date. With ``of``, how many different values of that field.

    ``tally`` counts the same rows of each organisation from grouped ones, where asking row by row would be slow; it
    serves the figure that is not narrowed. No two organisations have a value in common.
    """

    of: str = ""
    tally: "Tally | None" = None


@dataclass(frozen=True)
class StatedSum:
    """A sum that may be a stated zero: rows that record 0 give 0, no row at all gives no figure.

    ``thousandths``: the field is a quantity kept in thousandths.
    """

    field: str
    thousandths: bool = False


@dataclass(frozen=True)
class EventDate:
    """The first or last day on which a row happens in the period."""

    which: Literal["first", "last"] = "first"


@dataclass(frozen=True)
class PerOrg:
    """The least or the mean number of rows over the organisations concerned, those with none included.

    ``of`` says which rows: those that happen in the period or, with Stock, those that hold on the data date.
    """

    units: Units
    stat: Literal["min", "mean"] = "min"
    of: Count | Stock = field(default_factory=Count)


@dataclass(frozen=True)
class Regular:
    """How many of the organisations concerned have a row in every month (quarter …) they were due."""

    units: Units
    every: Every = "month"


@dataclass(frozen=True)
class Ratio:
    """A percentage of two other measures, by their codes."""

    part: str
    whole: str


@dataclass(frozen=True)
class Breakdown:
    """The rows split over a dimension; 未填 takes the rest, so the parts always equal the total."""

    dim: str
    of: Count | Sum | Money | Stock = field(default_factory=Count)


Function = (
    Count | Sum | Money | Quantity | Distinct | Flow | Stock | StatedSum
    | EventDate | PerOrg | Regular | Ratio | Breakdown
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Measure:
    """A named figure: its Chinese name is what people put in text, its 口径 says how it is counted."""

    code: str
    name: str
    unit: str
    theme: str
    source: Source
    of: Function
    definition: str
    where: Condition = field(default_factory=Q)
    was: tuple[str, ...] = ()
    version: int = 1

    @cached_property
    def is_money(self) -> bool:
        return isinstance(self.of, Money) or (isinstance(self.of, Breakdown) and isinstance(self.of.of, Money))

    @cached_property
    def in_thousandths(self) -> bool:
        return isinstance(self.of, Quantity) or (isinstance(self.of, StatedSum) and self.of.thousandths)


@dataclass(frozen=True)
class Request:
    """A measure, narrowed by a free tag and by values of dimensions."""

    code: str
    tag: str = ""
    dims: tuple[tuple[str, str], ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:  # values are kept by it: asked thousands of times a report
        return hash((self.code, self.tag, self.dims))

    def with_dim(self, key: str, value: str) -> "Request":
        return Request(self.code, self.tag, (*self.dims, (key, value)))


Rows = Any  # a QuerySet of the source's model
