"""What a unit brought along on the day it began (期初): problems and plans still open, dues still owed.

Each is a record with its true day, logged like any other; nothing is stored twice. So the opening balance is read off
the records as they stood on the evening before, and every item can be settled later like one of today.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncYear

from partywork.common.periods import Stretch
from partywork.declared.models import UnitStart
from partywork.dues.measures import owed_on, unpaid_on
from partywork.dues.models import DuesMonth
from partywork.entries.enums import Status
from partywork.measures.window import Window
from partywork.plans.enums import PlanState
from partywork.plans.models import PlanItem
from partywork.rectification.enums import DUE_STATES
from partywork.rectification.models import ItemState, RectificationItem


@dataclass(frozen=True)
class Arrears:
    """Dues of one year that were still owed when the unit began."""

    year: int
    months: int  # of all members together
    people: int
    fen: int


def eve_of(start: UnitStart) -> date:
    return start.on - timedelta(days=1)


def open_problems(start: UnitStart) -> QuerySet[RectificationItem]:
    """Raised before the start and not closed by then."""
    open_then = ItemState.objects.on(eve_of(start)).filter(state__in=DUE_STATES)
    items = RectificationItem.objects.filter(org=start.org, status=Status.DONE, pk__in=open_then.values("item"))
    return items.order_by("date", "pk")


def open_plans(start: UnitStart) -> QuerySet[PlanItem]:
    """Decided before the start and not done by then."""
    not_done = Q(done_on__isnull=True) | Q(done_on__gte=start.on)
    items = PlanItem.objects.filter(not_done, org=start.org, set_on__lt=start.on).exclude(state=PlanState.CANCELLED)
    return items.order_by("due_on", "pk")


def arrears(start: UnitStart) -> list[Arrears]:
    """Months that were over and not paid in full, by year, the oldest first. One query."""
    eve = Window(Stretch(date(start.on.year, 1, 1), eve_of(start)), eve_of(start))
    owed = DuesMonth.objects.filter(unpaid_on(eve), org=start.org, due_on__lt=start.on).order_by()
    by_year = owed.values(_year=TruncYear("due_on")).annotate(
        months=Count("pk"), people=Count("member", distinct=True), fen=Sum(owed_on(eve))
    )
    found = [Arrears(row["_year"].year, row["months"], row["people"], row["fen"]) for row in by_year]
    return sorted(found, key=lambda each: each.year)
