"""Logins, failed logins and logouts in the audit chain, each in a transaction of its own."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event


@action
def note_login(*, by: User) -> None:
    record_event(by=by, action="session.login", subject=None, summary=f"“{by.username}”登录")


@action
def note_logout(*, by: User) -> None:
    record_event(by=by, action="session.logout", subject=None, summary=f"“{by.username}”退出登录")


@action
def note_failure(*, username: str, by: None = None) -> None:
    """A name nobody has is not kept: it may be a password typed into the wrong box."""
    known = User.objects.filter(username=username).exists()
    told = f"“{username}”登录失败" if known else "登录失败：没有这个登录名"
    record_event(by=by, action="session.failure", subject=None, summary=told)


def _logged_in(*, user: User, **_: Any) -> None:
    note_login(by=user)


def _logged_out(*, user: User | None, **_: Any) -> None:
    if user is not None:  # logging out without being logged in is no event
        note_logout(by=user)


def _failed(*, credentials: dict[str, Any], **_: Any) -> None:
    note_failure(username=str(credentials.get("username", "")))


def connect() -> None:
    """Called once when the app is ready."""
    user_logged_in.connect(_logged_in, dispatch_uid="partywork.login")
    user_logged_out.connect(_logged_out, dispatch_uid="partywork.logout")
    user_login_failed.connect(_failed, dispatch_uid="partywork.failure")
