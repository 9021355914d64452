"""What an appointment lets its holder see, on which day."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from partywork.access.permissions import Permission, Role
from partywork.accounts.actions import appoint, end_appointment
from partywork.accounts.gate import Gate
from partywork.accounts.holders import somebody_may
from partywork.orgs.actions import dissolve_organisation, move_organisation
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY, MOVED = date(2026, 7, 1), date(2026, 5, 1)
VIEW = Permission.VIEW_RECORDS


@pytest.fixture
def tree():
    root = make_org(kind=OrgKind.WORKING_COMMITTEE)
    east, west = make_org(root, kind=OrgKind.GENERAL_BRANCH), make_org(root, kind=OrgKind.GENERAL_BRANCH)
    return root, east, west, make_org(east), make_org(west)


def seen(user, on=TODAY, permission=VIEW) -> set[int]:
    return set(Gate(user, on).organisations(permission).values_list("pk", flat=True))


def test_a_secretary_sees_the_own_branch_alone(tree):
    _, east, _, branch, _ = tree
    assert seen(make_user(branch)) == {branch.pk}
    assert seen(make_user(east)) == {east.pk}


def test_a_manager_sees_everything_below_and_nothing_beside(tree):
    root, east, _, branch, _ = tree
    assert seen(make_user(east, Role.MANAGER)) == {east.pk, branch.pk}
    assert seen(make_user(root, Role.MANAGER)) == {org.pk for org in tree}


def test_a_moved_branch_leaves_the_one_manager_and_comes_to_the_other(tree):
    _, east, west, branch, other = tree
    old, new = make_user(east, Role.MANAGER), make_user(west, Role.MANAGER)
    move_organisation(org=branch, parent=west, on=MOVED, by=None)
    assert (seen(old), seen(new)) == ({east.pk}, {west.pk, branch.pk, other.pk})
    assert seen(old, date(2026, 4, 30)) == {east.pk, branch.pk}


def test_an_ended_appointment_gives_nothing_and_one_not_begun_gives_nothing_yet(tree):
    *_, branch = tree
    user = make_user(branch)
    end_appointment(appointment=user.appointments.get(), on=TODAY, by=None)
    assert seen(user, date(2026, 6, 30)) == {branch.pk}
    with pytest.raises(PermissionDenied, match="您没有“查看业务记录”的权限"):
        seen(user)
    appoint(user=user, org=branch, role=Role.SECRETARY, since=date(2026, 8, 1), by=None)
    assert not Gate(user, TODAY).allows(VIEW)
    assert Gate(user, date(2026, 8, 1)).allows(VIEW)


def test_who_serves_two_branches_sees_both_and_is_no_manager(tree):
    *_, first, second = tree
    user = make_user(first)
    appoint(user=user, org=second, role=Role.ORGANISER, since=date(2026, 1, 1), by=None)
    gate = Gate(user, TODAY)
    assert seen(user) == {first.pk, second.pk}
    assert (gate.is_manager, gate.home) == (False, first)


def test_reading_rights_reach_further_than_writing_rights(tree):
    root, _, _, branch, _ = tree
    user = make_user(branch)
    appoint(user=user, org=root, role=Role.READER, since=date(2026, 1, 1), by=None)
    assert seen(user) == {org.pk for org in tree}
    assert seen(user, permission=Permission.LOG_RECORDS) == {branch.pk}


def test_a_dissolved_branch_is_offered_no_more(tree):
    root, _, _, branch, _ = tree
    manager = make_user(root, Role.MANAGER)
    dissolve_organisation(org=branch, on=MOVED, reason="整合", by=None)
    assert branch.pk not in seen(manager)
    assert Gate(manager, TODAY).scope(VIEW).covers(branch.pk)


def test_a_locked_account_has_no_rights(tree):
    *_, branch = tree
    user = make_user(branch)
    user.is_active = False
    assert not Gate(user, TODAY).allows(VIEW)


def test_a_report_reaches_only_organisations_one_may_see(tree):
    _, east, west, branch, _ = tree
    gate = Gate(make_user(east, Role.MANAGER), TODAY)
    assert gate.report_scope(east.code, TODAY).covers(branch.pk)
    for code in (west.code, "没有"):
        with pytest.raises(PermissionDenied, match="不在您的管理范围内"):
            gate.report_scope(code, TODAY)


def test_a_gate_tells_the_own_unit_from_those_beneath(tree):
    root, east, _, branch, _ = tree

    def ids(scope) -> set[int]:
        return set(scope.orgs.values_list("pk", flat=True))

    manager = make_user(east, Role.MANAGER)
    gate = Gate(manager, TODAY)
    assert ids(gate.appointed_at(Permission.COMPILE_REPORTS)) == {east.pk}
    assert ids(gate.beneath(Permission.RECEIVE_REPORTS)) == {branch.pk}
    appoint(user=manager, org=root, role=Role.MANAGER, since=date(2026, 1, 1), by=None)
    gate = Gate(manager, TODAY)
    assert ids(gate.appointed_at(Permission.COMPILE_REPORTS)) == {root.pk, east.pk}
    assert ids(gate.beneath(Permission.RECEIVE_REPORTS)) == {org.pk for org in tree} - {root.pk}
    secretary = Gate(make_user(branch), TODAY)
    assert ids(secretary.beneath(Permission.COMPILE_REPORTS)) == set()
    with pytest.raises(PermissionDenied, match="审核下级的工作总结"):
        secretary.beneath(Permission.RECEIVE_REPORTS)


def test_whether_there_is_anybody_who_receives(tree):
    root, east, _, branch, _ = tree

    def above(org) -> bool:
        return somebody_may(Permission.RECEIVE_REPORTS, org, TODAY, from_above=True)

    assert not above(branch)
    manager = make_user(east, Role.MANAGER)
    assert (above(branch), above(east), above(root)) == (True, False, False)
    assert somebody_may(Permission.RECEIVE_REPORTS, east, TODAY)
    manager.is_active = False
    manager.save()
    assert not above(branch)
