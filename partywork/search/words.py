"""What somebody typed into the search box: words, days they name, or a number of a person."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

from partywork.common.text import normalise_identifier, one_line

LONGEST = 60  # characters of a search that are read
NUMBER = re.compile(r"[0-9]{11,17}[0-9X]?")  # a phone number, an ID number, or most of one
_DAYS = re.compile(
    r"(?<![0-9])(?:"
    r"(?P<year>(?:19|20)[0-9]{2})(?:年(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})[日号]?)?)?"
    r"|[-/.](?P<month2>[0-9]{1,2})(?:[-/.](?P<day2>[0-9]{1,2}))?)"
    r"|(?P<month3>[0-9]{1,2})月(?:(?P<day3>[0-9]{1,2})[日号]?)?"
    r")(?![0-9月])"
)


@dataclass(frozen=True)
class Days:
    """A day, a month or a year as typed; without its year it is the one that people speak of."""

    year: int | None
    month: int | None
    day: int | None

    def span(self, today: date, *, ahead: bool) -> tuple[date, date]:
        """First and last day. Without a year: this year's; of what has happened, the last that has begun.

        ``ahead``: it is asked for what lies before us, such as deadlines.
        """
        year = self.year or today.year
        if self.year is None and not ahead and self._in(year)[0] > today:
            year -= 1
        return self._in(year)

    def _in(self, year: int) -> tuple[date, date]:
        first, last = self.month or 1, self.month or 12
        end = monthrange(year, last)[1]
        return date(year, first, min(self.day or 1, end)), date(year, last, min(self.day or end, end))

    @property
    def is_possible(self) -> bool:
        if self.month is None:
            return True
        return 1 <= self.month <= 12 and (
            self.day is None or 1 <= self.day <= monthrange(self.year or 2000, self.month)[1]
        )


@dataclass(frozen=True)
class Asked:
    """A search as it is carried out. ``number`` is a person's number, and then there are no words."""

    text: str  # as typed, cleaned; "" for a number, which is shown nowhere
    words: str
    days: Days | None
    number: str

    @classmethod
    def read(cls, typed: str) -> Self:
        text = one_line(typed)[:LONGEST]
        number = normalise_identifier(text.replace("-", ""))
        if NUMBER.fullmatch(number):
            return cls("", "", None, number)
        plain = unicodedata.normalize("NFKC", text)
        found = next((days for match in _DAYS.finditer(plain) if (days := _days_of(match)) is not None), None)
        if found is None:
            return cls(text, plain, None, "")
        rest = _DAYS.sub(lambda match: " " if _days_of(match) == found else match.group(), plain)
        return cls(text, " ".join(rest.split()), found, "")

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.days or self.number)

    @property
    def names_people(self) -> bool:
        """Whether the words can be a name: one letter is the initial of half the office."""
        return self.days is None and len(self.words) >= (2 if self.words.isascii() else 1)


def _days_of(match: re.Match[str]) -> Days | None:
    year, month, day = (_number(match, name) for name in ("year", "month", "day"))
    month = month or _number(match, "month2") or _number(match, "month3")
    day = day or _number(match, "day2") or _number(match, "day3")
    days = Days(year, month, day)
    return days if days.is_possible else None


def _number(match: re.Match[str], name: str) -> int | None:
    return int(match[name]) if match[name] else None
