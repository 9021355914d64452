"""From an uploaded file to staged rows and a proposal of what each sheet and column is."""

from collections.abc import Iterator
from typing import Any

from partywork.imports.layout import LOOKED_AT, Layout, first_layout, set_header
from partywork.imports.models import ImportBatch, RememberedColumns
from partywork.imports.opening import SECONDS, read_in_child
from partywork.imports.preview import Preview
from partywork.imports.reading.cells import unpack
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.sheets import importable, sheet_name
from partywork.imports.staging import FIRST, Staging
from partywork.imports.taking import Step

STEP = 2000
NOTHING_IN_IT = "文件里没有可以导入的内容。请确认选对了文件，表头下面要有一行一条的记录。"


def stage(batch: ImportBatch, step: Step, seconds: float = SECONDS) -> list[Layout]:
    """Read the upload in a child process into sealed rows; memory stays flat. What is plainly wrong is told meanwhile.

    Raises UnreadableWorkbook.
    """
    staging = Staging(batch.pk)
    if staging.upload is None:
        raise UnreadableWorkbook("上传的文件已经清除，请重新上传。")
    layouts: list[Layout] = []
    preview = Preview(batch.org, lambda found: staging.put(FIRST, found))
    reading = _Reading(read_in_child(staging.upload, seconds), step, batch, preview)
    while reading.next_sheet() is not None:
        count = staging.put_list(f"rows-{len(layouts)}", reading.rows())
        layout = reading.proposed()
        layout.notes = reading.notes
        layout.count = count - _above(layout, layout.header)
        layouts.append(layout)
    if not any(layout.count for layout in layouts):
        offered = "、".join(sheet_name(ledger) for ledger in importable())
        raise UnreadableWorkbook(f"{NOTHING_IN_IT}可以导入的记录有：{offered}。")
    return layouts


class _Reading:
    """The messages of the child, sheet by sheet."""

    def __init__(self, messages: Iterator[dict[str, Any]], step: Step, batch: ImportBatch, preview: Preview) -> None:
        self._messages, self._step, self._batch, self._preview = messages, step, batch, preview
        self._next: dict[str, Any] | None = next(messages, None)
        self._sheet: dict[str, Any] = {}
        self._done = 0
        self.notes: list[str] = []
        self.head: list[tuple[int, list[Any]]] = []

    def next_sheet(self) -> dict[str, Any] | None:
        sheet, self._next = self._next, None
        self._sheet = sheet or {}
        self.notes, self.head = list(self._sheet.get("notes", ())), []
        return sheet

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        for message in self._messages:
            if "sheet" in message:
                self._next = message
                return
            if "note" in message:
                self.notes.append(message["note"])
                continue
            rows = message["rows"]
            begins = not self.head
            self.head += [(number, cells) for number, cells in rows[: LOOKED_AT - len(self.head)]]
            if begins:
                self._preview.begin(self.proposed())
            self._preview.look(rows)
            before, self._done = self._done, self._done + len(rows)
            if before // STEP < self._done // STEP:
                self._step(self._done, 0)
            yield from rows

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
