"""Rows found by two columns together, for a block of values at once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, connections, models

_AT_ONCE = 400  # pairs: older SQLite takes 999 parameters a statement


def numbers_by(model: type[models.Model], first: str, second: str, pairs: Iterable[tuple[Any, Any]]) -> list[int]:
    """Primary keys of the rows whose two fields hold one of the pairs.

    Each pair is one look into the index of both. Two lists of values would be looked up in every combination, and for
    a list of pairs SQLite reads the whole table; CROSS is its word for taking the pairs first.
    """
    meta, quote = model._meta, connection.ops.quote_name
    fields: list[Any] = [meta.get_field(first), meta.get_field(second)]
    one, other = (f"held.{quote(str(field.column))}" for field in fields)
    start = f"WITH wanted(one, other) AS (VALUES %s) SELECT held.{quote(str(meta.pk.column))} "
    end = f"FROM wanted CROSS JOIN {quote(meta.db_table)} held WHERE {one} = wanted.one AND {other} = wanted.other"
    database = connections[connection.alias]
    found: list[int] = []
    for block in _blocks(pairs):
        values = [
            _prepared(field, value, database) for pair in block for field, value in zip(fields, pair, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(start % ", ".join(["(%s, %s)"] * len(block)) + end, values)
            found += [number for (number,) in cursor.fetchall()]
    return found


def _prepared(field: Any, value: Any, database: Any) -> Any:
    return value if value.__class__ in (int, str) else field.get_db_prep_value(value, database)


def _blocks(pairs: Iterable[tuple[Any, Any]]) -> Iterator[list[tuple[Any, Any]]]:
    remaining = iter(pairs)
    while block := list(islice(remaining, _AT_ONCE)):
        yield block
