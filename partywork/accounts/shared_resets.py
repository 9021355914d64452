"""A forgotten password of one of 三员: the system administrator asks, another agrees, each learns one half.

Whoever knows a password can log in with it, and none of the three may come to another's power alone. So nobody sees
the whole of it but its owner, who puts the halves together, logs in and must choose another at once. Until somebody
agreed, the old password serves.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from partywork.accounts import three_admins
from partywork.accounts.actions import reset_password
from partywork.accounts.gate import Gate
from partywork.accounts.models import SharedReset, User
from partywork.accounts.passwords import initial_password
from partywork.accounts.policy import may_agree
from partywork.audit.recorder import action, record_event

WAITS = timedelta(hours=24)


def halves(password: str) -> tuple[str, str]:
    """What either of the two is shown; typed one behind the other they are the password."""
    groups = password.split("-")
    middle = len(groups) // 2
    return "-".join(groups[:middle]) + "-", "-".join(groups[middle:])


def waiting_for(gate: Gate, at: datetime) -> list[SharedReset]:
    """The resets that this user may agree to, the oldest first."""
    if not three_admins.is_on():
        return []
    rows = SharedReset.objects.filter(asked_at__gt=at - WAITS).select_related("user", "asked_by").order_by("asked_at")
    return [each for each in rows if may_agree(gate, each)]


def banner_of(gate: Gate) -> dict[str, str] | None:
    """What a page of theirs says to those who may agree; the oldest first."""
    waiting = waiting_for(gate, timezone.now())
    if not waiting:
        return None
    text = f"{waiting[0].asked_by}请求重设{waiting[0].user}的密码，等您同意。"
    url = reverse("accounts:reset_agree", args=[waiting[0].pk])
    return {"title": "两人重设密码", "text": text, "url": url, "link_label": "去看看"}


@action
def ask_for_reset(*, user: User, at: datetime, by: Any) -> str:
    """Draw up a new password and wait for another's consent; the first half, for who asks."""
    SharedReset.objects.filter(asked_at__lte=at - WAITS).delete()
    SharedReset.objects.filter(user=user).delete()
    made = SharedReset.objects.create(user=user, asked_by=by, asked_at=at, password=initial_password())
    told = f"请求重设“{user.username}”的密码，等另一员同意"
    record_event(by=by, action="user.reset_ask", subject=user, summary=told)
    return halves(made.password)[0]


@action
def agree_to_reset(*, waiting: SharedReset, at: datetime, on: date, by: Any) -> str:
    """Set the password that was drawn up; its second half, for who agrees."""
    given = SharedReset.objects.filter(pk=waiting.pk, asked_at__gt=at - WAITS).delete()[0]
    if not given:
        raise ValidationError("这个请求已经办过或者过了24小时。还要重设的，请系统管理员重新请求。")
    user = waiting.user
    told = f"同意{waiting.asked_by}重设“{user.username}”的密码"
    record_event(by=by, action="user.reset_agree", subject=user, summary=told)
    reset_password(user=user, password=waiting.password, on=on, by=by)
    return halves(waiting.password)[1]
