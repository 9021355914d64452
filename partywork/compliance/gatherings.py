"""Which gatherings each unit held, from one query over meetings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, Sum

from partywork.access.scope import Scope
from partywork.common.periods import Year
from partywork.compliance.duties import (
    APPRAISAL,
    COMMITTEE,
    DEMOCRATIC_LIFE,
    GENERAL,
    GROUP,
    LECTURE,
    LIFE,
    THEME_DAY,
)
from partywork.measures import lookup
from partywork.measures.conditions import base_rows, narrowing
from partywork.measures.window import Window
from partywork.meetings.measures import MEETINGS
from partywork.meetings.training_hours import for_all

OF_MONTHS = (COMMITTEE, GROUP, THEME_DAY, GENERAL, LECTURE)
OF_YEARS = (LIFE, APPRAISAL, DEMOCRATIC_LIFE)

Months = dict[int, int]  # 202605 → how many


@dataclass
class Gatherings:
    """What one unit held."""

    by_duty: dict[str, Months] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    by_group: dict[int | None, Months] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    by_year: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    theme_days: dict[int, date] = field(default_factory=dict)  # the first of each month
    taught: dict[int | None, Months] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    years: set[int] = field(default_factory=set)  # in which anything is on record

    def count(self, duty: str, months: Iterable[int]) -> int:
        held = self.by_duty.get(duty, {})
        return sum(held.get(month, 0) for month in months)

    def hours_for(self, group: int | None, months: Iterable[int]) -> int:
        """Hours offered to a member of a group, or of none: those for the whole branch and those for the group."""
        open_to = {None, group}
        return sum(self.taught[each].get(month, 0) for each in open_to if each in self.taught for month in months)

    def count_of_group(self, group: int, months: Iterable[int]) -> int:
        """A 党小组会 that names no group was held by all groups together, and counts for each."""
        own, joint = self.by_group.get(group, {}), self.by_group.get(None, {})
        return sum(own.get(month, 0) + joint.get(month, 0) for month in months)


NONE = Gatherings()


def gatherings_in(scope: Scope, since: date, on: date) -> dict[int, Gatherings]:
    """The gatherings since the year before ``since``, by organisation. The conditions are those of the figures
    people read."""
    window = Window(Year(since.year), on)
    columns: dict[str, Any] = {
        f"n_{duty.code}": Count("pk", filter=_condition(duty, window)) for duty in OF_MONTHS + OF_YEARS
    }
    columns["hours_all"] = Sum("hours", filter=for_all())
    columns["theme_on"] = Min("date", filter=Q(is_theme_day=True))
    rows = base_rows(MEETINGS, scope, window).filter(_reach(since, on)).values("org", "month", "group", "belongs_to")
    found: dict[int, Gatherings] = defaultdict(Gatherings)
    for row in rows.annotate(**columns):
        _add(found[row["org"]], row)
    return found


def _condition(duty: Any, window: Window) -> Q:
    return narrowing(lookup.measure(duty.request.code), duty.request, window)


def _reach(since: date, on: date) -> Q:
    halves = [year * 10 + half for year in range(since.year - 1, on.year + 1) for half in (1, 2)]
    return Q(half__in=halves, date__lte=on)


def _add(unit: Gatherings, row: dict[str, Any]) -> None:
    month = row["month"]
    unit.years.add(month // 100)
    for duty in OF_MONTHS:
        if row[f"n_{duty.code}"]:
            unit.by_duty[duty.code][month] += row[f"n_{duty.code}"]
    if row["n_group"]:
        unit.by_group[row["group"]][month] += row["n_group"]
    if row["hours_all"]:
        unit.by_duty["training"][month] += row["hours_all"]
        unit.taught[row["group"]][month] += row["hours_all"]
    for duty in OF_YEARS:
        if row[f"n_{duty.code}"]:
            unit.by_year[duty.code, row["belongs_to"] or month // 100] += row[f"n_{duty.code}"]
    if row["theme_on"]:
        unit.theme_days[month] = min(row["theme_on"], unit.theme_days.get(month, row["theme_on"]))
