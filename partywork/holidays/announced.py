"""Public holidays and adjusted workdays as chinesecalendar knows them: the years the State Council has announced."""

from dataclasses import dataclass
from datetime import date

from chinese_calendar import Holiday, get_holiday_detail
from chinese_calendar.utils import is_in_lieu

NAMES = {each.value: each.chinese for each in Holiday}
SATURDAY = 6
WORKED = "调休上班"


@dataclass(frozen=True)
class DayKind:
    """Whether people work on a day, and what the day is called."""

    is_off: bool
    name: str = ""  # 春节放假, 调休上班; "" for an ordinary day


def is_weekend(on: date) -> bool:
    return on.isoweekday() >= SATURDAY


def is_announced(year: int) -> bool:
    """Whether the library knows the year's holidays."""
    try:
        get_holiday_detail(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def announced_kind(on: date) -> DayKind | None:
    """By the announcement; None of a year the library does not know."""
    try:
        is_off, english = get_holiday_detail(on)
    except NotImplementedError:
        return None
    if not is_off:
        return DayKind(False, WORKED if is_weekend(on) else "")
    return DayKind(True, _name(on, english))


def _name(on: date, english: str | None) -> str:
    if english is None:
        return ""
    return f"{NAMES[english]}调休" if is_in_lieu(on) else f"{NAMES[english]}放假"
