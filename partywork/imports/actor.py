"""Whose name an import from the command line carries when none is given."""

from datetime import date

from partywork.access.permissions import Role
from partywork.accounts.models import Appointment, User
from partywork.orgs.models import Organisation
from partywork.orgs.queries import DIGITS, placement_of


def manager_of(org: Organisation, on: date) -> User | None:
    """The manager appointed at ``org`` on that day, else at the nearest organisation above it."""
    placement = placement_of(org, on)
    path = placement.path if placement else ""
    upwards = [int(path[end - DIGITS : end]) for end in range(len(path), 0, -DIGITS)]
    held = Appointment.objects.on(on).filter(role=Role.MANAGER, org__in=upwards, user__is_active=True)
    nearest = sorted(held.select_related("user"), key=lambda each: (upwards.index(each.org_id), each.user.username))
    return nearest[0].user if nearest else None
