"""What is plainly wrong in a file's first rows, told while the rest of it is still read.

Only what a cell says by itself is looked at (a day that is none, a word no list has, an ID number kept as a number),
under the columns that are going to be proposed. Whether a row can be taken is the check's to say, which tells all.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from partywork.imports.layout import Layout
from partywork.imports.problems import Problem
from partywork.imports.reader import RawRow, broken_words
from partywork.imports.reading.cells import Broken, unpack
from partywork.imports.rows import Corrections, filler, rows_under
from partywork.ledgers.columns import RowReader
from partywork.members.models import Standing
from partywork.orgs.models import Organisation

SHOWN = 8
LOOKED_AT = 20_000  # rows of a sheet: more would hold up the reading of a sound file


class Preview:
    """``tell`` hears all that was found so far, each time there is more."""

    def __init__(self, org: Organisation, tell: Callable[[list[str]], None]) -> None:
        self._org, self._tell = org, tell
        self._sheet: _Sheet | None = None
        self._found: list[str] = []
        self._left = 0

    def begin(self, layout: Layout) -> None:
        """A sheet, as far as its first rows say what it is."""
        self._sheet = _Sheet(layout, self._org) if layout.ledger is not None and not layout.missing() else None
        self._left = LOOKED_AT

    def look(self, rows: Sequence[tuple[int, list[Any]]]) -> None:
        """Rows as they are packed."""
        if self._sheet is None or self._left <= 0 or len(self._found) >= SHOWN:
            return
        self._left -= len(rows)
        if found := [str(problem) for problem in self._sheet.problems(rows)]:
            self._found = [*self._found, *found][:SHOWN]
            self._tell(self._found)


class _Sheet:
    def __init__(self, layout: Layout, org: Organisation) -> None:
        assert layout.ledger is not None
        self._layout = layout
        self._filled = filler(layout, org, is_roster=layout.ledger.model is Standing)
        self._reader = RowReader(layout.ledger)

    def problems(self, rows: Sequence[tuple[int, list[Any]]]) -> Iterator[Problem]:
        unpacked = ((number, [unpack(cell) for cell in cells]) for number, cells in rows)
        for row in rows_under(self._layout, 0, unpacked, Corrections()):
            for header, why, right in self._wrong(row):
                yield Problem(self._layout.title, row.number, header, why, right)

    def _wrong(self, row: RawRow) -> Iterator[tuple[str, str, str]]:
        """Column, why, and what would be right."""
        broken = {header: cell for header, cell in row.cells.items() if isinstance(cell, Broken)}
        for header, cell in broken.items():
            yield header, *broken_words(cell)
        if not broken:
            _, errors = self._reader.read(self._filled(row).cells)
            for header, error in errors.items():
                yield header, error.why, error.right
