"""The staged rows of a sheet under our columns: assigned, corrected by hand, put into our words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from partywork.common.crypto import lasting_mark
from partywork.imports.layout import Layout
from partywork.imports.reader import RawRow
from partywork.imports.reading.cells import Cell
from partywork.imports.sheets import plain_header
from partywork.imports.synonyms import words_of
from partywork.imports.values import normal
from partywork.ledgers.cells import as_text, is_blank
from partywork.ledgers.columns import Column
from partywork.orgs.models import Organisation

REMEMBERED = 20_000  # texts of one column
DERIVED = "i-"  # begins a key made from the content of a row that has none; alone it asks for one made of the person


@dataclass
class Corrections:
    """What was put right on the page. ``cells`` by row and column key; ``alike`` replaces one content by another in a
    whole column; ``dropped`` rows are not imported; ``choices`` say what to do with someone on record already."""

    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    alike: dict[str, dict[str, str]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)

    def dump(self) -> dict[str, Any]:
        return {"cells": self.cells, "alike": self.alike, "dropped": self.dropped, "choices": self.choices}


def row_name(sheet: int, row: int) -> str:
    return f"{sheet}-{row}"


def rows_under(
    layout: Layout, sheet: int, rows: Iterable[tuple[int, list[Cell]]], corrections: Corrections
) -> Iterator[RawRow]:
    """The rows below the header that hold anything, by header of our columns."""
    assert layout.ledger is not None
    under = _Under(layout, corrections)
    dropped = set(corrections.dropped)
    head = [plain_header(each) for each in layout.headers]
    for number, cells in rows:
        name = row_name(sheet, number)
        if number > layout.header and name not in dropped and not _repeats_header(cells, head):
            values = under.values(name, cells)
            if values:
                yield RawRow(number, values)


class _Under:
    """Puts the cells of a row under our headers."""

    def __init__(self, layout: Layout, corrections: Corrections) -> None:
        assert layout.ledger is not None
        self.ledger, self.from_1904, self.corrections = layout.ledger, layout.from_1904, corrections
        self.columns = {column.key: column for column in layout.ledger.import_columns}
        self._known: dict[str, dict[Any, Any]] = {key: {} for key in self.columns}
        keys = [(at, key) for at, key in enumerate(layout.keys) if key in self.columns]
        self.places = [(at, self.columns[key], self._words(self.columns[key])) for at, key in keys]
        self.defaults = {key: text for key, text in layout.defaults.items() if key in self.columns and text}

    def values(self, name: str, cells: list[Any]) -> dict[str, Any]:
        """By header; empty when none of the columns taken holds anything."""
        found = self._read(cells)
        if all(is_blank(value) for value in found.values()):
            return {}
        for key, text in self.defaults.items():
            if is_blank(found.get(self.columns[key].header)):
                found[self.columns[key].header] = text
        for key, changes in self.corrections.alike.items():
            if key in self.columns and (new := changes.get(as_text(found.get(self.columns[key].header)))) is not None:
                found[self.columns[key].header] = self.normal(self.columns[key], new)
        for key, text in self.corrections.cells.get(name, {}).items():
            if key in self.columns:
                found[self.columns[key].header] = self.normal(self.columns[key], text)
        return found

    def _read(self, cells: list[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        width = len(cells)
        for at, column, words in self.places:
            if at < width:
                cell = cells[at]
                if words is not None and cell.__class__ is str:
                    text = cell.strip()
                    found[column.header] = words.get(text, text)
                else:
                    found[column.header] = self.normal(column, cell)
        return found

    def _words(self, column: Column) -> dict[str, str] | None:
        """What other systems call the contents of a column; None where a text is more than a word."""
        return None if column.kind == "date" else words_of(self.ledger, column.key)

    def normal(self, column: Column, cell: Any) -> Any:
        """What a text says is worked out once a column, unless it is personal."""
        if cell is None:
            return None
        if cell.__class__ is not str or column.personal:
            return normal(self.ledger, column, cell, from_1904=self.from_1904)
        known = self._known[column.key]
        if cell not in known:
            found = normal(self.ledger, column, cell, from_1904=self.from_1904)
            if len(known) >= REMEMBERED:
                return found
            known[cell] = found
        return known[cell]


def _repeats_header(cells: list[Any], head: list[str]) -> bool:
    """A printed list says its header again on every page."""
    if any(plain_header(cell) not in head for cell in cells[:3] if isinstance(cell, str)):
        return False  # told by its first cells of nearly every row
    shown = [plain_header(cell) if isinstance(cell, str) else "" for cell in cells]
    return len([each for each in shown if each]) > 1 and shown == head[: len(shown)]


def filler(layout: Layout, org: Organisation, *, is_roster: bool) -> Callable[[RawRow], RawRow]:
    """A row of a file without them gets its organisation and, from its content, a key: the same row once more has the
    same key, so it is never taken twice. A person's key is made of who it is (``people``)."""
    assert layout.ledger is not None
    headers = {column.key: column.header for column in layout.ledger.import_columns}
    missing = {key: headers[key] for key in ("org", "key") if key in headers and layout.place_of(key) is None}

    def fill_in(row: RawRow) -> RawRow:
        values = dict(row.cells)
        if "org" in missing and is_blank(values.get(missing["org"])):
            values[missing["org"]] = org.code
        if "key" in missing and is_blank(values.get(missing["key"])):
            content = "\n".join(f"{header}={as_text(value)}" for header, value in sorted(values.items()))
            mark = "" if is_roster else lasting_mark(content, purpose="import.key")[:24]
            values[missing["key"]] = DERIVED + mark
        return RawRow(row.number, values)

    return fill_in if missing else lambda row: row
