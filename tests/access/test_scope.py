"""A scope covers its organisations and no other, wherever its query comes from."""

from datetime import date

import pytest

from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from tests.factories.orgs import make_org

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
