"""Days of its own that a token may ask for: {党课次数|自2024年}, {党员总数|截至2025年底}, {走访次数|上年同期}.

自 is the day from which is counted up to the report's data date; 截至 another cut-off, never later than the data
date; 上年同期 the same days a year before. A year left out is the report's own.
"""

import re
from dataclasses import dataclass
from datetime import date

from partywork.common.periods import Period, Stretch, last_day_of_month
from partywork.measures.window import Window

LAST_YEAR = "上年同期"
EXAMPLES = ("自2024年", "自年初", "截至5月31日", "截至上年底", LAST_YEAR)

_DAY = re.compile(
    r"(?:(?P<year>[12]\d{3})年|(?P<last>上年)|(?P<new>年初))?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?P<end>[底末])?"
)
_ENDINGS = ("以来", "起", "止")


class NoSuchDay(ValueError):
    """Words that name no day; the message shows how to write one."""


@dataclass(frozen=True)
class DayWords:
    """A day as written: 2024年, 3月, 2024年3月5日. Without a year it is of the report's year (or the one before)."""

    year: int | None
    month: int | None
    day: int | None
    year_before: bool = False

    def first(self, of: int) -> date:
        month = self.month or 1
        return self._on(of, month, self.day or 1)

    def last(self, of: int) -> date:
        month = self.month or 12
        return self._on(of, month, self.day or 31)

    def _on(self, of: int, month: int, day: int) -> date:
        """29 February of a year that has none is its last day of February."""
        end = last_day_of_month(self._year(of), month)
        return end.replace(day=min(day, end.day))

    def _year(self, of: int) -> int:
        return self.year or of - self.year_before


@dataclass(frozen=True)
class OwnDates:
    """What a token says about its days; ``text`` as it is written."""

    text: str
    since: DayWords | None = None
    until: DayWords | None = None

    def window(self, window: Window) -> Window | None:
        """The days meant in a report of that window; None where they lie outside what it may know."""
        if self.text == LAST_YEAR:
            return _year_before(window)
        year = window.period.year
        until = self.until.last(year) if self.until else window.on
        if until > window.on:
            return None
        if self.since is None:
            return Window(window.period, until)
        since = self.since.first(year)
        return None if since > until else Window(Stretch(since, until), until)


def is_dates(mark: str) -> bool:
    """Whether a mark of a token is about days and not about how it prints."""
    return mark == LAST_YEAR or mark.startswith(("自", "截至"))


def check_dates(text: str) -> None:
    """Refuse what was typed as days and is none. Raises NoSuchDay."""
    marks = text.split("|") if text else []
    for mark in marks:
        if not is_dates(mark):
            raise _unreadable(mark)
    read(marks)


def _unreadable(text: str) -> NoSuchDay:
    return NoSuchDay(f"看不懂日期“{text}”，可以写：{'、'.join(EXAMPLES)}。")


def read(marks: list[str]) -> OwnDates | None:
    """The days that the marks of a token name, None without any. Raises NoSuchDay."""
    if not marks:
        return None
    text = "|".join(marks)
    if marks == [LAST_YEAR]:
        return OwnDates(text)
    since = [mark.removeprefix("自") for mark in marks if mark.startswith("自")]
    until = [mark.removeprefix("截至") for mark in marks if mark.startswith("截至")]
    if len(since) > 1 or len(until) > 1 or LAST_YEAR in marks:
        raise NoSuchDay(f"“{text}”里的日期只能写一个起点、一个截止。")
    return OwnDates(text, *(_day(each[0]) if each else None for each in (since, until)))


def _day(text: str) -> DayWords:
    bare = text
    for ending in _ENDINGS:
        bare = bare.removesuffix(ending)
    found = _DAY.fullmatch(bare.strip())
    if found is None or not bare.strip() or (found["day"] and not found["month"]):
        raise _unreadable(text)
    year, month, day = (int(found[each]) if found[each] else None for each in ("year", "month", "day"))
    words = DayWords(year, month, day, year_before=bool(found["last"]))
    if not _exists(words):
        raise NoSuchDay(f"没有“{text}”这一天，请核对。")
    return words


def _exists(words: DayWords) -> bool:
    month = words.month or 1
    return 1 <= month <= 12 and (words.day is None or 1 <= words.day <= last_day_of_month(2024, month).day)


def _year_before(window: Window) -> Window | None:
    period = window.period
    if not isinstance(period, Period):
        return None
    on = window.on
    last = on.year - 1
    same_day = date(last, on.month, min(on.day, last_day_of_month(last, on.month).day))
    if on == period.end:
        same_day = period.last_year.end
    return Window(period.last_year, same_day)
