"""Calendar periods of a report (month, quarter, half-year, year) and the arithmetic of months.

All of it is pure: no function here asks what day it is.
"""

from __future__ import annotations

import calendar
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Literal, Self

FIRST_YEAR = 1900
LAST_YEAR = 2199
CHINESE_DIGITS = "一二三四"
PERIOD_HINT = "请写成 2026（全年）、2026H1（上半年）、2026Q2（第二季度）或 2026-05（月份）"

PeriodKind = Literal["month", "quarter", "half", "year"]


def last_day_of_month(year: int, month: int) -> date:
    """The last day of a calendar month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, count: int) -> date:
    """The same day of the month, `count` months later (earlier when negative).

    Where that day does not exist the last day of the month is meant: 31 August plus six months is
    28 or 29 February. So the step cannot always be undone: 31 January + 1 − 1 gives 28 January.
    Raises ValueError when the result leaves the calendar.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = last_day_of_month(year, month0 + 1)
    return last.replace(day=min(day.day, last.day))


def latest_start(day: date, count: int) -> date:
    """The latest day from which `count` months lead to `day` or an earlier one.

    So "add_months(begun, count) is before today" can be asked of a database: begun <= latest_start(yesterday, count).
    It is not always add_months(day, -count): one month before 28 February reaches to 31 January.
    """
    start = add_months(day, -count)
    while add_months(start + timedelta(days=1), count) <= day:
        start += timedelta(days=1)
    return start


def half_of(day: date) -> int:
    """The half-year of a date as stored with every record: 20261 or 20262."""
    return day.year * 10 + (1 if day.month <= 6 else 2)


def month_of(day: date) -> int:
    """The month of a date as one integer: 202605."""
    return day.year * 100 + day.month


