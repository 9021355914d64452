"""A month of days with what happens on each: activity days, due dates, holidays."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partywork.access.scope import Scope
from partywork.common.periods import Month, months_between
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.obligations import obligations
from partywork.holidays.days import Days
from partywork.orgs.activity import ActivityRule
from partywork.orgs.models import Organisation, Placement, Profile

NAMED = 3  # branches whose activity day is named on a day; the others are counted


@dataclass(frozen=True)
class Occasion:
    """Something on a day of the calendar."""

    day: date
    title: str
    detail: str
    light: Light | None = None  # None: an activity day
    source: Obligation | None = None
    url: str = ""  # where it is settled, or its records are
    word: str = ""  # instead of the light's own


def occasions(org: Organisation, own: Scope, on: date, first: date, last: date) -> list[Occasion]:
    """The unit's activity days and due dates from ``first`` to ``last``, by day.

    A unit with branches below it also has theirs of the activity days. Due dates are as known on ``on``.
    """
    due = [
        Occasion(each.due_on, each.title, each.detail, each.light, each)
        for each in obligations(own, on, since=first, until=max(last, on))
        if first <= each.due_on <= last and has_own_day(each)
    ]
    return sorted([*activity_days(org, on, first, last), *due], key=lambda each: (each.day, each.title))


def has_own_day(each: Obligation) -> bool:
    """Whether the due day is the obligation's own, not just the day it is looked at (arrears, a missing term)."""
    return bool(each.turn or each.record)


def activity_days(org: Organisation, on: date, first: date, last: date) -> list[Occasion]:
    """The fixed theme days of a unit and of those right below it. One query."""
    names: dict[date, list[str]] = defaultdict(list)
    below = Placement.objects.on(on).filter(parent=org).values("org")
    living = Profile.objects.on(on).exclude(activity_day="").filter(org__dissolved_on__gt=on).select_related("org")
    for profile in living.filter(org__in=[org.pk]) | living.filter(org__in=below):
        rule: ActivityRule = profile.activity_rule
        for month in months_between(first, last):
            for day in rule.days_in(month):
                if first <= day <= last:
                    names[day].append("" if profile.org_id == org.pk else profile.org.short_name)
    return [Occasion(day, "主题党日", _who(units)) for day, units in names.items()]


def _who(units: list[str]) -> str:
    named = [unit for unit in units if unit]
    if not named:
        return "固定的主题党日"
    rest = f"等{len(named)}个支部" if len(named) > NAMED else ""
    return "、".join(named[:NAMED]) + rest


def weeks_of(month: Month, today: date, found: Iterable[Occasion], days: Days) -> list[list[dict[str, Any]]]:
    """The weeks of a month from Monday on, with the days of the months beside it left empty."""
    by_day: dict[date, list[Occasion]] = defaultdict(list)
    for each in found:
        by_day[each.day].append(each)
    start = month.start - timedelta(days=month.start.weekday())
    weeks = []
    while start <= month.end:
        week = [start + timedelta(days=n) for n in range(7)]
        weeks.append([_day(day, today, by_day[day], days) if month.contains(day) else {"number": ""} for day in week])
        start += timedelta(weeks=1)
    return weeks


def _day(day: date, today: date, found: list[Occasion], days: Days) -> dict[str, Any]:
    kind = days.kind(day)
    return {
        "number": day.day,
        "weekday": "一二三四五六日"[day.weekday()],
        "is_today": day == today,
        "is_off": kind.is_off,
        "holiday": kind.name,
        "occasions": [
            {
                "title": each.title,
                "detail": each.detail,
                "url": each.url,
                "light": each.light.value if each.light else "",
                "word": each.word or (each.light.word if each.light else "固定"),
            }
            for each in found
        ],
    }
