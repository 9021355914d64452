"""What a cell of a form is to hold, and putting it there without touching how the cell looks."""

from datetime import date
from decimal import Decimal
from typing import Any

from partywork.ledgers.sheet_columns import FORMULA_START
from partywork.measures.declarations import Measure
from partywork.measures.display import exact
from partywork.measures.values import Value

Content = int | Decimal | date | str | None
DATE_FORMAT = 'yyyy"年"m"月"d"日"'


def typed(measure: Measure, value: Value) -> Content:
    """The exact figure: money in yuan, a percentage as 63.4, a day as a day; None where there is nothing."""
    return value.number if isinstance(value.number, date) else exact(measure, value)


def put(cell: Any, content: Content, *, percentage: bool = False) -> None:
    """Fill a cell. ``percentage`` says that the number is one of a hundred: a cell formatted so gets 0.634."""
    if isinstance(content, str):
        # Past the value setter, which would take text starting with = for a formula.
        cell._value, cell.data_type = content, "s"
        cell.quotePrefix = content.startswith(FORMULA_START)
        return
    if percentage and isinstance(content, int | Decimal) and "%" in cell.number_format:
        content = Decimal(content) / 100
    looks = cell.number_format
    cell.value = content
    if isinstance(content, date):  # openpyxl gives a day a format of its own
        cell.number_format = DATE_FORMAT if looks in ("General", "@") else looks
    elif looks == "@" and content is not None:
        cell.number_format = "General"  # a number in a text cell could not be added up
