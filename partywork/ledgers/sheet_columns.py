"""What the columns and cells of a sheet hold, and what of a text a cell can carry. Plain data: no openpyxl here."""

import re
from dataclasses import dataclass
from typing import Literal
from unicodedata import east_asian_width

Kind = Literal["text", "int", "decimal", "money", "percent", "date"]

FORMULA_START = ("=", "+", "-", "@", "\t")  # what a program may compute, unless the cell is marked as text
_MAX_TEXT = 32767  # characters a cell holds
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class SheetColumn:
    """`width` in half-width characters. A cell's value by `kind`:

    text: anything, by str() · int · decimal: int, float or Decimal · money: integer fen, shown in yuan ·
    percent: percentage points (63.4 is shown as 63.4%) · date. None leaves the cell empty.
    """

    header: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True)
class Typed:
    """A value whose kind differs from its column's."""

    value: object
    kind: Kind


def clean_text(text: str) -> str:
    """Text without characters a workbook cannot carry, cut to what a cell holds; line breaks are kept."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:_MAX_TEXT]


def text_width(text: str) -> int:
    """The width of the text's longest line in half-width characters, for choosing a column's width."""
    return max(sum(2 if east_asian_width(c) in "WFA" else 1 for c in line) for line in text.split("\n"))
