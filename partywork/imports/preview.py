"""What is plainly wrong in a file's first rows, told while the rest of it is still read.

Only what a cell says by itself is looked at (a day that is none, a word no list has, an ID number kept as a number),
under the columns that are going to be proposed. Whether a row can be taken is the check's to say, which tells all.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from partywork.imports.layout import Layout
from partywork.imports.problems import Problem
from partywork.imports.reader import RawRow, broken_words
from partywork.imports.reading.cells import Broken
from partywork.imports.rows import Corrections, filler, rows_under
from partywork.imports.staging import Packed, unpacked
from partywork.ledgers.columns import RowReader
from partywork.members.models import Standing
from partywork.orgs.models import Organisation

SHOWN = 8
LOOKED_AT = 20_000  # rows of a sheet: more would hold up the reading of a sound file


class Preview:
    """``tell`` hears all that was found so far, each time there is more."""

    def __init__(self, org: Organisation, tell: Callable[[list[str]], None]) -> None:
        self._org, self._tell = org, tell
        self._found: list[str] = []

    def look_at(self, layout: Layout, rows: Iterator[Packed]) -> None:
        """Takes all rows of a sheet, which is what its first rows say, and looks at the first of them."""
        if layout.ledger is not None and not layout.missing() and len(self._found) < SHOWN:
            for problem in _Sheet(layout, self._org).problems(islice(rows, LOOKED_AT)):
                self._found.append(str(problem))
                self._tell(self._found)
                if len(self._found) == SHOWN:
                    break
        for _ in rows:
            pass


class _Sheet:
    def __init__(self, layout: Layout, org: Organisation) -> None:
        assert layout.ledger is not None
        self._layout = layout
        self._filled = filler(layout, org, is_roster=layout.ledger.model is Standing)
        self._reader = RowReader(layout.ledger)

    def problems(self, rows: Iterable[Packed]) -> Iterator[Problem]:
        for row in rows_under(self._layout, 0, unpacked(rows), Corrections()):
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
