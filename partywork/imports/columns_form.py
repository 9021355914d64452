"""The page on which columns are assigned: what it shows, and what was chosen on it."""

from collections.abc import Mapping
from typing import Any

from partywork.imports.allowed import allowed_values
from partywork.imports.intake import propose
from partywork.imports.layout import MADE_UP, SAMPLES, Layout
from partywork.imports.reading.cells import unpack
from partywork.imports.sheets import importable, sheet_name
from partywork.ledgers.cells import as_text

_SAMPLE_TEXT = 24


def shown_columns(layouts: list[Layout]) -> list[dict[str, Any]]:
    return [_shown(number, layout) for number, layout in enumerate(layouts) if not layout.is_empty]


def _shown(number: int, layout: Layout) -> dict[str, Any]:
    kinds = [(each.code, sheet_name(each), each.code == layout.code) for each in importable()]
    return {
        "number": number,
        "title": layout.title,
        "count": layout.count,
        "kinds": kinds,
        "code": layout.code,
        "header": layout.header or "",
        "notes": layout.notes,
        "columns": _columns(layout),
        "absent": _absent(layout),
    }


def _columns(layout: Layout) -> list[dict[str, Any]]:
    if layout.ledger is None:
        return []
    columns = layout.ledger.import_columns
    below = [cells for row, cells in layout.head if row > layout.header]
    shown = []
    for place, text in enumerate(layout.headers):
        samples = [
            as_text(str(unpack(cells[place])))
            for cells in below
            if place < len(cells) and cells[place] not in (None, "")
        ]
        if not text and not samples:
            continue
        key = layout.keys[place]
        shown.append(
            {
                "place": place,
                "text": text or f"第{place + 1}列（没有列名）",
                "samples": "、".join(sample[:_SAMPLE_TEXT] for sample in samples[:SAMPLES]),
                "options": [(column.key, column.header, column.key == key) for column in columns if not column.asked],
                "taken": bool(key),
            }
        )
    return shown


def _absent(layout: Layout) -> list[dict[str, Any]]:
    """Required columns the file has not, to be filled alike in every row."""
    if layout.ledger is None:
        return []
    return [
        {
            "key": column.key,
            "header": column.header,
            "value": layout.defaults.get(column.key, ""),
            "options": [(value, value == layout.defaults.get(column.key)) for value in allowed_values(column)],
            "help": column.help,
        }
        for column in layout.ledger.import_columns
        if column.required and column.key not in layout.keys and column.key not in MADE_UP
    ]


def read_columns(layouts: list[Layout], posted: Mapping[str, str]) -> tuple[list[Layout], bool]:
    """The layouts as chosen, and whether the page is to be shown once more: another kind of record or another header
    row was chosen for a sheet, so that its columns are proposed anew."""
    again = False
    codes = {each.code for each in importable()}
    for number, layout in enumerate(layouts):
        if layout.is_empty or f"code-{number}" not in posted:
            continue
        code = posted[f"code-{number}"] if posted[f"code-{number}"] in codes else ""
        header = _row(posted.get(f"header-{number}", ""), layout.header)
        if code != layout.code or header != layout.header:
            propose(layout, code, header)
            again = again or bool(code)
            continue
        _choose(layout, number, posted)
    return layouts, again


def _row(text: str, before: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 and int(text) > 0 else before


def _choose(layout: Layout, number: int, posted: Mapping[str, str]) -> None:
    known = {column.key for column in layout.ledger.import_columns} if layout.ledger else set()
    chosen: list[str] = []
    for place in range(len(layout.headers)):
        key = posted.get(f"col-{number}-{place}", "")
        chosen.append(key if key in known and key not in chosen else "")
    layout.keys = chosen
    layout.defaults = {
        key: text for key in known if (text := posted.get(f"all-{number}-{key}", "").strip()) and key not in chosen
    }
