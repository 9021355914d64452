"""The subtree on many days at once."""

from datetime import date

import pytest

from partywork.orgs.actions import dissolve_organisation, move_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org, scopes_of_org
from tests.factories.orgs import make_org

pytestmark = pytest.mark.django_db
DAYS = [date(2026, month, 28) for month in range(1, 10)]


def test_the_scopes_of_many_days_are_those_of_each_day(django_assert_num_queries):
    top, other = make_org(kind=OrgKind.COMMITTEE), make_org(kind=OrgKind.COMMITTEE)
    middle = make_org(top, kind=OrgKind.GENERAL_BRANCH)
    stays, leaves, ends = (make_org(middle) for _ in range(3))
    make_org(middle, founded_on=date(2026, 3, 10))
    move_organisation(org=leaves, parent=other, on=date(2026, 5, 1), by=None)
    move_organisation(org=middle, parent=other, on=date(2026, 7, 1), by=None)
    dissolve_organisation(org=ends, on=date(2026, 8, 28), reason="人员调整", by=None)
    for org in (top, other, middle, stays):
        with django_assert_num_queries(2):
            scopes = scopes_of_org(org, DAYS)
        found = {day: ids(scope) for day, scope in scopes.items()}
        assert found == {day: ids(scope_of_org(org, day)) for day in DAYS}
        assert len(set(map(id, scopes.values()))) == len(set(found.values()))


def ids(scope):
    return frozenset(scope.orgs.values_list("pk", flat=True))
