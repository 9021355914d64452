"""Whether there is anybody in the system who may do something for an organisation."""

from datetime import date

from django.db.models import QuerySet

from partywork.access.permissions import Permission, Reach
from partywork.accounts.models import Appointment, User
from partywork.accounts.three_admins import policy_in_force, without_colliding
from partywork.orgs.models import Organisation
from partywork.orgs.queries import ids_of_path, placement_of


def appointed_to(permission: Permission, on: date) -> QuerySet[Appointment]:
    """The appointments, at whatever organisation, that give an active user ``permission`` on that day."""
    roles = policy_in_force().roles_with(permission)
    return without_colliding(Appointment.objects.on(on).filter(role__in=roles, user__is_active=True), on)


def somebody_may(
    permission: Permission, org: Organisation, on: date, *, from_above: bool = False, besides: User | None = None
) -> bool:
    """Whether an active user holds ``permission`` over ``org`` on that day.

    ``from_above``: at a superior of it. ``besides``: a user who does not count.
    """
    place = placement_of(org, on)
    line = ids_of_path(place.path) if place else []
    here = [] if from_above else [org.pk]
    above = [one for one in line if one != org.pk]
    granting = appointed_to(permission, on)
    for role, grant in policy_in_force().grants.items():
        if permission in grant.permissions:
            reach = [*above, *here] if grant.reach is Reach.SUBTREE else here
            held = granting.filter(role=role, org__in=reach)
            if held.exclude(user=besides).exists() if besides else held.exists():
                return True
    return False
