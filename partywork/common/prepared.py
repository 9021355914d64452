"""Queries that every page asks again with another user or day: Django takes four times as long to build one as the
database to answer it, so it is built once a process.
"""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


class Given(Expression):
    """Stands in a prepared query for a value of this field that is given whenever it is asked."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (self,)

    def of(self, given: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(given[self.name], connection)


class Prepared(Generic[M]):
    """The rows of a query made by a function; what differs from one time to the next stands in it as ``Given``."""

    def __init__(self, build: Callable[[], QuerySet[M]]) -> None:
        self._build = build

    @cached_property
    def _built(self) -> tuple[QuerySet[M], SQLCompiler, str, tuple[Any, ...]]:
        rows = self._build()
        compiler = rows.query.get_compiler(connection=connection)
        return rows, compiler, *compiler.as_sql()

    def __call__(self, **given: Any) -> list[M]:
        """Raises KeyError when a value is missing."""
        rows, built, sql, params = self._built
        filled = tuple(each.of(given) if isinstance(each, Given) else each for each in params)
        compiler = copy(built)
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (sql, filled)  # type: ignore[method-assign]
        asked = rows.all()
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(asked)
