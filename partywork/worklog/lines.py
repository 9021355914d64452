"""Quantities and amounts as people write them in one cell: 展板 12块 3500元；举报 0件；经费 1.2万元.

Items are parted by ； or line breaks, the parts of an item by blanks: the name first, then number and unit
together, then the amount, which ends in 元. Each part may be missing, but not quantity and amount both.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from partywork.common.money import format_yuan
from partywork.common.text import one_line
from partywork.ledgers.cells import CellError, as_fen, as_milli, as_text
from partywork.measures.display import plain_thousandths

MAX_OBJECT = 40  # characters
MAX_UNIT = 10
SYNTAX = "请写成“展板 12块”“经费 3500元”或“展板 12块 3500元”，几项用分号隔开"

_UNIT = re.compile(r"[^\s0-9０-９,，.．；;]+")
_QUANTITY = re.compile(rf"([0-9０-９][0-9０-９,，.．]*)({_UNIT.pattern})")
_GLUED = re.compile(r"([^\s0-9０-９]+)([0-9０-９].*)")
_MONEY_UNITS = ("元", "万元")


@dataclass(frozen=True)
class LineData:
    """What a line says: of what, how much (in thousandths) of which unit, and money in fen."""

    object: str = ""
    quantity_milli: int | None = None
    unit: str = ""
    amount_fen: int | None = None

    def __str__(self) -> str:
        parts = [self.object]
        if self.quantity_milli is not None:
            parts.append(f"{plain_thousandths(self.quantity_milli)}{self.unit}")
        if self.amount_fen is not None:
            parts.append(f"{format_yuan(self.amount_fen).removesuffix('.00')}元")
        return " ".join(part for part in parts if part)


def fault_of(line: LineData) -> str:
    """What is wrong with a line, in words; "" when nothing is."""
    if line.quantity_milli is None and line.amount_fen is None:
        return f"“{line.object or line.unit}”没有数量也没有金额，请填其中一项；没有发生的填 0。"
    if line.quantity_milli is not None and not line.unit:
        return "有数量的请填单位，例如：块、份、户。"
    if line.quantity_milli is None and line.unit:
        return f"填了单位“{line.unit}”，没有填数量。"
    if line.unit in _MONEY_UNITS:
        return "钱数请填在金额里，不作数量。"
    if line.unit and not _UNIT.fullmatch(line.unit):
        return f"单位“{line.unit}”里不能有数字、空格或标点。"
    if any(_QUANTITY.fullmatch(word) for word in line.object.split()) or re.search("[；;]", line.object):
        return f"项目“{line.object}”里不能有分号，也不能有单独写的数量，请只写名称。"
    if line.quantity_milli is None and _is_glued(line.object):
        return f"项目“{line.object}”里带着数量，请把数量和单位分开填。"
    if len(line.object) > MAX_OBJECT or len(line.unit) > MAX_UNIT:
        return f"项目请写{MAX_OBJECT}字以内，单位{MAX_UNIT}字以内。"
    return ""


def show_lines(lines: list[LineData]) -> str:
    return "；".join(str(line) for line in lines)


def as_lines(raw: Any) -> list[LineData]:
    """The lines of a cell. Raises CellError naming the item that cannot be read."""
    items = as_text(raw).replace("；", "\n").replace(";", "\n").split("\n")
    return [read_line(item) for item in map(one_line, items) if item]


def read_line(item: str) -> LineData:
    words = _words(item)
    amount = quantity = None
    unit = ""
    if words and words[-1].endswith(_MONEY_UNITS) and _QUANTITY.fullmatch(words[-1]):
        amount = as_fen(words.pop())
    found = _QUANTITY.fullmatch(words[-1]) if words else None
    if found and found[2] not in _MONEY_UNITS:
        quantity, unit = as_milli(found[1]), found[2]
        words.pop()
    line = LineData(" ".join(words), quantity, unit, amount)
    if quantity is None and amount is None:
        raise CellError(f"“{item}”里没有读到数量或金额", SYNTAX)
    if fault := fault_of(line):
        raise CellError(f"“{item}”不能用：{fault.rstrip('。')}", SYNTAX)
    return line


def _words(item: str) -> list[str]:
    """The parts of an item; 展板12块 without a blank is taken apart before its number."""
    words = item.split()
    if _is_glued(words[0]) and (len(words) == 1 or (len(words) == 2 and words[1].endswith(_MONEY_UNITS))):
        found = _GLUED.fullmatch(words[0])
        assert found is not None
        return [found[1], found[2], *words[1:]]
    return words


def _is_glued(word: str) -> bool:
    found = _GLUED.fullmatch(word)
    return found is not None and _QUANTITY.fullmatch(found[2]) is not None


def tidy(line: LineData) -> LineData:
    """The same line with blanks as the syntax has them."""
    return replace(line, object=one_line(line.object), unit=one_line(line.unit))
