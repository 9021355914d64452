"""Accounts, passwords and appointments. Who may do what to whom is decided in ``policy``."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from partywork.access.permissions import LONGEST, Role
from partywork.accounts.guard import unlock
from partywork.accounts.models import Appointment, OpenSession, User
from partywork.accounts.password_rules import remember
from partywork.accounts.policy import lasting
from partywork.accounts.three_admins import refuse_collision
from partywork.audit.recorder import action, record_event
from partywork.orgs.dated import FOREVER, end
from partywork.orgs.models import Organisation


@action
def create_user(*, username: str, full_name: str, password: str, by: Any, must_change: bool = True) -> User:
    """A new account without any right; the first login asks for a password of one's own."""
    user = User(username=username, full_name=full_name, must_change_password=must_change)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    record_event(by=by, action="user.create", subject=user, summary=f"新建账号“{username}”")
    return user


@action
def open_account(
    *,
    username: str,
    full_name: str,
    password: str,
    org: Organisation,
    role: Role,
    since: date,
    until: date = FOREVER,
    by: Any,
) -> User:
    """A new account with its first appointment."""
    user = create_user(username=username, full_name=full_name, password=password, by=by)
    appoint(user=user, org=org, role=role, since=since, until=until, by=by)
    return user


@action
def change_password(*, user: User, password: str, on: date, by: Any, keep: str | None = None) -> User:
    """A user sets a password of one's own; sessions elsewhere end, the one whose key is ``keep`` goes on."""
    _set_password(user, password, must_change=False, on=on, by=by, verb="password", what="修改了自己的密码")
    _end_sessions(user, keep)
    return user


@action
def reset_password(*, user: User, password: str, on: date, by: Any) -> User:
    """Give an account a new initial password; open sessions and locks end, and the next login asks to change it."""
    _set_password(user, password, must_change=True, on=on, by=by, verb="reset", what="的密码被重设")
    _end_sessions(user)
    unlock(user=user, by=by)
    return user


def _set_password(user: User, password: str, *, must_change: bool, on: date, by: Any, verb: str, what: str) -> None:
    validate_password(password, user)
    remember(user)
    user.set_password(password)
    user.must_change_password = must_change
    user.password_set_on = on
    user.save(update_fields=["password", "must_change_password", "password_set_on"])
    record_event(by=by, action=f"user.{verb}", subject=user, summary=f"“{user.username}”{what}")


@action
def end_sessions(*, user: User, by: Any, keep: str | None = None, only: str | None = None) -> int:
    """Sign the user out: everywhere, everywhere but in the session ``keep``, or in the session ``only`` alone.

    Gives the number of sessions that ended.
    """
    count = _end_sessions(user, keep, only)
    if count:
        summary = f"结束了“{user.username}”的{count}处登录"
        record_event(by=by, action="user.sessions", subject=user, summary=summary)
    return count


def _end_sessions(user: User, keep: str | None = None, only: str | None = None) -> int:
    ended = OpenSession.objects.filter(user=user)
    ended = ended.exclude(session_key=keep) if keep else ended
    ended = ended.filter(session_key=only) if only else ended
    return ended.delete()[0]


@action
def close_tour(*, user: User, on: date, by: Any) -> None:
    """The user puts the first steps on the home page away; they do not come back."""
    if user.tour_closed_on:
        return
    user.tour_closed_on = on
    user.save(update_fields=["tour_closed_on"])
    record_event(by=by, action="user.tour", subject=user, summary=f"“{user.username}”收起了使用引导")


@action
def set_active(*, user: User, is_active: bool, by: Any) -> User:
    """Let an account log in, or no longer; its records and appointments stay as they are."""
    if user.is_active == is_active:
        return user
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    verb, label = ("activate", "启用") if is_active else ("deactivate", "停用")
    record_event(by=by, action=f"user.{verb}", subject=user, summary=f"{label}账号“{user.username}”")
    if not is_active:
        _end_sessions(user)
    return user


@action
def appoint(*, user: User, org: Organisation, role: Role, since: date, until: date = FOREVER, by: Any) -> Appointment:
    """Give a role at an organisation from a day on, and no longer on ``until``.

    Refused: a role still held there on that day, a role of limited time without a near end, and what no single
    person may hold in 三员 mode.
    """
    if Appointment.objects.filter(user=user, org=org, role=role, until__gt=since).exists():
        raise ValidationError({"role": f"{user.full_name}已经是“{org}”的{role.label}。"})
    _refuse_too_long(role, since, until)
    appointment = Appointment(user=user, org=org, role=role, since=since, until=until)
    refuse_collision(appointment)
    appointment.full_clean()
    appointment.save()
    summary = f"任命{user.full_name}为“{org}”{role.label}"
    if not appointment.is_open:
        summary += f"，到{until - timedelta(days=1):%Y-%m-%d}为止"
    record_event(by=by, action="appointment.create", subject=user, summary=summary, org_id=org.pk)
    return appointment


def _refuse_too_long(role: Role, since: date, until: date) -> None:
    longest = LONGEST.get(role)
    if longest is None:
        return
    if until == FOREVER:
        raise ValidationError({"last_day": f"{role.label}的任职要有期限，请填最后一天。"})
    if until > since + timedelta(days=longest):
        last = since + timedelta(days=longest - 1)
        raise ValidationError({"last_day": f"{role.label}最多任职{longest}天，最晚填{last:%Y-%m-%d}。"})


@action
def end_appointment(*, appointment: Appointment, on: date, by: Any) -> None:
    """End a role: from ``on`` on it gives no right; one ended on its first day never held.

    Whoever holds nothing from then on is signed out.
    """
    if appointment.until <= on:
        raise ValidationError({"appointment": f"这个任职到{appointment.until:%Y-%m-%d}已经结束。"})
    end(appointment, on)
    user, org = appointment.user, appointment.org
    summary = f"{on:%Y-%m-%d}起{user.full_name}不再担任“{org}”{appointment.get_role_display()}"
    record_event(by=by, action="appointment.end", subject=user, summary=summary, org_id=org.pk)
    if not lasting(user, on).exists():
        _end_sessions(user)
