"""The month on the home page: what was done, what is due, activity days and holidays."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from partywork.common.periods import Month
from partywork.compliance.calendar import Occasion, activity_days, has_own_day, weeks_of
from partywork.compliance.lights import Light, Obligation
from partywork.holidays.announced import is_announced
from partywork.holidays.days import Days, days_for
from partywork.orgs.models import Organisation


def due_in(month: Month, found: Iterable[Obligation], url: Callable[[Obligation], str]) -> list[Occasion]:
    """What is due in the month and not done yet: what is done stands on the day it was done."""
    return [
        Occasion(each.due_on, each.title, each.detail, each.light, each, url(each))
        for each in found
        if each.light is not Light.MET and month.contains(each.due_on) and has_own_day(each)
    ]


def weeks(month: Month, org: Organisation, on: date, occasions: Iterable[Occasion]) -> list[list[dict[str, Any]]]:
    """The weeks of the month with the unit's activity days added. One query, three in a year nobody announced yet."""
    days = Days() if is_announced(month.year) else days_for(org, on)
    fixed = activity_days(org, on, month.start, month.end)
    together = sorted([*fixed, *occasions], key=lambda each: (each.day, each.title))
    return weeks_of(month, on, together, days)
