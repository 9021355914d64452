"""The month on the home page: what was done, what is due, activity days and holidays."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from partywork.common.periods import Month
from partywork.compliance.calendar import Occasion, activity_days, has_own_day, weeks_of
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.reading import Reading
from partywork.holidays.announced import is_announced
from partywork.holidays.days import Days, days_for
from partywork.orgs.models import Organisation


def due_in(month: Month, found: Iterable[Obligation], url: Callable[[Obligation], str]) -> list[Occasion]:
    """What is due in the month and not done yet: what is done stands on the day it was done."""
    return [
        Occasion(each.due_on, each.title.removeprefix(month.label), each.detail, each.light, each, url(each))
        for each in found
        if each.light is not Light.MET and month.contains(each.due_on) and has_own_day(each)
    ]


def fixed_days(month: Month, org: Organisation, reading: Reading, *, with_children: bool) -> list[Occasion]:
    """The activity days of the unit, and of those right below it by one query more."""
    if with_children:
        return activity_days(org, reading.on, month.start, month.end)
    unit = reading.units.get(org.pk)
    days = unit.activity.days_in(month) if unit else []
    return [Occasion(day, "主题党日", "固定的主题党日") for day in days]


def weeks(month: Month, org: Organisation, on: date, occasions: Iterable[Occasion]) -> list[list[dict[str, Any]]]:
    """The weeks of the month with what is on its days. Two queries in a year nobody has announced yet, else none."""
    days = Days() if is_announced(month.year) else days_for(org, on)
    return weeks_of(month, on, sorted(occasions, key=lambda each: (each.day, each.title)), days)
