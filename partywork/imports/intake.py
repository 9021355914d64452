"""From an uploaded file to staged rows and a proposal of what each sheet and column is."""

from collections.abc import Iterator
from typing import Any, Protocol

from partywork.imports.layout import LOOKED_AT, Layout, first_layout, set_header
from partywork.imports.models import ImportBatch, RememberedColumns
from partywork.imports.opening import SECONDS, read_in_child
from partywork.imports.preview import Preview
from partywork.imports.reading.cells import unpack
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.sheets import importable, sheet_name
from partywork.imports.staging import FIRST, Packed, Staging, rows_of
from partywork.imports.taking import Step

STEP = 2000
NOTHING_IN_IT = "文件里没有可以导入的内容。请确认选对了文件，表头下面要有一行一条的记录。"


class Along(Protocol):
    """What is to be done with the rows of a sheet while they are read."""

    def take(self, number: int, layout: Layout, rows: Iterator[Packed]) -> bool:
        """Whether the sheet is one for it, by its first rows; then it has taken them all."""


def stage(batch: ImportBatch, step: Step, seconds: float = SECONDS, along: Along | None = None) -> list[Layout]:
    """Read the upload in a child process into sealed rows; memory stays flat. What is plainly wrong is told meanwhile,
    by the ``Preview`` where nothing else looks at the rows.

    Raises UnreadableWorkbook.
    """
    staging = Staging(batch.pk)
    if staging.upload is None:
        raise UnreadableWorkbook("上传的文件已经清除，请重新上传。")
    layouts: list[Layout] = []
    reading = _Reading(read_in_child(staging.upload, seconds), step, batch)
    preview = Preview(batch.org, lambda found: staging.put(FIRST, found))
    while reading.next_sheet() is not None:
        number, begun = len(layouts), reading.begun()
        rows = staging.passing(rows_of(number), reading.rows())
        if along is None or not along.take(number, begun, rows):
            preview.look_at(begun, rows)
        layout = reading.proposed()
        layout.notes = reading.notes
        layout.count = reading.count - _above(layout, layout.header)
        layouts.append(layout)
    if not any(layout.count for layout in layouts):
        offered = "、".join(sheet_name(ledger) for ledger in importable())
        raise UnreadableWorkbook(f"{NOTHING_IN_IT}可以导入的记录有：{offered}。")
    return layouts


class _Reading:
    """The messages of the child, sheet by sheet."""

    def __init__(self, messages: Iterator[dict[str, Any]], step: Step, batch: ImportBatch) -> None:
        self._messages, self._step, self._batch = messages, step, batch
        self._next: dict[str, Any] | None = next(messages, None)
        self._sheet: dict[str, Any] = {}
        self._first: list[Packed] = []
        self._done = 0
        self.count = 0  # rows of the sheet so far
        self.notes: list[str] = []
        self.head: list[Packed] = []

    def next_sheet(self) -> dict[str, Any] | None:
        sheet, self._next = self._next, None
        self._sheet = sheet or {}
        self.notes, self.head, self.count = list(self._sheet.get("notes", ())), [], 0
        return sheet

    def begun(self) -> Layout:
        """What the sheet is by its first rows, which are yet to come among ``rows``."""
        self._first = self._next_rows()
        return self.proposed()

    def rows(self) -> Iterator[Packed]:
        rows = self._first
        while rows:
            yield from rows
            before, self._done = self._done, self._done + len(rows)
            self.count += len(rows)
            if before // STEP < self._done // STEP:
                self._step(self._done, 0)
            rows = self._next_rows()

    def _next_rows(self) -> list[Packed]:
        """Some hundred rows; none when the sheet is over."""
        for message in self._messages:
            if "sheet" in message:
                self._next = message
                break
            if "note" in message:
                self.notes.append(message["note"])
            elif message["rows"]:
                rows: list[Packed] = [(number, cells) for number, cells in message["rows"]]
                self.head += rows[: LOOKED_AT - len(self.head)]
                return rows
        return []

    def proposed(self) -> Layout:
        """What the sheet is by its first rows, or as it was said of the last file of the same making."""
        head = [(row, [unpack(cell) for cell in cells]) for row, cells in self.head]
        layout = first_layout(self._sheet["sheet"], head, importable())
        layout.head, layout.from_1904 = self.head, bool(self._sheet.get("from_1904"))
        _remember(layout, self._batch)
        return layout


def _above(layout: Layout, header: int) -> int:
    """How many rows stand down to the header."""
    return sum(row <= header for row, _ in layout.head)


def _remember(layout: Layout, batch: ImportBatch) -> None:
    """Assign the columns as this organisation did with its last file of the same headers."""
    if not any(layout.headers):
        return
    known = RememberedColumns.objects.filter(org=batch.org, signature=layout.signature).first()
    if known is not None and len(known.columns.get("places", ())) == len(layout.headers):
        layout.code, layout.keys = known.ledger, list(known.columns["places"])
        layout.defaults, layout.remembered = dict(known.columns["defaults"]), True


def propose(layout: Layout, code: str, header: int) -> None:
    """Another kind of record or another header row was chosen for the sheet: propose its columns anew."""
    head = [(row, [unpack(cell) for cell in cells]) for row, cells in layout.head]
    layout.count += _above(layout, layout.header) - _above(layout, header)
    layout.code, layout.defaults, layout.remembered = code, {}, False
    set_header(layout, head, header)
