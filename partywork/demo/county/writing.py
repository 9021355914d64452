"""Writing rows by the million: prepared tuples, without secondary indexes while they arrive.

SQLite takes them by ``executemany``, PostgreSQL by COPY. Values are what both take as they stand: whole numbers (0 and
1 for no and yes), text, dates as 2026-05-18, moments as 2026-05-18 02:30:00 in UTC, None.
"""

import hashlib
import marshal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Max, Model

Row = tuple[Any, ...]
BLOCK = 20_000  # rows kept in memory, of each table
# Keys to other tables are not looked up while rows arrive (foreign_keys): they are all checked at the end.
_FOR_FILLING = (
    "journal_mode = MEMORY",
    "synchronous = OFF",
    "foreign_keys = OFF",
    "cache_size = -200000",
    "threads = 2",
)
_NULL = "~"  # of a COPY; no text of the demo is a mere ~


class Table:
    """The rows of one model: ``add`` takes the values of ``columns``; the others are alike in every row.

    The others are taken from the model, so a field that is added to it later enters with its default. Raises
    TypeError for a field without one, and for one whose default is another in every row.
    """

    def __init__(self, model: type[Model], columns: Sequence[str], **alike: Any) -> None:
        self.model, self.name = model, model._meta.db_table
        self.columns = list(columns)
        fields = {field.attname: field for field in model._meta.concrete_fields}
        unknown = {*columns, *alike} - set(fields)
        if unknown:
            raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
        self.alike = {name: _alike(field, alike) for name, field in fields.items() if name not in self.columns}
        self._names = [connection.ops.quote_name(fields[name].column) for name in (*self.columns, *self.alike)]
        self._rows: list[Row] = []
        self._digest, self.written = hashlib.sha256(), 0
        self._last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        self._write: Callable[[], None] = self._insert if connection.vendor == "sqlite" else self._copy
        self.add = self._rows.append

    def next_id(self) -> int:
        self._last += 1
        return self._last

    @property
    def kept(self) -> int:
        return len(self._rows)

    def flush(self) -> None:
        """Write what is kept."""
        if not self._rows:
            return
        self._digest.update(marshal.dumps(self._rows, 2))
        self._write()
        self.written += len(self._rows)
        self._rows.clear()

    @property
    def digest(self) -> str:
        """SHA-256 over the values of all rows written, in their order."""
        return self._digest.hexdigest()

    def _insert(self) -> None:
        held = ", ".join("?" * len(self.columns))
        alike = "".join(f", {_literal(value)}" for value in self.alike.values())
        statement = f"INSERT INTO {self.name} ({', '.join(self._names)}) VALUES ({held}{alike})"
        connection.connection.executemany(statement, self._rows)

    def copied(self) -> str:
        """What is kept as the text of a COPY. Raises ValueError for a text that would break its line."""
        tail = "".join(f"\t{_copied(value)}" for value in self.alike.values())
        rows = self._rows
        text = "".join(["\t".join([_NULL if v is None else str(v) for v in row]) + tail + "\n" for row in rows])
        apart = len(self._names) - 1
        if "\\" in text or text.count("\n") != len(rows) or text.count("\t") != apart * len(rows):
            raise ValueError(f"a text of {self.name} holds a tab, a line break or a backslash")
        return text

    def _copy(self) -> None:
        into = f"COPY {self.name} ({', '.join(self._names)}) FROM STDIN NULL '{_NULL}'"
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            copy.write(self.copied())


def _alike(field: "Field[Any, Any]", given: dict[str, Any]) -> Any:
    """What every row of the table has in this field, as the database takes it."""
    if field.attname in given:
        return field.get_db_prep_save(given[field.attname], connection)
    has_default = field.default is not NOT_PROVIDED
    if (
        (has_default and callable(field.default))
        or getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
    ):
        raise TypeError(f"{field} is another in every row: give it as a column")
    if not has_default and not field.null and not (field.blank and field.empty_strings_allowed):
        raise TypeError(f"{field} has no default: give it as a column")
    return field.get_db_prep_save(field.get_default(), connection)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _copied(value: Any) -> str:
    if value is None:
        return _NULL
    return str(int(value)) if isinstance(value, int) else str(value)


def flush_all(tables: Sequence[Table], least: int = 1) -> None:
    """Write all that is kept, in the order of the tables (parents first), once one of them has ``least`` rows."""
    if any(table.kept >= least for table in tables):
        for table in tables:
            table.flush()


@contextmanager
def quickly(tables: Sequence[Table]) -> Iterator[None]:
    """Take indexes (on PostgreSQL also keys to other tables) off while rows arrive, and put them back, checked."""
    if connection.vendor == "sqlite":
        yield from _without_sqlite_indexes([table.name for table in tables])
    else:
        yield from _without_postgresql_keys(tables)


def _without_sqlite_indexes(names: Sequence[str]) -> Iterator[None]:
    marks = ", ".join("?" * len(names))
    raw = connection.connection
    found = raw.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
        " ORDER BY tbl_name, name",
        names,
    ).fetchall()
    for name, _ in found:
        raw.execute(f'DROP INDEX "{name}"')
    yield
    for _, statement in found:
        raw.execute(statement)
    connection.check_constraints(names)


def _without_postgresql_keys(tables: Sequence[Table]) -> Iterator[None]:
    names = [table.name for table in tables]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")  # indexes are made by sorting all keys once
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype IN ('u', 'f') AND conrelid = ANY(%s::regclass[]) ORDER BY contype DESC, conname",
            [names],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS"
            " (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1",
            [names],
        )
        indexes = cursor.fetchall()
        for table, name, _ in reversed(keys):
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for _, statement in indexes:
            cursor.execute(statement)
        for table, name, definition in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        for table in tables:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), MAX(id)) FROM {table.name}")


@contextmanager
def trusting_the_disk() -> Iterator[None]:
    """For filling an empty SQLite file: no journal on disk, no waiting for it, and no looking up of every key; a power
    cut leaves a file to throw away. Changes nothing inside a transaction, or where somebody else has the file open."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
        for statement in _FOR_FILLING:
            cursor.execute(f"PRAGMA {statement}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {before[1]}")
            cursor.execute(f"PRAGMA journal_mode = {before[0]}")
            cursor.execute("PRAGMA cache_size = -2000")
            cursor.execute("PRAGMA foreign_keys = ON")
