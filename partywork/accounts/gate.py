"""From a user to what the user may see and do: the appointments of the day, read once a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, DateField, OuterRef, Q, QuerySet, Subquery

from partywork.access.permissions import Permission, Policy, Reach, Role
from partywork.access.scope import Scope
from partywork.accounts.models import Appointment, User
from partywork.accounts.three_admins import in_force, policy_in_force
from partywork.common.prepared import Given, Prepared
from partywork.orgs.dated import holding_on
from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import DIGITS, below, organisations_in, scope_of_org, strictly_below


@dataclass(frozen=True)
class Gate:
    """What one user may do on one day. Made by the middleware as ``request.gate``."""

    user: User | AnonymousUser
    on: date

    @cached_property
    def appointments(self) -> list[Appointment]:
        if not isinstance(self.user, User) or not self.user.is_active:
            return []
        return in_force(_appointments(user=self.user.pk, day=self.on))

    @cached_property
    def policy(self) -> Policy:
        return policy_in_force()

    def allows(self, permission: Permission) -> bool:
        return any(self.policy.holds(a.role, permission) for a in self.appointments)

    def scope(self, permission: Permission) -> Scope:
        """The organisations where the user holds ``permission``; refused when there are none."""
        if permission not in self._scopes:
            self._scopes[permission] = self.reach(self._granting(permission))
        return self._scopes[permission]

    def appointed_at(self, permission: Permission) -> Scope:
        """The very organisations that appointed the user to ``permission``, nothing below; refused like ``scope``."""
        own = [a.org_id for a in self._granting(permission)]
        return Scope(self._ids(own), self.on, tuple(own))

    def beneath(self, permission: Permission) -> Scope:
        """What lies below the organisations where the user holds ``permission``, not they themselves."""
        rooted = [a.org_id for a in self._granting(permission) if self._reach_of(a) is Reach.SUBTREE]
        ids = Placement.objects.on(self.on).filter(strictly_below(self._paths(rooted))).values("org")
        return Scope(orgs=Organisation.objects.filter(pk__in=ids).order_by().values("pk"), on=self.on)

    def _granting(self, permission: Permission) -> list[Appointment]:
        granting = [a for a in self.appointments if self.policy.holds(a.role, permission)]
        if not granting:
            raise PermissionDenied(f"您没有“{permission.value}”的权限。需要时请联系上级管理员。")
        return granting

    def reach(self, appointments: Iterable[Appointment]) -> Scope:
        """The organisations that these appointments reach together."""
        pairs = [(a.org_id, self._reach_of(a)) for a in appointments]
        own = [org for org, reach in pairs if reach is Reach.OWN]
        rooted = [org for org, reach in pairs if reach is Reach.SUBTREE]
        if not rooted:
            return Scope(self._ids(own), self.on, tuple(own))
        placed = self._placed(rooted)
        is_top = any(len(path) == DIGITS for path in self._paths(rooted))
        return Scope(self._ids(own, placed), self.on, None if own else placed, is_top)

    def organisations(self, permission: Permission) -> QuerySet[Organisation]:
        return organisations_in(self.scope(permission))

    def may(self, permission: Permission, org: Organisation) -> bool:
        if not self.allows(permission):
            return False
        granting = self._granting(permission)  # the appointing unit itself lies in its own reach: nothing to look up
        return any(each.org_id == org.pk for each in granting) or self.reach(granting).covers(org.pk)

    def report_scope(self, code: str, on: date, *, own: bool = False) -> Scope:
        """The subtree of the organisation ``code`` as of a day, or it alone; refused where the user may not look."""
        org = self.organisations(Permission.VIEW_RECORDS).filter(code=code).first()
        if org is None:
            raise PermissionDenied("没有这个党组织，或它不在您的管理范围内。")
        return Scope(self._ids([org.pk]), on) if own else scope_of_org(org, on)

    @cached_property
    def home(self) -> Organisation | None:
        """The organisation a new record or report is about unless the user says otherwise."""
        return self.appointments[0].org if self.appointments else None

    @cached_property
    def is_manager(self) -> bool:
        return any(self._reach_of(a) is Reach.SUBTREE for a in self.appointments)

    def _reach_of(self, appointment: Appointment) -> Reach:
        return self.policy.grants[Role(appointment.role)].reach

    def _ids(self, own: list[int], placed: QuerySet[Any, Any] | None = None) -> QuerySet[Any, Any]:
        """The organisations of ``own``, and those whose ids the query ``placed`` gives."""
        condition = Q(pk__in=own) if own or placed is None else Q()
        if placed is not None:
            condition |= Q(pk__in=placed)
        return Organisation.objects.filter(condition).order_by().values("pk")

    def _placed(self, rooted: list[int]) -> QuerySet[Any, Any]:
        """The ids of these organisations and of all below them."""
        return Placement.objects.on(self.on).filter(below(self._paths(rooted))).order_by().values("org")

    @cached_property
    def _scopes(self) -> dict[Permission, Scope]:
        return {}

    def _paths(self, rooted: list[int]) -> list[str]:
        """Where in the tree these of the user's own organisations stand."""
        held: list[Any] = self.appointments
        return [each.path for each in held if each.org_id in rooted and each.path]


@Prepared
def _appointments() -> QuerySet[Any]:
    """What ``user`` holds on ``day``, with the unit and, as ``path``, where that stands in the tree."""
    day = Given("day", DateField())
    place = Placement.objects.filter(holding_on(day), org=OuterRef("org")).values("path")[:1]
    held = Appointment.objects.filter(holding_on(day), user=Given("user", BigIntegerField()))
    return held.annotate(path=Subquery(place)).select_related("org").order_by("org__code")
