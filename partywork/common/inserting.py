"""Thousands of rows of one model into the database, as ``bulk_create`` would write them at a third of its time.

What the fields make of their values (sealing among it) is worked out beforehand, so that the transaction that writes
the rows holds a lock for the writing alone.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, connections, models


class Rows:
    """New objects of one model as rows. ``write`` numbers them; it must run inside a transaction."""

    def __init__(self, objects: Sequence[models.Model]) -> None:
        self.objects = objects
        if objects:
            self._meta = objects[0]._meta
            fields = [field for field in self._meta.concrete_fields if not field.primary_key]
            self._columns = [str(field.column) for field in fields]
            columns = [_column(field, objects) for field in fields]
            self._values = list(zip(*columns, strict=True))

    def write(self) -> None:
        if not self.objects:
            return
        numbers = next_numbers(self._meta.model, len(self.objects))
        for each, number in zip(self.objects, numbers, strict=True):
            each.pk = number
            each._state.adding, each._state.db = False, connection.alias
        insert(
            self._meta.model,
            [str(self._meta.pk.column), *self._columns],
            [(number, *row) for number, row in zip(numbers, self._values, strict=True)],
        )


def _column(field: Any, objects: Sequence[models.Model]) -> list[Any]:
    """The values of one field as the database takes them. Texts, numbers and links are such already."""
    database = connections[connection.alias]  # not the proxy, which is asked anew for each value
    if type(field).pre_save is not models.Field.pre_save:
        return [field.get_db_prep_save(field.pre_save(each, True), database) for each in objects]
    name = field.attname
    values = [getattr(each, name) for each in objects]
    usual = _USUAL.get(type(field))
    if usual is not None and all(value.__class__ in usual for value in values):
        return values
    prepare = field.get_db_prep_save
    return [prepare(value, database) for value in values]


_NUMBERS = frozenset({int, type(None)})
_USUAL = {
    models.CharField: frozenset({str}),
    models.TextField: frozenset({str}),
    models.PositiveIntegerField: _NUMBERS,
    models.ForeignKey: _NUMBERS,
    models.OneToOneField: _NUMBERS,
    models.BooleanField: frozenset({bool}),
}


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows whose values are as the database takes them: SQLite by one statement prepared once, PostgreSQL by COPY, for
    which a statement a row would be most of the work."""
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(each) for each in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


def next_numbers(model: type[models.Model], count: int) -> Sequence[int]:
    """Numbers nobody else is given: SQLite's writers wait for one another, PostgreSQL's take them from a sequence."""
    meta: Any = model._meta
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [meta.db_table])
            found = cursor.fetchone()
            first = (found[0] if found else 0) + 1
            return range(first, first + count)
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        cursor.execute(sequence, [f'"{meta.db_table}"', meta.pk.column, count])
        return sorted(number for (number,) in cursor.fetchall())
