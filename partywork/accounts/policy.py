"""Who may look after whose account: within the own reach, and never more than one may give."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from partywork.access.permissions import THREE_ADMINS, Permission, Role
from partywork.access.scope import Scope
from partywork.accounts.gate import Gate
from partywork.accounts.models import Appointment, SharedReset, User
from partywork.accounts.three_admins import is_on
from partywork.orgs.models import Organisation


def known_users(scope: Scope) -> QuerySet[User]:
    """Users who hold, held or will hold an appointment in the scope.

    In 三员 mode also those without any: one of the three opens an account, another gives it its first role.
    """
    if scope.orgs is None:
        return User.objects.all()
    known = Q(pk__in=Appointment.objects.filter(org__in=scope.orgs).values("user"))
    if is_on():
        known |= Q(~Exists(Appointment.objects.filter(user=OuterRef("pk"))))
    return User.objects.filter(known)


def lasting(user: User, on: date) -> QuerySet[Any]:
    """The user's appointments that hold on a day or later."""
    return Appointment.objects.filter(user=user, until__gt=on)


def grantable_roles(gate: Gate) -> list[Role]:
    """The roles the user may give to someone somewhere."""
    held = {Role(a.role) for a in gate.appointments}
    given = frozenset[Role]().union(*(gate.policy.grantable.get(role, frozenset()) for role in held))
    return [role for role in Role if role in given]


def may_grant(gate: Gate, role: Role, org: Organisation) -> bool:
    """Whether the user may give (or take) this role at this organisation."""
    return _reaches(gate, gate.policy.grantable, role, org)


def _reaches(gate: Gate, table: Mapping[Role, frozenset[Role]], role: Role, org: Organisation) -> bool:
    """Whether one of the user's roles has ``role`` in its line of the table and reaches the organisation."""
    giving = [a for a in gate.appointments if role in table.get(Role(a.role), frozenset())]
    return bool(giving) and gate.reach(giving).covers(org.pk)


def may_handle(gate: Gate, user: User) -> bool:
    """Whether the user may reset someone's password or lock someone out.

    Everything that person holds must be the user's to give: else resetting a superior's password would
    be a way to the superior's rights. One's own account is handled by its own pages.
    """
    if user.pk == gate.user.pk or not gate.allows(Permission.MANAGE_ACCOUNTS):
        return False
    held = lasting(user, gate.on).select_related("org")
    return all(_reaches(gate, gate.policy.handles, Role(post.role), post.org) for post in held)


def may_ask_for_reset(gate: Gate, user: User) -> bool:
    """Whether the user keeps accounts, and this is one of those in 三员 mode who check what he does.

    Their passwords are not his to reset, but he may ask another to agree to it.
    """
    if not is_on() or user.pk == gate.user.pk or not gate.allows(Permission.MANAGE_ACCOUNTS):
        return False
    held = list(lasting(user, gate.on).select_related("org"))
    checks = THREE_ADMINS - gate.policy.handles[Role.SYSTEM_ADMIN]
    return bool({Role(post.role) for post in held} & checks) and _all_within(gate, Role.SYSTEM_ADMIN, held)


def may_agree(gate: Gate, waiting: SharedReset) -> bool:
    """Whether the user may agree to this reset: neither who asked for it nor whose password it is, and over all that
    person holds."""
    if gate.user.pk in (waiting.user_id, waiting.asked_by_id) or not gate.allows(Permission.AGREE_TO_RESETS):
        return False
    held = list(lasting(waiting.user, gate.on).select_related("org"))
    return any(_all_within(gate, role, held) for role in gate.policy.roles_with(Permission.AGREE_TO_RESETS))


def _all_within(gate: Gate, role: Role, held: Iterable[Appointment]) -> bool:
    """Whether these are appointments of 三员, all where the user holds ``role``."""
    return all(_reaches(gate, {role: THREE_ADMINS}, Role(post.role), post.org) for post in held)


def require_other(gate: Gate, user: User) -> None:
    """Nobody gives or takes rights of one's own."""
    if user.pk == gate.user.pk:
        raise PermissionDenied("自己的密码请用“修改密码”；自己的任职由别的管理员调整。")


def require_handling(gate: Gate, user: User) -> None:
    require_other(gate, user)
    if may_ask_for_reset(gate, user):
        raise PermissionDenied("三员互相核对，这件事不能由您一个人办。重设密码请在他的账号页点“两人重设密码”。")
    if not may_handle(gate, user):
        raise PermissionDenied(f"{user.full_name}还有您管理范围以外的任职，请联系上级管理员办理。")
