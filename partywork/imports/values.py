"""Cells of other systems in the form our columns read: days as numbers, other words for the same thing."""

import re
from datetime import date
from typing import Any

from partywork.imports.reading.xlsx import day_of
from partywork.imports.synonyms import ours
from partywork.ledgers.cells import as_text
from partywork.ledgers.columns import Column, Ledger

# Serial numbers from 1920 to 2079: other numbers in a column of days are typing errors, told by the column itself.
_SERIALS = range(7306, 65744)
_WITH_TIME = re.compile(r"^(.*?[0-9日])\s*[T ]?\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$")


def normal(ledger: Ledger, column: Column, cell: Any, *, from_1904: bool) -> Any:
    """The cell as the column's own reading takes it; what is wrong stays as it is and is told there."""
    if column.kind == "date":
        return _day(cell, from_1904)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, str):
        return ours(ledger, column.key, cell.strip())
    if column.choices is not None and cell is not None:
        return ours(ledger, column.key, as_text(cell))
    return cell


def _day(cell: Any, from_1904: bool) -> Any:
    if isinstance(cell, date) or cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return day_of(cell, from_1904) or cell if int(cell) in _SERIALS else cell
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIALS:
        return day_of(int(text), from_1904)
    found = _WITH_TIME.match(text)
    return found[1].strip() if found else text