def months_between(first: date, last: date) -> tuple[Month, ...]:
    """Every calendar month touched by the days from `first` to `last`; empty when `last` is earlier."""
    if last < first:
        return ()
    start = first.year * 12 + first.month - 1
    stop = last.year * 12 + last.month - 1
    return tuple(Month(index // 12, index % 12 + 1) for index in range(start, stop + 1))


def _halves(months: tuple[Month, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(half_of(month.start) for month in months))


@dataclass(frozen=True, order=True)
class Span:
    """The days from `start` to `end`, both included; empty (containing no day) when `end` is earlier."""

    start: date
    end: date

    @property
    def is_empty(self) -> bool:
        return self.end < self.start

    @property
    def days(self) -> int:
        """Number of days, 0 when empty."""
        return max((self.end - self.start).days + 1, 0)

    @property
    def months(self) -> tuple[Month, ...]:
        """Every calendar month touched, also one touched only in part."""
        return months_between(self.start, self.end)

    @property
    def halves(self) -> tuple[int, ...]:
        """Every half-year touched: (20261, 20262)."""
        return _halves(self.months)

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end


class Period(ABC):
    """What month, quarter, half-year and year have in common. Immutable and hashable.

    Two periods of one kind compare by time. Constructing one outside the years
    FIRST_YEAR–LAST_YEAR, or with a number its year does not have, raises ValueError.
    """

    kind: ClassVar[PeriodKind]
    length: ClassVar[int]  # in months
    year: int

    @property
    @abstractmethod
    def number(self) -> int:
        """Which one of its year, from 1."""

    @property
    @abstractmethod
    def code(self) -> str:
        """Short text that parse_period reads back: 2026-05, 2026Q2, 2026H1, 2026."""

    @property
    @abstractmethod
    def label(self) -> str:
        """How a text names it: 2026年上半年."""

    @classmethod
    @abstractmethod
    def at(cls, year: int, number: int) -> Self:
        """The period with this number in this year."""

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间。")
        if not 1 <= self.number <= self.per_year():
            raise ValueError(f"期间序号应在1至{self.per_year()}之间。")

    def __str__(self) -> str:
        return self.label

    @classmethod
    def per_year(cls) -> int:
        """How many of this kind make a year."""
        return 12 // cls.length

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, (self.number - 1) * self.length + 1, 1)

    @property
    def end(self) -> date:
        """Last day, part of the period."""
        return last_day_of_month(self.year, self.number * self.length)

    @property
    def months(self) -> tuple[Month, ...]:
        return months_between(self.start, self.end)

    @property
    def halves(self) -> tuple[int, ...]:
        """The half-years it touches, as stored with records: (20261,) or (20261, 20262)."""
        return _halves(self.months)

    @property
    def previous(self) -> Self:
        return self.shifted(-1)

    @property
    def next(self) -> Self:
        return self.shifted(1)

    @property
    def last_year(self) -> Self:
        """The same period a year before."""
        return self.shifted(-self.per_year())

    def shifted(self, count: int) -> Self:
        """The period `count` of its kind later (earlier when negative)."""
        year, number0 = divmod(self.year * self.per_year() + self.number - 1 + count, self.per_year())
        return self.at(year, number0 + 1)

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    def clipped(self, data_date: date) -> Span:
        """Its days up to and including the data date (数据截至); empty when that lies before it."""
        return Span(self.start, min(self.end, data_date))


@dataclass(frozen=True, order=True)
class Month(Period):
    year: int
    month: int

    kind: ClassVar[PeriodKind] = "month"
    length: ClassVar[int] = 1

    @classmethod
    def at(cls, year: int, number: int) -> Self:
        return cls(year, number)

    @property
    def number(self) -> int:
        return self.month

    @property
    def code(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def label(self) -> str:
        return f"{self.year}年{self.month}月"


@dataclass(frozen=True, order=True)
class Quarter(Period):
    year: int
    quarter: int

    kind: ClassVar[PeriodKind] = "quarter"
    length: ClassVar[int] = 3

    @classmethod
    def at(cls, year: int, number: int) -> Self:
        return cls(year, number)

    @property
    def number(self) -> int:
        return self.quarter

    @property
    def code(self) -> str:
        return f"{self.year}Q{self.quarter}"

    @property
    def label(self) -> str:
        return f"{self.year}年第{CHINESE_DIGITS[self.quarter - 1]}季度"


@dataclass(frozen=True, order=True)
class HalfYear(Period):
    year: int
    half: int

    kind: ClassVar[PeriodKind] = "half"
    length: ClassVar[int] = 6

    @classmethod
    def at(cls, year: int, number: int) -> Self:
        return cls(year, number)

    @property
    def number(self) -> int:
        return self.half

    @property
    def code(self) -> str:
        return f"{self.year}H{self.half}"

    @property
    def label(self) -> str:
        return f"{self.year}年{'上' if self.half == 1 else '下'}半年"


@dataclass(frozen=True, order=True)
class Year(Period):
    year: int

    kind: ClassVar[PeriodKind] = "year"
    length: ClassVar[int] = 12

    @classmethod
    def at(cls, year: int, number: int) -> Self:
        if number != 1:
            raise ValueError("全年的期间序号只能是1。")
        return cls(year)

    @property
    def number(self) -> int:
        return 1

    @property
    def code(self) -> str:
        return f"{self.year}"

    @property
    def label(self) -> str:
        return f"{self.year}年"


_PERIOD_OF: dict[PeriodKind, Callable[[date], Period]] = {
    "month": lambda day: Month(day.year, day.month),
    "quarter": lambda day: Quarter(day.year, (day.month + 2) // 3),
    "half": lambda day: HalfYear(day.year, (day.month + 5) // 6),
    "year": lambda day: Year(day.year),
}


def period_of(day: date, kind: PeriodKind) -> Period:
    """The period of this kind that the day lies in."""
    return _PERIOD_OF[kind](day)


_CODE = re.compile(r"([0-9]{4})(?:H([0-9])|Q([0-9])|-([0-9]{1,2}))?", re.ASCII)


def parse_period(text: str) -> Period:
    """Read a period's code, lower case and surrounding blanks forgiven.

    Raises ValueError with a Chinese sentence that says what would be right.
    """
    found = _CODE.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError(f"认不出期间“{text.strip()}”，{PERIOD_HINT}。")
    year, half, quarter, month = found.groups()
    try:
        if half:
            return HalfYear(int(year), int(half))
        if quarter:
            return Quarter(int(year), int(quarter))
        if month:
            return Month(int(year), int(month))
        return Year(int(year))
    except ValueError:
        raise ValueError(
            f"没有“{text.strip()}”这个期间，年份应在{FIRST_YEAR}至{LAST_YEAR}之间，{PERIOD_HINT}。"
        ) from None


@dataclass(frozen=True, order=True)
class Stretch:
    """Any run of days that figures are asked for (自2024年以来): in a figure's place it stands for a period."""

    start: date
    end: date

    @property
    def year(self) -> int:
        """The year it ends in."""
        return self.end.year

    @property
    def code(self) -> str:
        """Text that parse_days reads back: 2024-01-01_2026-06-30."""
        return f"{self.start.isoformat()}_{self.end.isoformat()}"

    @property
    def label(self) -> str:
        first, last = self.start, self.end
        return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"

    @property
    def halves(self) -> tuple[int, ...]:
        return Span(self.start, self.end).halves

    def clipped(self, data_date: date) -> Span:
        """Its days up to and including the data date; empty when that lies before it."""
        return Span(self.start, min(self.end, data_date))


def parse_days(text: str) -> Period | Stretch:
    """Read the code of a period or of a stretch of days. Raises ValueError like parse_period."""
    first, parted, last = text.strip().partition("_")
    return Stretch(date.fromisoformat(first), date.fromisoformat(last)) if parted else parse_period(text)
