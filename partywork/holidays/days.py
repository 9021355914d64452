"""Days off and working days as one unit knows them: the announcements, else its own or a superior's notice.

Only for people to look at, and to say after how many working days something was entered: no legal date moves
because of a holiday.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from partywork.holidays.announced import WORKED, DayKind, announced_kind, is_announced, is_weekend
from partywork.holidays.models import HolidayNotice
from partywork.orgs.models import Organisation
from partywork.orgs.queries import ids_of_path, placement_of


class Days:
    """The calendar of one unit. Of a year nobody has announced only the weekends are known."""

    def __init__(self, notices: Iterable[HolidayNotice] = ()) -> None:
        self._notices = {each.year: each for each in notices}
        self._worked: dict[int, list[int]] = {}

    def is_known(self, year: int) -> bool:
        return is_announced(year) or year in self._notices

    def kind(self, day: date) -> DayKind:
        announced = announced_kind(day)
        if announced is not None:
            return announced
        notice = self._notices.get(day.year)
        if notice and (name := notice.name_of(day)) is not None:
            return DayKind(True, f"{name}放假")
        if notice and notice.is_worked(day):
            return DayKind(False, WORKED)
        return DayKind(is_weekend(day))

    def workdays_after(self, first: date, last: date) -> int:
        """Working days later than ``first``, up to and including ``last``; 0 when that is no later."""
        if last <= first:
            return 0
        between = sum(self._of_year(year)[-1] for year in range(first.year, last.year))
        return between + self._by(last) - self._by(first)

    def _by(self, day: date) -> int:
        """Working days of the year up to and including ``day``."""
        return self._of_year(day.year)[day.timetuple().tm_yday]

    def _of_year(self, year: int) -> list[int]:
        """Running count of working days, from nought before 1 January."""
        if year not in self._worked:
            counts, day = [0], date(year, 1, 1)
            while day.year == year:
                counts.append(counts[-1] + (not self.kind(day).is_off))
                day += timedelta(days=1)
            self._worked[year] = counts
        return self._worked[year]


def days_for(org: Organisation, on: date) -> Days:
    """The unit's calendar: the nearest notice of a year is its own, else that of the unit next above. Two queries."""
    placement = placement_of(org, on)
    line = ids_of_path(placement.path) if placement else [org.pk]
    notices = HolidayNotice.objects.filter(org__in=line)
    return Days(sorted(notices, key=lambda each: line.index(each.org_id)))
