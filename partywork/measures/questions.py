"""What is asked of one source in one query, as plain data: two questions that ask the same are equal."""

import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.db.models import Aggregate, Count, Field, Max, Min, Q, QuerySet, Sum

from partywork.measures.declarations import Source

Function = Literal["count", "distinct", "sum", "first", "last"]


@dataclass(frozen=True)
class Column:
    """A number (or, with first and last, a day) over the rows that ``where`` holds for.

    ``of`` is a field of the row or an expression.
    """

    function: Function
    of: Any
    where: Q

    def aggregate(self) -> Aggregate:
        where = self.where or None
        match self.function:
            case "count":
                return Count(self.of, filter=where)
            case "distinct":
                return Count(self.of, filter=where, distinct=True)
            case "sum":
                return Sum(self.of, filter=where)
            case "first":
                return Min(self.of, filter=where)
            case "last":
                return Max(self.of, filter=where)


@dataclass(frozen=True, eq=False)
class Question:
    """The columns over the rows of a source: over all of them at once or, with ``keys``, a row for each key.

    ``base`` is the source's own condition, ``reach`` what the rows of any column have in common. Of which
    organisations is no part of it.
    """

    source: Source
    base: Q
    reach: Q
    columns: Mapping[str, Column]
    keys: Mapping[str, str]

    @cached_property
    def asks(self) -> bytes:
        """All that decides the SQL and its parameters, down to the last value and its type."""
        columns = [(name, each.function, each.of, each.where) for name, each in self.columns.items()]
        return _written((self.base, self.reach, dict(self.keys), columns))

    @property
    def first_alike(self) -> dict[str, str]:
        """For each column the first one that asks the same."""
        first: dict[bytes, str] = {}
        return {
            name: first.setdefault(_written((each.function, each.of, each.where)), name)
            for name, each in self.columns.items()
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and self.source is other.source and self.asks == other.asks

    def __hash__(self) -> int:
        return hash(self.asks)


def _written(parts: Any) -> bytes:
    written = io.BytesIO()
    _Writer(written).dump(parts)
    return written.getvalue()


class _Writer(pickle.Pickler):
    """Writes conditions and expressions by value; what it writes is compared and never read back."""

    def reducer_override(self, part: Any) -> Any:
        if isinstance(part, QuerySet):  # what a sub-select is made of; by itself pickle would run it
            return QuerySet, (part.query,)
        if isinstance(part, Field) and not hasattr(part, "model"):  # the type of an expression, numbered when made
            return type(part), (), part.deconstruct()[2:]
        return NotImplemented
