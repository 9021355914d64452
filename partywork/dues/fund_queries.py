"""Reading what was published and handed up, for what is owed."""

from datetime import date

from partywork.access.scope import Scope, restrict
from partywork.dues.fund_models import DuesPublication, VoluntaryPayment
from partywork.entries.enums import Status


def published(scope: Scope, since: date, until: date) -> dict[int, date]:
    """By organisation, the last day from ``since`` to ``until`` (both included) on which members were told.

    For the yearly duty (dues.publish.frequency) give the year's first day and the day asked about.
    """
    rows = restrict(DuesPublication.objects.filter(status=Status.DONE), scope)
    rows = rows.filter(date__gte=since, date__lte=until).order_by("date")
    return dict(rows.values_list("org", "date"))


def large_not_forwarded(scope: Scope, on: date) -> list[VoluntaryPayment]:
    """Large payments received by the day that are not forwarded yet, the oldest first."""
    rows = restrict(VoluntaryPayment.objects.filter(status=Status.DONE, is_large=True, date__lte=on), scope)
    return list(rows.exclude(forwarded_on__lte=on).select_related("org", "member").order_by("date", "pk"))
