"""Who reviews closures, and how an item stands against its deadline."""

from datetime import date, timedelta

from django.db.models import Q

from partywork.access.permissions import Permission
from partywork.accounts.holders import somebody_may
from partywork.accounts.models import User
from partywork.entries.enums import Status
from partywork.orgs.models import Organisation
from partywork.rectification.enums import DUE_STATES, ProgressKind
from partywork.rectification.models import RectificationItem
from partywork.rules.queries import rules_for

Light = tuple[str, str]  # colour, word


def has_reviewer(org: Organisation, on: date) -> bool:
    """Whether anybody in the system may review closures of ``org`` on that day."""
    return somebody_may(Permission.REVIEW_RECTIFICATION, org, on)


def another_reviewer(org: Organisation, on: date, user: User) -> bool:
    """Whether anybody but ``user`` may review closures of ``org`` on that day."""
    return somebody_may(Permission.REVIEW_RECTIFICATION, org, on, besides=user)


def requester_of(item: RectificationItem) -> int | None:
    """Who asked last for the closure; None where it was carried in as asked for."""
    asked = item.progress.filter(kind=ProgressKind.REQUEST).order_by("-date", "-id")
    return asked.values_list("created_by", flat=True).first()


def light_of(item: RectificationItem, today: date, soon_days: int) -> Light | None:
    """How an item stands against its deadline; None once no deadline binds it.

    Overdue from the day after the deadline; due soon within ``soon_days`` days before it.
    """
    if item.status != Status.DONE or item.state not in DUE_STATES or item.due_on is None:
        return None
    left = (item.due_on - today).days
    if left < 0:
        return "red", "逾期"
    return ("amber", "将到期") if left <= soon_days else ("green", "正常")


def of_light(colour: str, today: date, soon_days: int) -> Q:
    """The items that ``light_of`` shows in this colour."""
    soon = today + timedelta(days=soon_days)
    days = {
        "red": Q(due_on__lt=today),
        "amber": Q(due_on__gte=today, due_on__lte=soon),
        "green": Q(due_on__gt=soon),
    }
    return Q(status=Status.DONE, state__in=DUE_STATES) & days[colour]


def due_soon_days(today: date) -> int:
    """How many days before a deadline a reminder is due: a local setting."""
    return rules_for(on=today).number("reminder.due_soon_days")
