"""Writing .xlsx workbooks row by row: safe cells, a printable A4 page, the same bytes for the same rows.

The caller says of each column what it holds; this module knows no record and no Django.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from partywork.ledgers.sheet_columns import Kind, SheetColumn, Typed, clean_text, text_width

__all__ = ["Kind", "Sheet", "SheetColumn", "Typed", "clean_text", "legal_sheet_name", "text_width", "workbook_bytes",
           "write_workbook"]  # fmt: skip

_MAX_SHEET_NAME = 31
_ILLEGAL_IN_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Sheet:
    """`rows` is read once. `totals` is a row below them aligned with the columns; any cell of it may hold text.
    `after` are such rows below the totals, to be signed or filled in by hand."""

    name: str
    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[object]]
    note: str = ""
    landscape: bool = True
    totals: Sequence[object] | None = None
    after: Sequence[Sequence[object]] = ()


def write_workbook(target: str | Path | IO[bytes], sheets: Iterable[Sheet], *, watermark: str = "") -> None:
    """Write the sheets, streaming their rows. `watermark` stands under every title, on every printed page
    and among what the file says of itself.

    Raises ValueError when there is no sheet or a row has not one value a column, and TypeError when a value
    does not fit its column's kind; the message names sheet, row and column.
    """
    from partywork.ledgers.sheet_writing import write  # and openpyxl: most processes write no workbook

    write(target, sheets, watermark)


def workbook_bytes(sheets: Iterable[Sheet], *, watermark: str = "") -> bytes:
    """`write_workbook` into memory."""
    buffer = io.BytesIO()
    write_workbook(buffer, sheets, watermark=watermark)
    return buffer.getvalue()


def legal_sheet_name(name: str, taken: set[str]) -> str:
    """A sheet name Excel accepts, unlike (ignoring case) all of `taken`, to which it is added."""
    legal = _ILLEGAL_IN_NAME.sub(" ", clean_text(name).replace("\n", " ")).strip(" '") or "表"
    if legal.casefold() == "history":  # reserved by Excel
        legal += "1"
    candidate, number = legal[:_MAX_SHEET_NAME].rstrip(" '"), 1
    while candidate.casefold() in taken:
        number += 1
        ending = f"（{number}）"
        candidate = legal[: _MAX_SHEET_NAME - len(ending)] + ending
    taken.add(candidate.casefold())
    return candidate
