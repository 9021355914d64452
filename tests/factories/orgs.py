"""Organisations and people who log in."""

from datetime import date
from itertools import count

from partywork.access.permissions import LONGEST, Role
from partywork.accounts.actions import appoint
from partywork.accounts.models import Appointment, User
from partywork.orgs.actions import found_organisation
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Organisation, Profile

_numbers = count(1)
FOUNDED = date(2020, 1, 1)


def make_org(
    parent: Organisation | None = None,
    *,
    kind: OrgKind = OrgKind.BRANCH,
    sector: Sector = Sector.COMMUNITY,
    founded_on: date = FOUNDED,
    name: str = "",
    code: str = "",
) -> Organisation:
    number = next(_numbers)
    name = name or f"青禾第{number}{kind.label}"
    org = Organisation(
        code=code or f"T{number:04d}", name=f"中共{name}", short_name=name, kind=kind, founded_on=founded_on
    )
    return found_organisation(org=org, parent=parent, profile=Profile(sector=sector), by=None)


def make_user(org: Organisation | None = None, role: Role = Role.SECRETARY, *, since: date = FOUNDED) -> User:
    number = next(_numbers)
    user = User.objects.create_user(f"user{number}", f"测试员{number}", "mima-Ceshi-1", must_change_password=False)
    if org is not None and role in LONGEST:  # whose time is not over, whatever day the test is about
        Appointment.objects.create(user=user, org=org, role=role, since=since, until=date(9999, 12, 30))
    elif org is not None:
        appoint(user=user, org=org, role=role, since=since, by=None)
    return user
