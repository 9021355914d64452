"""Logins and logouts: the audit event in a transaction of its own, and what the list of sessions says of a login.

Failed ones are counted and recorded by ``guard``.
"""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils import timezone

from partywork.accounts.browsers import in_words
from partywork.accounts.models import User
from partywork.audit.context import current_origin
from partywork.audit.recorder import action, record_event


@action
def note_login(*, by: User) -> None:
    record_event(by=by, action="session.login", subject=None, summary=f"“{by.username}”登录")


@action
def note_logout(*, by: User) -> None:
    record_event(by=by, action="session.logout", subject=None, summary=f"“{by.username}”退出登录")


def _logged_in(*, user: User, request: Any, **_: Any) -> None:
    browser = in_words(request.META.get("HTTP_USER_AGENT", ""))
    request.session.begin(address=current_origin.get().address, browser=browser, at=timezone.now())
    note_login(by=user)


def _logged_out(*, user: User | None, **_: Any) -> None:
    if user is not None:  # logging out without being logged in is no event
        note_logout(by=user)


def connect() -> None:
    """Called once when the app is ready."""
    user_logged_in.connect(_logged_in, dispatch_uid="partywork.login")
    user_logged_out.connect(_logged_out, dispatch_uid="partywork.logout")
