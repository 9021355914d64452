"""Who can log in to the demo."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint, create_user
from partywork.accounts.models import User
from partywork.orgs.dated import FOREVER
from partywork.orgs.models import Organisation


@dataclass(frozen=True)
class Login:
    """Printed once, after seeding; the password is stored nowhere in the clear."""

    username: str
    password: str
    role: str
    unit: str


def new_password() -> str:
    """Good enough for a demo that somebody leaves running: not the same in two installs."""
    return f"Demo-{secrets.token_hex(4)}"


def open_login(
    username: str,
    full_name: str,
    org: Organisation,
    role: Role,
    *,
    since: date | None = None,
    until: date = FOREVER,
) -> tuple[User, Login]:
    """``since``: from the founding of the organisation where it is None."""
    password = new_password()
    user = create_user(username=username, full_name=full_name, password=password, by=None, must_change=False)
    appoint(user=user, org=org, role=role, since=since or org.founded_on, until=until, by=None)
    return user, Login(username, password, str(role.label), org.short_name)


def lend_login(user: User, username: str) -> Login:
    """Give a branch secretary's account a name and a password people can use."""
    password = new_password()
    user.username = username
    user.must_change_password = False
    user.set_password(password)
    user.save()
    appointment = user.appointments.select_related("org").get()
    return Login(username, password, appointment.get_role_display(), appointment.org.short_name)


def as_lines(logins: list[Login]) -> Iterator[str]:
    yield "登录名　密码　角色　单位"
    for login in logins:
        yield f"{login.username}　{login.password}　{login.role}　{login.unit}"
