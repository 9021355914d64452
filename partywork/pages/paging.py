"""Paging by key: a page starts behind a row, never at an offset, so the last page is as fast as the first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan, TupleLookupMixin

PAGE_SIZE = 30
COUNT_CAP = 10_000


class _AsRowValues(TupleLookupMixin):
    """(date, id) < (x, y) on SQLite too: Django writes it out with OR, through which no index leads to the place."""

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        return super(TupleLookupMixin, self).as_sql(compiler, connection)  # type: ignore[misc]


class _Older(_AsRowValues, TupleLessThan):
    pass


class _Newer(_AsRowValues, TupleGreaterThan):
    pass


@dataclass(frozen=True)
class KeysetPage:
    """Up to PAGE_SIZE rows, newest first, and the cursors of the pages beside it ("" where none)."""

    rows: list[Any]
    older: str
    newer: str


def keyset_page(queryset: QuerySet[Any], cursor: str, *, on: str = "date", size: int = PAGE_SIZE) -> KeysetPage:
    """The page that ``cursor`` names ("" the first). A cursor nobody issued starts from the top."""
    forward, key = _read(cursor)
    if key is None:
        forward = True
    else:
        comparison = _Older if forward else _Newer
        queryset = queryset.filter(comparison(Tuple(on, "pk"), (Value(key[0]), Value(key[1]))))
    order = (f"-{on}", "-pk") if forward else (on, "pk")
    rows = list(queryset.order_by(*order)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if not forward:
        rows.reverse()
    has_older = more if forward else True
    has_newer = key is not None if forward else more
    return KeysetPage(
        rows,
        older=_write("o", rows[-1], on) if rows and has_older else "",
        newer=_write("n", rows[0], on) if rows and has_newer else "",
    )


def count_text(queryset: QuerySet[Any]) -> str:
    """共 N 条, counted no further than people need."""
    number = queryset.order_by()[: COUNT_CAP + 1].count()
    return f"共 {COUNT_CAP} 条以上" if number > COUNT_CAP else f"共 {number} 条"


def _write(direction: str, row: Any, on: str) -> str:
    return f"{direction}{getattr(row, on).isoformat()}.{row.pk}"


def _read(cursor: str) -> tuple[bool, tuple[date, int] | None]:
    try:
        day, pk = cursor[1:].split(".")
        return cursor[0] != "n", (date.fromisoformat(day), int(pk))
    except (ValueError, IndexError):
        return True, None
