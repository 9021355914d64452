"""Who may give which role where, and who may reset whose password."""

from datetime import date

import pytest

from partywork.access.permissions import GRANTABLE, GRANTS, Permission, Role
from partywork.accounts.actions import appoint, end_appointment
from partywork.accounts.gate import Gate
from partywork.accounts.policy import grantable_roles, known_users, may_grant, may_handle
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def tree():
    root = make_org(kind=OrgKind.WORKING_COMMITTEE)
    east, west = make_org(root, kind=OrgKind.GENERAL_BRANCH), make_org(root, kind=OrgKind.GENERAL_BRANCH)
    return root, east, west, make_org(east), make_org(west)


def gate(org, role):
    return Gate(make_user(org, role), TODAY)


def test_every_role_that_gives_roles_keeps_accounts():
    keepers = {role for role in Role if Permission.APPOINT in GRANTS[role].permissions}
    assert set(GRANTABLE) == keepers


def test_a_role_gives_no_more_than_it_holds_but_for_what_is_said():
    """A manager gives the base of dues without reading it; an administrator those who keep an eye on him."""
    more = {
        (giver, given): GRANTS[given].permissions - GRANTS[giver].permissions
        for giver, roles in GRANTABLE.items()
        for given in roles
    }
    assert {pair: rights for pair, rights in more.items() if rights} == {
        (Role.MANAGER, Role.SECRETARY): {Permission.VIEW_DUES_BASE},
        (Role.MANAGER, Role.ORGANISER): {Permission.VIEW_DUES_BASE},
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN): {Permission.AGREE_TO_RESETS},
        (Role.SYSTEM_ADMIN, Role.AUDITOR): {Permission.READ_AUDIT, Permission.AGREE_TO_RESETS},
        (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN): {Permission.MANAGE_ACCOUNTS},
        (Role.SECURITY_ADMIN, Role.AUDITOR): {Permission.READ_AUDIT},
    }


def test_roles_are_given_within_the_own_reach(tree):
    root, east, west, branch, other = tree
    manager = gate(east, Role.MANAGER)
    assert grantable_roles(manager) == [Role.SECRETARY, Role.ORGANISER, Role.MANAGER, Role.READER, Role.INSPECTOR]
    reach = [may_grant(manager, Role.SECRETARY, org) for org in (root, east, west, branch, other)]
    assert reach == [False, True, False, True, False]
    assert not may_grant(manager, Role.SYSTEM_ADMIN, branch)
    assert grantable_roles(gate(branch, Role.SECRETARY)) == []


def test_an_administrator_gives_no_business_role(tree):
    root, *_, branch = tree
    admin = gate(root, Role.SYSTEM_ADMIN)
    given = [role for role in Role if may_grant(admin, role, branch)]
    assert given == grantable_roles(admin) == [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR]


def test_two_roles_in_two_places_do_not_mix(tree):
    _, east, west, *_ = tree
    user = make_user(east, Role.MANAGER)
    appoint(user=user, org=west, role=Role.SYSTEM_ADMIN, since=TODAY, by=None)
    both = Gate(user, TODAY)
    assert [may_grant(both, role, org) for role in (Role.SECRETARY, Role.AUDITOR) for org in (east, west)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_a_superiors_password_is_out_of_reach_even_if_he_serves_below(tree):
    root, east, _, branch, _ = tree
    manager = gate(east, Role.MANAGER)
    chief = make_user(root, Role.MANAGER)
    appoint(user=chief, org=branch, role=Role.SECRETARY, since=date(2026, 1, 1), by=None)
    assert known_users(manager.scope(Permission.MANAGE_ACCOUNTS)).filter(pk=chief.pk).exists()
    assert not may_handle(manager, chief)
    assert may_handle(gate(root, Role.MANAGER), chief)


def test_one_handles_subordinates_and_peers_but_not_oneself(tree):
    _, east, _, branch, other = tree
    manager = gate(east, Role.MANAGER)
    assert may_handle(manager, make_user(branch))
    assert may_handle(manager, make_user(east, Role.MANAGER))
    assert not may_handle(manager, manager.user)
    assert not may_handle(manager, make_user(other))
    assert not may_handle(manager, make_user(branch, Role.AUDITOR))


def test_an_appointment_that_has_ended_no_longer_shields_an_account(tree):
    _, east, west, branch, _ = tree
    user = make_user(branch)
    abroad = appoint(user=user, org=west, role=Role.READER, since=date(2026, 1, 1), by=None)
    assert not may_handle(gate(east, Role.MANAGER), user)
    end_appointment(appointment=abroad, on=TODAY, by=None)
    assert may_handle(gate(east, Role.MANAGER), user)
