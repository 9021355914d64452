"""Reading one cell of an imported workbook, with messages that say what would be right."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from partywork.common.money import parse_yuan
from partywork.common.text import normalise_identifier, normalise_name, strip_control

_MONTH_ONLY = re.compile(r"[0-9]{4}(?:[-./][0-9]{1,2}|年[0-9]{1,2}月|(?:0[1-9]|1[0-2]))")

Parse = Callable[[Any], Any]


@dataclass(unsafe_hash=True)  # not frozen: Python itself sets an exception's traceback
class CellError(Exception):
    """Why a cell cannot be taken, and what would be right."""

    why: str
    right: str

    def __str__(self) -> str:
        return f"{self.why}，{self.right}"


def is_blank(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


def as_text(raw: object) -> str:
    """Text as typed; a whole number typed into a text column loses its “.0”."""
    if raw.__class__ is str and raw.isprintable():
        return raw.strip()
    if is_blank(raw):
        return ""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, datetime):
        raw = raw.date()
    return strip_control(str(raw)).strip()


def as_name(raw: object) -> str:
    return normalise_name(as_text(raw))


def as_date(raw: object) -> date | None:
    if raw.__class__ is date:
        return raw
    if is_blank(raw):
        return None
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = normalise_identifier(as_text(raw))
    for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"):
        if pattern == "%Y%m%d" and len(text) != 8:
            continue  # 199011 would be read as 1 January 1990
        try:
            return datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    if _MONTH_ONLY.fullmatch(text):
        raise CellError(f"“{text}”只有年月", "请补上日，写成 2026-05-18 这样的日期")
    raise CellError(f"“{text}”不是日期", "请写成 2026-05-18 这样的日期")


def as_int(raw: object) -> int | None:
    """A whole number that is not negative."""
    if is_blank(raw):
        return None
    text = normalise_identifier(as_text(raw))
    if not text.isascii() or not text.isdigit():
        raise CellError(f"“{text}”不是整数", "请填 0 或正整数，不带单位")
    if len(text) > 9:
        raise CellError(f"“{text}”太大", "请填九位以内的整数")
    return int(text)


def as_milli(raw: object) -> int | None:
    """A quantity with up to three decimals, in thousandths."""
    if is_blank(raw):
        return None
    text = normalise_identifier(as_text(raw)).replace(",", "")
    try:
        value = Decimal(text) * 1000
    except ArithmeticError:
        raise CellError(f"“{text}”不是数", "请填数字，最多三位小数") from None
    if not value.is_finite() or value != value.to_integral_value() or value < 0 or value > 10**12:
        raise CellError(f"“{text}”不能用", "请填 0 或正数，最多三位小数")
    return int(value)


def as_fen(raw: object) -> int | None:
    if is_blank(raw):
        return None
    try:
        return parse_yuan(raw if isinstance(raw, int | float | Decimal) else as_text(raw))
    except ValueError as error:
        raise CellError(str(error), "请填以元为单位的金额，最多两位小数") from None


def as_bool(raw: object) -> bool:
    text = as_text(raw)
    if text in ("", "否", "0", "False", "无"):
        return False
    if text in ("是", "1", "True", "√", "✓"):
        return True
    raise CellError(f"“{text}”不认识", "请填“是”或“否”")


def as_choice(choices: type[TextChoices]) -> Parse:
    """One of the labels of ``choices`` (its code is taken too)."""
    by_label = {str(label): value for value, label in choices.choices if value != ""}

    def parse(raw: object) -> str:
        text = as_text(raw)
        if not text or text in by_label.values():
            return text
        if text not in by_label:
            raise CellError(f"“{text}”不在可选范围内", "请填其中之一：" + "、".join(by_label))
        return str(by_label[text])

    return parse


def as_list(raw: object) -> list[str]:
    """Several items in one cell, parted by ；、; or line breaks (commas may be part of an item)."""
    text = as_text(raw).replace("；", "\n").replace(";", "\n").replace("、", "\n")
    return [part.strip() for part in text.split("\n") if part.strip()]


def as_choices(choices: type[TextChoices]) -> Parse:
    one = as_choice(choices)

    def parse(raw: object) -> list[str]:
        return [one(part) for part in as_list(raw)]

    return parse
