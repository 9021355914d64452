"""The guard at the door: counts failed sign-ins and refuses more of them for a while.

Three limits (settings.LOCKOUT): one account from one address; one account from everywhere, against guessing from many
addresses; one address for all accounts, against trying one password on many. A name is counted whether anybody has it
or not, so a lock says nothing about it, and only its keyed digest is kept. What is refused while a lock holds is
neither counted nor recorded, so nobody can lengthen a lock or fill the log.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime

from partywork.accounts.models import User
from partywork.audit.context import current_origin
from partywork.audit.recorder import action, record_event
from partywork.common.crypto import blind_index


def key_of(username: str) -> str:
    """What stands for a name in the table of failures."""
    return blind_index(username, purpose="signin.name")


def key_of_request(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    return key_of(str((credentials or {}).get("username") or ""))


def address_of(_request: HttpRequest) -> str | None:
    return current_origin.get().address or None


@dataclass(frozen=True)
class Standing:
    """How an account at an address stands: ``failures`` from here; ``until`` when a lock ends, ``why`` it is there.

    ``for_all``: nobody gets in from this address, whatever the account.
    """

    failures: int
    until: datetime | None
    why: str = ""
    for_all: bool = False


def standing_of(key: str, address: str | None, at: datetime) -> Standing:
    """One query over the failures that still count."""
    account, here = Q(username=key), Q(ip_address=address) if address else Q(ip_address=None)
    limits = {
        "pair": (account & here, settings.LOCKOUT.failures, f"同一地址连续{settings.LOCKOUT.failures}次失败"),
        "account": (account, settings.LOCKOUT.account, f"各处合计{settings.LOCKOUT.account}次失败"),
        "address": (here, settings.LOCKOUT.address, f"同一地址各账号合计{settings.LOCKOUT.address}次失败"),
    }
    sums = {f"{name}_sum": Sum("failures_since_start", filter=rows) for name, (rows, _, _) in limits.items()}
    lasts = {f"{name}_last": Max("attempt_time", filter=rows) for name, (rows, _, _) in limits.items()}
    found = _counting(at).filter(account | here).aggregate(**sums, **lasts)
    reached = [
        (found[f"{name}_last"] + settings.LOCKOUT.time, why)
        for name, (_, limit, why) in limits.items()
        if (found[f"{name}_sum"] or 0) >= limit
    ]
    until, why = max(reached, default=(None, ""))
    for_all = (found["address_sum"] or 0) >= settings.LOCKOUT.address
    return Standing(found["pair_sum"] or 0, until, why, for_all)


def _counting(at: datetime) -> QuerySet[AccessAttempt]:
    return AccessAttempt.objects.filter(attempt_time__gt=at - settings.LOCKOUT.time)


def locks_of(user: User, at: datetime) -> list[str]:
    """The addresses from which this account cannot sign in now; 所有地址 where it cannot from anywhere."""
    rows = list(_counting(at).filter(username=key_of(user.username)).order_by("ip_address"))
    if sum(row.failures_since_start for row in rows) >= settings.LOCKOUT.account:
        return ["所有地址"]
    locked = [row for row in rows if row.failures_since_start >= settings.LOCKOUT.failures]
    return [row.ip_address or "未知地址" for row in locked]


@action
def count_failure(*, username: str, what: str, address: str | None, at: datetime, by: None = None) -> Standing:
    """Note a failed sign-in and whether it closed the door; the standing after it.

    A name nobody has is not written anywhere: it may be a password typed into the wrong box.
    """
    key = key_of(username)
    AccessAttempt.objects.filter(attempt_time__lte=at - settings.LOCKOUT.time).delete()
    _add(key, address, at)
    standing = standing_of(key, address, at)
    user = User.objects.filter(username=username).first()
    known = f"“{username}”" if user else ""
    told = f"{known}{what}" if user else "登录失败：没有这个登录名"
    record_event(by=by, action="session.failure", subject=None, summary=told)
    if standing.until:
        told = f"{known or '没有这个登录名，'}锁定{settings.LOCKOUT.minutes}分钟：{standing.why}"
        record_event(by=by, action="session.lockout", subject=user, summary=told)
    return standing


def _add(key: str, address: str | None, at: datetime) -> None:
    """One row an account and address. Columns of axes for what was sent stay empty."""
    row = AccessAttempt.objects.filter(username=key, ip_address=address, user_agent="")
    if row.update(failures_since_start=F("failures_since_start") + 1, attempt_time=at):
        return
    try:
        with transaction.atomic():
            # attempt_time is set by axes' auto_now_add
            AccessAttempt.objects.create(username=key, ip_address=address, user_agent="", failures_since_start=1)
        row.update(attempt_time=at)
    except IntegrityError:  # another process made the row a moment ago
        row.update(failures_since_start=F("failures_since_start") + 1, attempt_time=at)


@action
def unlock(*, user: User, by: Any) -> int:
    """Let an account try again at once, from everywhere; the number of addresses whose failures are forgotten."""
    count = AccessAttempt.objects.filter(username=key_of(user.username)).delete()[0]
    if count:
        record_event(by=by, action="user.unlock", subject=user, summary=f"解除了“{user.username}”的登录锁定")
    return count


@action
def unlock_address(*, address: str, by: Any) -> int:
    """The same for an address, whatever the accounts."""
    count = AccessAttempt.objects.filter(ip_address=address).delete()[0]
    if count:
        record_event(by=by, action="session.unlock", subject=None, summary=f"解除了地址{address}的登录锁定")
    return count


class SignInGuard(AxesDatabaseHandler):
    """What axes asks before a password is looked at, and tells afterwards."""

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        key = key_of_request(request, credentials)
        request.standing = standing_of(key, request.axes_ip_address, request.axes_attempt_time)
        return request.standing.until is not None

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
        if request is None:
            return
        if not request.axes_locked_out:
            fail(request, str(credentials.get("username") or ""), "登录失败")

    def user_logged_in(self, sender: Any, request: Any, user: User, **_: Any) -> None:
        """Failures before a success count no more."""
        standing = getattr(request, "standing", None)
        if standing and standing.failures:
            AccessAttempt.objects.filter(username=key_of(user.username), ip_address=request.axes_ip_address).delete()

    def user_logged_out(self, sender: Any, request: Any, user: User | None, **_: Any) -> None:
        """Nothing to forget."""


def fail(request: Any, username: str, what: str) -> None:
    """Count a failure of this request; from the limit on the answer is the page of the lock."""
    standing = count_failure(
        username=username, what=what, address=request.axes_ip_address, at=request.axes_attempt_time
    )
    request.standing = standing
    request.axes_locked_out = standing.until is not None


def locked_page(request: Any, *_: Any) -> HttpResponse:
    """When one may try again and who can help; the same for names that nobody has."""
    until = request.standing.until
    minute = localtime(until) + timedelta(seconds=59)
    seconds = max(1, int((until - request.axes_attempt_time).total_seconds()))
    context = {"until": minute, "minutes": settings.LOCKOUT.minutes, "for_all": request.standing.for_all}
    response = render(request, "registration/locked.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
