"""Records on the home page, whatever their kind: the last ones of a scope, and those of a month of one's own units."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from partywork.access.scope import Scope, restrict
from partywork.common.periods import Month
from partywork.compliance.calendar import Occasion
from partywork.compliance.lights import Light
from partywork.entries.enums import Status
from partywork.entries.lateness import LATE, ON_BEHALF, Lateness, with_places
from partywork.entries.models import Counted, Entry
from partywork.meetings.models import Meeting
from partywork.rules.shelf import RuleShelf
from partywork.visits.models import Visit
from partywork.worklog.models import WorkLog

SHOWN = 8
KINDS: tuple[tuple[type[Entry], str], ...] = (
    (Meeting, "meetings"),
    (Visit, "visits"),
    (WorkLog, "worklog"),
)
OCCASIONS = {Status.DONE: (Light.MET, "已办"), Status.PLANNED: (Light.OPEN, "计划")}


@dataclass(frozen=True)
class Records:
    """The newest entries of a scope and those of a month, each with the address of its page."""

    newest: list[tuple[Entry, str]]
    of_month: list[tuple[Entry, str]]

    def occasions(self) -> list[Occasion]:
        """What was done, and what is planned, on the days of the month."""
        found = []
        for entry, url in self.of_month:
            if entry.status in OCCASIONS:
                light, word = OCCASIONS[Status(entry.status)]
                found.append(Occasion(entry.date, _name(entry), word, light, url=url, word=word))
        return found

    def shown(self, shelf: RuleShelf) -> list[dict[str, Any]]:
        """The newest as lines of a list, each with how late it was entered and by whom it was on behalf."""
        lateness = Lateness([entry for entry, _ in self.newest], shelf)
        lines = []
        for entry, url in self.newest:
            marks = lateness.marks(entry)
            lines.append(
                {
                    "when": f"{entry.date:%Y-%m-%d}",
                    "what": _name(entry),
                    "url": url,
                    "who": f"{entry.org.short_name} · {entry.created_by.full_name}",
                    "marks": marks,
                    "is_marked": LATE in marks or ON_BEHALF in marks,  # a day or two later is no more than said
                }
            )
        return lines


def records_of(scope: Scope, own: Sequence[int], month: Month) -> Records:
    """The newest entries of the scope, and those that ``own`` units have in the month. One query a kind."""
    newest: list[tuple[Entry, str]] = []
    of_month: list[tuple[Entry, str]] = []
    for model, namespace in KINDS:
        rows: QuerySet[Any] = model._default_manager.all()
        if issubclass(model, Counted):
            rows = rows.filter(gathering="")  # the gathering itself stands for what it also counts as
        last = restrict(rows, scope).order_by("-created_at", "-pk")[:SHOWN]
        here = Q(org__in=own, date__range=(month.start, month.end))
        shown = restrict(rows.filter(Q(pk__in=last.values("pk")) | here), scope)
        found = [
            (entry, reverse(f"{namespace}:detail", args=[entry.pk]))
            for entry in with_places(shown).select_related("org", "created_by").order_by("-created_at", "-pk")
        ]
        newest += found[:SHOWN]
        of_month += [each for each in found if each[0].org_id in own and month.contains(each[0].date)]
    newest.sort(key=lambda each: each[0].created_at, reverse=True)
    return Records(newest[:SHOWN], of_month)


def _name(entry: Entry) -> str:
    return str(entry).removeprefix(f"{entry.date:%Y-%m-%d} ")
