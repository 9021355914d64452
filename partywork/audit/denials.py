"""Every refusal of somebody signed in is an event of the chain, with care that a flood of them cannot fill the disk."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from partywork.audit.models import AuditEvent
from partywork.audit.recorder import Actor, action, record_event

ACTION = "access.denied"
MOST, WITHIN = 20, timedelta(minutes=10)
VERBS = {"GET": "打开", "HEAD": "打开"}
NO_MORE = "（短时间内拒绝过多，此后的十分钟内不再逐条记录）"
_log = logging.getLogger(__name__)


def note(request: HttpRequest, refused: PermissionDenied) -> None:
    """Put a refusal on record: who, which address without what was asked behind it, and why.

    The answer stays a refusal even where the record cannot be written.
    """
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    earlier = count_in_a_row(user, timezone.now())
    if earlier >= MOST:
        _log.warning("user %s was refused again: %s %s", user.pk, request.method, request.path)
        return
    home = request.gate.home if hasattr(request, "gate") else None
    summary = f"{VERBS.get(request.method or '', '提交')} {request.path} 被拒绝：{refused}"
    try:
        note_denial(
            summary=summary + (NO_MORE if earlier == MOST - 1 else ""), org_id=home.pk if home else None, by=user
        )
    except DatabaseError:
        _log.exception("a refusal could not be put on record: user %s, %s", user.pk, request.path)


@action
def note_denial(*, summary: str, org_id: int | None, by: Actor) -> None:
    record_event(by=by, action=ACTION, subject=None, summary=summary, org_id=org_id)


def count_in_a_row(user: Actor, now: datetime) -> int:
    """How many of the latest events of this person, one behind another, are refusals of the last minutes; at most MOST.

    The chain itself is the counter: it holds for all processes, and whatever else the person does is on record anyway.
    """
    latest = AuditEvent.objects.filter(actor_id=user.pk).order_by("-sequence").values_list("action", "at")[:MOST]
    count = 0
    for code, at in latest:
        if code != ACTION or at < now - WITHIN:
            break
        count += 1
    return count
