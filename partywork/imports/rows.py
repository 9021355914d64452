"""The staged rows of a sheet under our columns: assigned, corrected by hand, put into our words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from partywork.common.crypto import lasting_mark
from partywork.imports.layout import Layout
from partywork.imports.reader import RawRow
from partywork.imports.sheets import plain_header
from partywork.imports.staging import Staging
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


def read_rows(staging: Staging, sheet: int, layout: Layout, corrections: Corrections) -> Iterator[RawRow]:
    """The rows below the header that hold anything, by header of our columns."""
    assert layout.ledger is not None
    under = _Under(layout, corrections)
    dropped = set(corrections.dropped)
    head = [plain_header(each) for each in layout.headers]
    for number, cells in staging.rows(sheet):
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
        keys = [(number, key) for number, key in enumerate(layout.keys) if key in self.columns]
        self.places = [(number, self.columns[key]) for number, key in keys]
        self._known: dict[str, dict[Any, Any]] = {key: {} for key in self.columns}
        self.defaults = {key: text for key, text in layout.defaults.items() if key in self.columns and text}

    def values(self, name: str, cells: list[Any]) -> dict[str, Any]:
        """By header; empty when none of the columns taken holds anything."""
        found = {column.header: self.normal(column, cells[at]) for at, column in self.places if at < len(cells)}
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

    def normal(self, column: Column, cell: Any) -> Any:
        """What a text says is worked out once a column, unless it is personal."""
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


def fill_in(row: RawRow, layout: Layout, org: Organisation, *, is_roster: bool) -> RawRow:
    """A row of a file without them gets its organisation and, from its content, a key: the same row once more has the
    same key, so it is never taken twice. A person's key is made of who it is (``people``)."""
    assert layout.ledger is not None
    headers = {column.key: column.header for column in layout.ledger.import_columns}
    values = dict(row.cells)
    if "org" in headers and layout.place_of("org") is None and is_blank(values.get(headers["org"])):
        values[headers["org"]] = org.code
    if "key" in headers and is_blank(values.get(headers["key"])) and layout.place_of("key") is None:
        content = "\n".join(f"{header}={as_text(value)}" for header, value in sorted(values.items()))
        values[headers["key"]] = DERIVED if is_roster else DERIVED + lasting_mark(content, purpose="import.key")[:24]
    return RawRow(row.number, values)
