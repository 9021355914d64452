"""Who may look after whose account: within the own reach, and never more than one may give."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from partywork.access.permissions import GRANTABLE, Role
from partywork.access.scope import Scope
from partywork.accounts.gate import Gate
from partywork.accounts.models import Appointment, User
from partywork.orgs.models import Organisation


def known_users(scope: Scope) -> QuerySet[User]:
    """Users who hold, held or will hold an appointment in the scope."""
    if scope.orgs is None:
        return User.objects.all()
    return User.objects.filter(pk__in=Appointment.objects.filter(org__in=scope.orgs).values("user"))


def lasting(user: User, on: date) -> QuerySet[Any]:
    """The user's appointments that hold on a day or later."""
    return Appointment.objects.filter(user=user, until__gt=on)


def grantable_roles(gate: Gate) -> list[Role]:
    """The roles the user may give to someone somewhere."""
    held = {Role(a.role) for a in gate.appointments}
    given = frozenset[Role]().union(*(GRANTABLE.get(role, frozenset()) for role in held))
    return [role for role in Role if role in given]


def may_grant(gate: Gate, role: Role, org: Organisation) -> bool:
    """Whether the user may give (or take) this role at this organisation."""
    giving = [a for a in gate.appointments if role in GRANTABLE.get(Role(a.role), frozenset())]
    return bool(giving) and gate.reach(giving).covers(org.pk)


def may_handle(gate: Gate, user: User) -> bool:
    """Whether the user may reset someone's password or lock someone out.

    Everything that person holds must be the user's to give: else resetting a superior's password would
    be a way to the superior's rights. One's own account is handled by its own pages.
    """
    if user.pk == gate.user.pk:
        return False
    held = lasting(user, gate.on).select_related("org")
    return all(may_grant(gate, Role(appointment.role), appointment.org) for appointment in held)


def require_other(gate: Gate, user: User) -> None:
    """Nobody gives or takes rights of one's own."""
    if user.pk == gate.user.pk:
        raise PermissionDenied("自己的密码请用“修改密码”；自己的任职由别的管理员调整。")


def require_handling(gate: Gate, user: User) -> None:
    require_other(gate, user)
    if not may_handle(gate, user):
        raise PermissionDenied(f"{user.full_name}还有您管理范围以外的任职，请联系上级管理员办理。")
