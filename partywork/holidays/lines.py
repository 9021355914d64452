"""The days of a notice as people type them, one holiday a line, and back."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from partywork.ledgers.cells import CellError, as_date

OFF_HINT = "每行一个假期，如：2031-01-22 至 2031-01-29 春节；只放一天的写：2031-01-01 元旦"
WORKED_HINT = "每行一天，如：2031-01-19"
LONGEST = 15  # days of one holiday; more is a slip of the year

_HOLIDAY = re.compile(r"(?P<first>\S+?)(?:\s*(?:至|到|—|~)\s*(?P<last>\S+))?\s+(?P<name>\S+)")


def read_off(text: str, year: int) -> dict[str, str]:
    """The days off with their names. Raises ValueError that names the line and says what would be right."""
    days: dict[str, str] = {}
    for line in _lines(text):
        found = _HOLIDAY.fullmatch(line)
        if found is None:
            raise ValueError(f"“{line}”看不懂，{OFF_HINT}。")
        first = _day(found["first"], year)
        last = _day(found["last"], year) if found["last"] else first
        if not first <= last < first + timedelta(days=LONGEST):
            raise ValueError(f"“{line}”的起止日期不对，请核对。")
        for number in range((last - first).days + 1):
            days[(first + timedelta(days=number)).isoformat()] = found["name"]
    return days


def read_worked(text: str, year: int) -> list[str]:
    """The weekend days on which people work. Raises ValueError like ``read_off``."""
    days = [_day(line, year) for line in _lines(text)]
    if workday := next((day for day in days if day.isoweekday() < 6), None):
        raise ValueError(f"{workday:%Y-%m-%d}不是周末，调休上班的日子应是周六或周日。")
    return sorted({day.isoformat() for day in days})


def show_off(off: Mapping[str, str]) -> str:
    """The days off as lines: runs of one name together."""
    runs: list[list[date]] = []
    for day in map(date.fromisoformat, sorted(off)):
        run = runs[-1] if runs else None
        if run and _name(off, run[0]) == _name(off, day) and run[1] + timedelta(days=1) == day:
            run[1] = day
        else:
            runs.append([day, day])
    return "\n".join(f"{_run(first, last)} {_name(off, first)}" for first, last in runs)


def _run(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} 至 {last}"


def _name(off: Mapping[str, str], day: date) -> str:
    return off[day.isoformat()]


def show_worked(worked: Iterable[str]) -> str:
    return "\n".join(worked)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(text: str, year: int) -> date:
    try:
        day = as_date(text)
    except CellError as error:
        raise ValueError(str(error)) from None
    if day is None or day.year != year:
        raise ValueError(f"“{text}”不在{year}年，请核对。")
    return day
