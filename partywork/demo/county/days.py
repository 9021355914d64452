"""Days and moments as the database keeps them, made once: ISO text sorts as the days do."""

from datetime import date, timedelta
from functools import cache

from partywork.common.periods import half_of, last_day_of_month
from partywork.orgs.dated import FOREVER

OPEN = FOREVER.isoformat()
FIRST_MINUTE, LAST_MINUTE = 30, 600  # of UTC: half past eight to six o'clock here
MINUTES = [f"{minute // 60:02d}:{minute % 60:02d}:00" for minute in range(FIRST_MINUTE, LAST_MINUTE)]


@cache
def day_of(text: str) -> date:
    return date.fromisoformat(text)


@cache
def later(text: str, days: int) -> str:
    return (day_of(text) + timedelta(days=days)).isoformat()


@cache
def half(text: str) -> int:
    return half_of(day_of(text))


def month(text: str) -> int:
    return int(text[:4]) * 100 + int(text[5:7])


@cache
def workday(year: int, number: int, day: int) -> str:
    """That day of the month, or the nearest Monday to Friday of it."""
    last = last_day_of_month(year, number)
    found = date(year, number, min(day, last.day))
    if found.weekday() >= 5:
        following = found + timedelta(days=7 - found.weekday())
        found = following if following.month == number else found - timedelta(days=found.weekday() - 4)
    return found.isoformat()
