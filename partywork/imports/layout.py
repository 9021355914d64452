"""What each sheet of a file is, where its header row is, and which of its columns is which of ours."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from partywork.imports.reading.cells import Cell
from partywork.imports.sheets import HELP_SHEETS, ledger_for, plain_header, sheet_name
from partywork.imports.synonyms import column_for
from partywork.ledgers.cells import as_text, is_blank
from partywork.ledgers.columns import Ledger, ledger

LOOKED_AT = 20  # rows: titles and notes stand above the header
MADE_UP = ("org", "key")  # required columns a foreign file need not have: its own organisation, a key from its content
SAMPLES = 3
_HEADER_TEXT = 40


@dataclass
class Layout:
    """One sheet. ``keys`` names, column by column, which of ours it is ("" none); ``defaults`` holds what is written
    into columns the file has not; ``header`` is the row as Excel numbers it, 0 when none was found."""

    name: str
    count: int = 0
    code: str = ""
    header: int = 0
    headers: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    defaults: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    from_1904: bool = False
    remembered: bool = False
    head: list[tuple[int, list[Any]]] = field(default_factory=list)  # the first rows, as packed

    @property
    def ledger(self) -> Ledger | None:
        return ledger(self.code) if self.code else None

    @property
    def title(self) -> str:
        return self.name or (sheet_name(self.ledger) if self.ledger else "表格")

    def place_of(self, key: str) -> int | None:
        return self.keys.index(key) if key in self.keys else None

    @property
    def signature(self) -> str:
        """What a file of the same making has in common: its headers in their order."""
        return hashlib.sha256("\n".join(plain_header(each) for each in self.headers).encode()).hexdigest()

    def missing(self) -> list[str]:
        """Headers of required columns that nothing fills."""
        if self.ledger is None:
            return []
        return [
            column.header
            for column in self.ledger.import_columns
            if column.required
            and column.key not in self.keys
            and column.key not in MADE_UP
            and not self.defaults.get(column.key)
        ]

    def is_ours(self) -> bool:
        """Every column of the sheet is one of the template's or of an exported ledger, and none that must be is
        missing: nothing needs to be asked."""
        if self.ledger is None or self.missing():
            return False
        passed_over = {plain_header(column.header) for column in self.ledger.columns if column.parse is None}
        plain = [plain_header(each) for each in self.headers]
        return all(key or not text or text in passed_over for key, text in zip(self.keys, plain, strict=True))

    @property
    def is_empty(self) -> bool:
        """Nothing to import: an empty sheet does no harm, and the template's own help is none."""
        return not self.count or self.name.strip() in HELP_SHEETS

    def is_understood(self) -> bool:
        """What every column is has been said before, or says itself."""
        return self.is_ours() or (self.remembered and not self.missing())

    def needs_no_question(self) -> bool:
        return self.is_empty or self.is_understood()

    def dump(self) -> dict[str, Any]:
        return asdict(self)


def load(raw: dict[str, Any]) -> Layout:
    return Layout(**raw)


def first_layout(name: str, head: Sequence[tuple[int, list[Cell]]], ledgers: Iterable[Ledger]) -> Layout:
    """A proposal for a sheet from its first rows."""
    layout = Layout(name)
    if name.strip() in HELP_SHEETS:
        return layout
    ledgers = list(ledgers)
    named = ledger_for(name, ledgers)
    best: tuple[int, int, Ledger] | None = None
    for each in [named] if named else ledgers:
        place, known = header_place(each, head)
        if known >= 2 and (best is None or known > best[0]):
            best = (known, place, each)
    if best is not None:
        layout.code = best[2].code
        set_header(layout, head, head[best[1]][0])
    return layout


def header_place(each: Ledger, head: Sequence[tuple[int, list[Cell]]]) -> tuple[int, int]:
    """Which of the first rows has the most headers we know, and how many. Of two rows of one head (merged cells) the
    lower names the columns."""
    known = [len({key for cell in cells if (key := _key(each, cell))}) for _, cells in head]
    if not known:
        return 0, 0
    place = known.index(max(known))
    while place + 1 < len(known) and known[place + 1] == known[place] > 0:
        place += 1
    return place, known[place]


def _key(each: Ledger, cell: Cell) -> str:
    return column_for(each, cell) if isinstance(cell, str) else ""


def set_header(layout: Layout, head: Sequence[tuple[int, list[Cell]]], row: int) -> None:
    """Take that row of the sheet for its header, and propose what each column is."""
    cells = next((cells for number, cells in head if number == row), [])
    layout.header = row
    layout.headers = [as_text(cell)[:_HEADER_TEXT] if not is_blank(cell) else "" for cell in cells]
    layout.keys = []
    for text in layout.headers:
        key = column_for(layout.ledger, text) if layout.ledger and text else ""
        layout.keys.append(key if key not in layout.keys else "")
