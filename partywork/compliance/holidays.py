"""Public holidays and adjusted workdays as the State Council announces them, year by year.

Only for people to look at: no legal date moves because of a holiday.
"""

from dataclasses import dataclass
from datetime import date

from chinese_calendar import Holiday, get_holiday_detail
from chinese_calendar.utils import is_in_lieu

NAMES = {each.value: each.chinese for each in Holiday}
SATURDAY = 6


@dataclass(frozen=True)
class DayKind:
    """Whether people work on a day, and what the day is called."""

    is_off: bool
    name: str = ""  # 春节, 调休上班; "" for an ordinary day


def is_announced(year: int) -> bool:
    """Whether the year's holidays are known."""
    try:
        get_holiday_detail(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def day_kind(on: date) -> DayKind:
    """By the announcement; of a year not announced yet only the weekend is known."""
    is_weekend = on.isoweekday() >= SATURDAY
    try:
        is_off, english = get_holiday_detail(on)
    except NotImplementedError:
        return DayKind(is_weekend)
    if not is_off:
        return DayKind(False, "调休上班" if is_weekend else "")
    return DayKind(True, _name(on, english))


def _name(on: date, english: str | None) -> str:
    if english is None:
        return ""
    return f"{NAMES[english]}调休" if is_in_lieu(on) else f"{NAMES[english]}放假"
