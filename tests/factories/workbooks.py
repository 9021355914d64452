"""Filled import workbooks, as people hand them in."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook

from partywork.imports.sheets import importable, sheet_name
from partywork.ledgers.columns import Ledger

_MEETING = {
    "日期": "2026-05-18",
    "会议类型": "支委会",
    "应到": 3,
    "实到": 3,
}


def ledger_of_sheet(name: str) -> Ledger:
    return next(ledger for ledger in importable() if sheet_name(ledger) == name)


def fill(**sheets: Iterable[Mapping[str, Any]]) -> io.BytesIO:
    """A workbook with these sheets; each row maps headers to cells. The header is the template's."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        headers = [column.header for column in ledger_of_sheet(name).import_columns]
        sheet.append(headers)
        for row in rows:
            assert set(row) <= set(headers), set(row) - set(headers)
            sheet.append([row.get(header) for header in headers])
    return saved(book)


def saved(book: Workbook) -> io.BytesIO:
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)
    return buffer


def meeting_row(org: Any, key: str, **changes: Any) -> dict[str, Any]:
    """A 支委会; each key has a topic of its own, so that two rows of one day are no duplicates."""
    return {"党组织": org.code, "编号": key, **_MEETING, "议题": f"研究主题党日安排（{key}）", **changes}
