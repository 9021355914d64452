"""The SQL of questions, kept once it is built: Django takes longer to build it than the database to answer it.

Kept is text and the parameters that a question names itself, never an answer. See docs/adr/0008.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.expressions import RawSQL

from partywork.access.scope import Scope
from partywork.measures.conditions import rows_of
from partywork.measures.declarations import Units
from partywork.measures.questions import Question
from partywork.measures.window import Window

MOST_KEPT = 512  # statements: some sixteen reports' worth
_SCOPE = "SELECT scope"
_ITS_PARAMETERS = object()

Cells = dict[str, Any]  # whole numbers and days


class Over:
    """The organisations and days that figures are asked for, and what of them is worked out once for all sources."""

    def __init__(self, scope: Scope, window: Window) -> None:
        self.scope = scope
        self.window = window
        self._units: dict[Units, Mapping[int, date]] = {}

    @cached_property
    def orgs(self) -> "_Sql | None":
        """The scope as the sub-select that stands in every statement; None for all organisations."""
        return _units(self.scope)

    def units(self, units: Units) -> Mapping[int, date]:
        """The organisations that a per-branch figure is about."""
        if units not in self._units:
            self._units[units] = units(self.scope, self.window)
        return self._units[units]


def answers(question: Question, over: Over) -> Iterator[Cells]:
    """The columns for each key; exactly once where there are no keys."""
    names = [*(question.keys or [""]), *question.columns]
    for row in rows(question, over):
        cells = [cell if type(cell) is int else number_or_day(cell) for cell in row]
        yield dict(zip(names, cells, strict=True))


def rows(question: Question, over: Over) -> list[tuple[Any, ...]]:
    """The same as the database gives it: keys, then columns."""
    asked, places = _statement(question, over.orgs is not None)
    if over.orgs is not None:
        asked = asked.within(over.orgs)
    with connection.cursor() as cursor:
        cursor.execute(asked.text, asked.params)
        found = cursor.fetchall()
    return [places(row) for row in found] if places else list(found)


def number_or_day(cell: Any) -> Any:
    """A sum comes from PostgreSQL as a decimal, a day from SQLite as text."""
    if isinstance(cell, Decimal):
        return int(cell)
    return date.fromisoformat(cell) if isinstance(cell, str) else cell


@dataclass(frozen=True)
class _Sql:
    text: str
    params: tuple[Any, ...]

    def within(self, orgs: "_Sql") -> "_Sql":
        """The statement with the scope in its place, and the scope's parameters in theirs."""
        if _ITS_PARAMETERS not in self.params:  # of no rows at all, whatever the scope
            return self
        at = self.params.index(_ITS_PARAMETERS)
        return _Sql(self.text.replace(_SCOPE, orgs.text), (*self.params[:at], *orgs.params, *self.params[at + 1 :]))


Places = Callable[[tuple[Any, ...]], tuple[Any, ...]]
"""A row as asked, of a row as answered."""


@lru_cache(maxsize=MOST_KEPT)
def _statement(question: Question, scoped: bool) -> tuple[_Sql, Places | None]:
    """What is asked alike under several names is counted once, and stands in several places afterwards."""
    orgs = _scope() if scoped else None
    found = rows_of(question.source, question.base, orgs).filter(question.reach)
    keys: dict[str, F | Value] = {name: F(path) for name, path in question.keys.items()}
    keys = keys or {"_all": Value(1)}  # by a constant: all rows at once
    first = question.first_alike
    columns = {name: each.aggregate() for name, each in question.columns.items() if first[name] == name}
    made = _built(found.values(**keys).annotate(**columns))
    assert made.text.count(_SCOPE) == made.params.count(_ITS_PARAMETERS) <= 1
    if len(columns) == len(question.columns):
        return made, None
    answered = [*keys, *columns]
    return made, itemgetter(*map(answered.index, [*keys, *first.values()]))


Built = Callable[[date, Any], QuerySet[Any, Any]]
"""A query that rests on a day and on which organisations alone: a sub-select for their ids, or None for all."""


def kept_rows(build: Built, on: date, scope: Scope) -> list[tuple[Any, ...]]:
    """The rows of a query made by a function of a module; its SQL is kept as that of questions is."""
    orgs = _units(scope)
    asked = _statement_of(build, on, orgs is not None)
    if orgs is not None:
        asked = asked.within(orgs)
    with connection.cursor() as cursor:
        cursor.execute(asked.text, asked.params)
        return [tuple(map(number_or_day, row)) for row in cursor.fetchall()]


@lru_cache(maxsize=64)
def _statement_of(build: Built, on: date, scoped: bool) -> _Sql:
    made = _built(build(on, _scope() if scoped else None))
    assert made.text.count(_SCOPE) == made.params.count(_ITS_PARAMETERS) <= 1
    return made


def _units(scope: Scope) -> _Sql | None:
    """The ids of the scope's organisations, by the shorter of its queries; None for all."""
    shorter = scope.ids if isinstance(scope.ids, QuerySet) else scope.orgs
    return None if shorter is None else _built(shorter)


def _scope() -> RawSQL:
    """The place where a statement names its organisations."""
    return RawSQL(_SCOPE, (_ITS_PARAMETERS,))


def _built(rows: QuerySet[Any]) -> _Sql:
    """The SQL of a query; also of one that can find nothing, which Django would not ask at all (elide_empty)."""
    text, params = rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return _Sql(text, tuple(params))
