"""What a form says, by Chinese names: the built-in layout prints it, and an office's own template names it.

Only plain values: text, whole numbers, and lists of rows of them. What is not on record is "".
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from partywork.common.money import format_yuan
from partywork.common.text import format_date

Data = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """``items`` are the fields of each row where the field is a list. ``example`` is what it may say."""

    name: str
    example: str | int = ""
    items: tuple["Field", ...] = ()
    help: str = ""

    @property
    def is_list(self) -> bool:
        return bool(self.items)


def sample(fields: tuple[Field, ...]) -> Data:
    """Invented data with every field filled in, each list with two rows: what a template is tried with."""
    return {each.name: [sample(each.items), sample(each.items)] if each.is_list else each.example for each in fields}


def day(value: date | None) -> str:
    return format_date(value) if value else ""


def short_day(value: date | None) -> str:
    """For narrow columns: 2026.6.18."""
    return f"{value.year}.{value.month}.{value.day}" if value else ""


def yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)


def number(value: int | None) -> int | str:
    """A count; nothing where nobody entered one."""
    return value or ""
