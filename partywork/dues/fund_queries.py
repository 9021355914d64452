"""Reading what was published and handed up, for what is owed."""

from datetime import date

from partywork.access.scope import Scope, restrict
from partywork.dues.fund_models import DuesPublication, VoluntaryPayment
from partywork.entries.enums import Status


def published(scope: Scope, since: date, until: date) -> dict[int, list[date]]:
    """By organisation, the days from ``since`` to ``until`` (both included) on which members were told, in order."""
    rows = restrict(DuesPublication.objects.filter(status=Status.DONE), scope)
    found: dict[int, list[date]] = {}
    for org, day in rows.filter(date__range=(since, until)).order_by("date").values_list("org", "date"):
        found.setdefault(org, []).append(day)
    return found


def large_not_forwarded(scope: Scope, on: date) -> list[VoluntaryPayment]:
    """Large payments received by the day that are not forwarded yet, the oldest first."""
    rows = restrict(VoluntaryPayment.objects.filter(status=Status.DONE, is_large=True, date__lte=on), scope)
    return list(rows.exclude(forwarded_on__lte=on).select_related("org", "member").order_by("date", "pk"))
