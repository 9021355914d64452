"""A scope covers its organisations and no other, wherever its query comes from."""

from datetime import date

import pytest

from partywork.access import scope as scopes
from partywork.access.permissions import Permission, Role
from partywork.access.scope import restrict, restrict_walked
from partywork.accounts.gate import Gate
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from partywork.orgs.queries import scope_of_org
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


def test_a_report_covers_its_subtree_as_of_the_day():
    root = make_org(kind=OrgKind.COMMITTEE)
    east, west = make_org(root, kind=OrgKind.GENERAL_BRANCH), make_org(root, kind=OrgKind.GENERAL_BRANCH)
    moved, stayed = make_org(east), make_org(west)
    move_organisation(org=moved, parent=west, on=date(2026, 3, 1), by=None)
    late = make_org(west, founded_on=date(2026, 5, 1))
    everyone = [root, east, west, moved, stayed, late]

    def covered(org, on):
        scope = scope_of_org(org, on)
        return [each for each in everyone if scope.covers(each.pk)]

    assert covered(west, date(2026, 2, 28)) == [west, stayed]
    assert covered(west, date(2026, 6, 30)) == [west, moved, stayed, late]
    assert covered(east, date(2026, 6, 30)) == [east]


@pytest.mark.parametrize("few", [0, 1, 2, 3, 100])
@pytest.mark.parametrize(
    "roles",
    [
        [("middle", Role.MANAGER)],
        [("branch", Role.SECRETARY)],
        [("branch", Role.SECRETARY), ("middle", Role.MANAGER)],
        [("branch", Role.SECRETARY), ("other", Role.SECRETARY)],
        [("root", Role.MANAGER)],
    ],
)
def test_a_list_holds_what_the_scope_holds_however_it_is_read(roles, few, monkeypatch):
    """Of few units by their ids, of many by walking: the same rows, and the ids are the units'."""
    monkeypatch.setattr(scopes, "FEW", few)
    day = date(2026, 5, 1)
    root = make_org(kind=OrgKind.COMMITTEE)
    orgs = {"middle": make_org(root, kind=OrgKind.GENERAL_BRANCH), "branch": make_org(root), "other": make_org(root)}
    below, elsewhere = make_org(orgs["middle"]), make_org()
    reached = {"middle": {orgs["middle"], below}, "root": {root, *orgs.values(), below}}
    orgs["root"] = root
    for org in (*orgs.values(), below, elsewhere):
        PartyGroup.objects.create(org=org, name="一组", since=day)
    user = make_user()
    for name, role in roles:
        user.appointments.create(org=orgs[name], role=role, since=date(2026, 1, 1))
    scope = Gate(user, day).scope(Permission.VIEW_RECORDS)
    held = {org.pk for name, _ in roles for org in reached.get(name, {orgs[name]})}
    for narrowed in (restrict(PartyGroup.objects.all(), scope), restrict_walked(PartyGroup.objects.all(), scope)):
        assert {group.org_id for group in narrowed} == held
    assert scope.orgs is not None
    assert set(scope.orgs.values_list("pk", flat=True)) == held
    assert (scope.few is None) is (len(held) > few)
    assert scope.few is None or set(scope.few) == held
