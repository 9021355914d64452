"""Problems to put right."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from partywork.rectification.actions import raise_item
from partywork.rectification.enums import ProblemSource, State
from partywork.rectification.models import RectificationItem

TODAY = date(2026, 7, 1)


def make_item(
    org: Organisation, by: User, day: date, *, progress: Any = (), closed_on: date | None = None, **extra: Any
) -> RectificationItem:
    """An open item, or one closed on a day."""
    facts: dict[str, Any] = {
        "title": "活动室开放时间偏短",
        "source": ProblemSource.SELF_CHECK,
        "due_on": day.replace(month=12),
    }
    if closed_on:
        facts |= {"state": State.CLOSED, "closed_on": closed_on, "closed_by": "周某"}
    item = RectificationItem(org=org, date=day, **{**facts, **extra})
    return raise_item(item=item, progress=progress, by=by, today=TODAY)
