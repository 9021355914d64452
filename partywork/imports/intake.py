"""From an uploaded file to staged rows and a proposal of what each sheet and column is."""

from collections.abc import Iterator
from typing import Any

from partywork.imports.layout import LOOKED_AT, Layout, first_layout, set_header
from partywork.imports.models import ImportBatch, RememberedColumns
from partywork.imports.opening import SECONDS, read_in_child
from partywork.imports.reading.cells import unpack
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.sheets import importable, sheet_name
from partywork.imports.staging import Staging
from partywork.imports.taking import Step

STEP = 2000
NOTHING_IN_IT = "文件里没有可以导入的内容。请确认选对了文件，表头下面要有一行一条的记录。"


def stage(staging: Staging, step: Step, seconds: float = SECONDS) -> list[Layout]:
    """Read the upload in a child process into sealed rows; memory stays flat. Raises UnreadableWorkbook."""
    if staging.upload is None:
        raise UnreadableWorkbook("上传的文件已经清除，请重新上传。")
    layouts: list[Layout] = []
    reading = _Reading(read_in_child(staging.upload, seconds), step)
    while (sheet := reading.next_sheet()) is not None:
        count = staging.put_list(f"rows-{len(layouts)}", reading.rows())
        layouts.append(_proposed(sheet, count, reading))
    if not any(layout.count for layout in layouts):
        offered = "、".join(sheet_name(ledger) for ledger in importable())
        raise UnreadableWorkbook(f"{NOTHING_IN_IT}可以导入的记录有：{offered}。")
    return layouts


class _Reading:
    """The messages of the child, sheet by sheet."""

    def __init__(self, messages: Iterator[dict[str, Any]], step: Step) -> None:
        self._messages, self._step = messages, step
        self._next: dict[str, Any] | None = next(messages, None)
        self._done = 0
        self.notes: list[str] = []
        self.head: list[tuple[int, list[Any]]] = []

    def next_sheet(self) -> dict[str, Any] | None:
        sheet, self._next = self._next, None
        self.notes, self.head = list(sheet["notes"]) if sheet else [], []
        return sheet

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        for message in self._messages:
            if "sheet" in message:
                self._next = message
                return
            if "note" in message:
                self.notes.append(message["note"])
                continue
            if len(self.head) < LOOKED_AT:
                self.head.append((message["row"], message["cells"]))
            self._done += 1
            if self._done % STEP == 0:
                self._step(self._done, 0)
            yield message["row"], message["cells"]


def _proposed(sheet: dict[str, Any], count: int, reading: _Reading) -> Layout:
    head = [(row, [unpack(cell) for cell in cells]) for row, cells in reading.head]
    layout = first_layout(sheet["sheet"], head, importable())
    layout.notes, layout.head = reading.notes, reading.head
    layout.from_1904 = bool(sheet.get("from_1904"))
    layout.count = count - _above(layout, layout.header)
    return layout


def _above(layout: Layout, header: int) -> int:
    """How many rows stand down to the header."""
    return sum(row <= header for row, _ in layout.head)


def remember(layout: Layout, batch: ImportBatch) -> None:
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
