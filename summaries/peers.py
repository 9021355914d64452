"""What reports read of their own units besides figures, read once for all units whose reports are made together.

A single report's unit is one of one. A question about what lies below a unit is not asked here.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Min, QuerySet

from partywork.access.scope import Scope, restrict
from partywork.common.periods import Period
from partywork.declared.models import UnitStart
from partywork.entries.models import Entry
from partywork.measures.declarations import Request
from partywork.measures.window import Window
from partywork.meetings.models import Meeting
from partywork.orgs.enums import Sector
from partywork.orgs.models import Organisation, Placement, Profile
from partywork.plans.enums import PlanState
from partywork.plans.models import PlanItem
from partywork.visits.models import Talk, Visit
from partywork.worklog.models import WorkLog
from summaries.findings.owed import Owing, owed_by_unit
from summaries.names import ranked_names_each
from summaries.phrases.speaker import Speaker

if TYPE_CHECKING:
    from summaries.facts import Order

DatedFact = TypeVar("DatedFact", Profile, Placement)

OPEN_PLANS = 4  # carried over into the plan; the rest are in the ledger
FIRST_RECORDS: tuple[type[Entry], ...] = (Meeting, Visit, Talk, WorkLog)  # what every unit begins with


def adopted_key(period: Period) -> str:
    """How the key of a plan item begins that was taken from a report on the period."""
    return f"summary:{period.code}:"


class Peers:
    """Units whose reports are ordered like ``order``. Each question is one query for all, when it is first asked."""

    def __init__(self, orgs: Iterable[Organisation], order: "Order", window: Window) -> None:
        self.orgs = {org.pk: org for org in orgs}
        self.window = window
        self.period, self.signed_on = order.period, order.signed_on
        self.scope = Scope(Organisation.objects.filter(pk__in=list(self.orgs)).order_by().values("pk"), window.on)
        self._names: dict[Request, dict[int, list[str]]] = {}

    def names(self, request: Request, org: int) -> list[str]:
        """The names behind a figure of one unit, none of those below counted (names.ranked_names)."""
        if request not in self._names:
            self._names[request] = ranked_names_each(request, self.scope, self.window)
        return self._names[request].get(org, [])

    @cached_property
    def owed(self) -> dict[int, dict[str, Owing]]:
        return owed_by_unit(self.scope, self.window.on, self.period.start)

    def speaker(self, org: int) -> Speaker:
        """What of the unit, as of the data date, decides which sentences fit it."""
        profile = self._profiles.get(org)
        return Speaker(self.orgs[org].kind, profile.sector if profile else Sector.OTHER)

    @cached_property
    def _profiles(self) -> dict[int, Profile]:
        return self._holding(Profile.objects.filter(org__in=self.orgs))

    def superior(self, org: int) -> Organisation | None:
        """The organisation the unit's report is addressed to."""
        placement = self._placements.get(org)
        return placement.parent if placement else None

    @cached_property
    def _placements(self) -> dict[int, Placement]:
        return self._holding(Placement.objects.filter(org__in=self.orgs).select_related("parent"))

    def _holding(self, facts: QuerySet[DatedFact]) -> dict[int, DatedFact]:
        """Of each unit's dated facts the one of the data date; the first known one where that lies before them."""
        on, found = self.window.on, dict[int, DatedFact]()
        for each in facts.order_by("since"):
            if each.since <= on or each.org_id not in found:
                found[each.org_id] = each
        return found

    def open_plans(self, org: int) -> list[PlanItem]:
        """Plan items of the unit itself still to be done on the data date; the first few that are late, and to come.

        Known when the report is signed, due in its period or later. What reports on the period set out themselves
        is none: it stands in them already.
        """
        on, key = self.window.on, adopted_key(self.period)
        still = [
            each
            for each in self._plans.get(org, [])
            if (each.done_on is None or each.done_on > on) and not each.key.startswith(key)
        ]
        late, coming = ([each for each in still if (each.due_on <= on) is is_late] for is_late in (True, False))
        return [*late[:OPEN_PLANS], *coming[:OPEN_PLANS]]

    def targeted_plans(self, org: int) -> list[PlanItem]:
        """The unit's own plan items of the period that have a number to reach, by their day."""
        known = (each for each in self._plans.get(org, []) if each.set_on <= self.window.on)
        asked = (each for each in known if each.target_milli is not None and each.measure_code)
        return [each for each in asked if each.due_on <= self.period.end]

    @cached_property
    def _plans(self) -> dict[int, list[PlanItem]]:
        """Due in the period or later, by their day."""
        known_by = max(self.window.on, self.signed_on)
        items = PlanItem.objects.filter(org__in=self.orgs, set_on__lte=known_by, due_on__gte=self.period.start)
        found = defaultdict[int, list[PlanItem]](list)
        for each in items.exclude(state=PlanState.CANCELLED).select_related("org").order_by("due_on", "pk"):
            found[each.org_id].append(each)
        return found

    @cached_property
    def starts(self) -> dict[int, date]:
        """The days from which units log what they do, of those that began after the period did."""
        return starts_in(self.scope, self.period.start)

    @cached_property
    def first_days(self) -> dict[int, date]:
        return first_days(list(self.orgs))


def starts_in(scope: Scope, after: date) -> dict[int, date]:
    """The days from which units of the scope log what they do (启用登记), of those that began after a day."""
    return dict(restrict(UnitStart.objects.filter(on__gt=after), scope).values_list("org", "on"))


def first_days(orgs: Iterable[int]) -> dict[int, date]:
    """The day of each organisation's first record, of those that have one."""
    found: dict[int, date] = {}
    for model in FIRST_RECORDS:
        rows = model._default_manager.filter(org__in=orgs).order_by().values_list("org").annotate(Min("date"))
        for org, day in rows:
            found[org] = min(day, found.get(org, day))
    return found
