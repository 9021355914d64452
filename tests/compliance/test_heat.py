"""The heat map asks each source once, however many children and records there are."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partywork.compliance.heat import heat_of
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


@pytest.mark.parametrize("children", [1, 3])
def test_one_query_a_source(children: int) -> None:
    root = make_org(kind=OrgKind.COMMITTEE)
    for number in range(children):
        branch = make_org(root)
        for _ in range(number + 1):
            make_meeting(branch, make_user(branch), date(2026, 4, 1))
    scope = scope_of_org(root, DAY)
    with CaptureQueriesContext(connection) as asked:
        heat = heat_of(root, scope, DAY)
    assert heat is not None
    assert len(heat["rows"]) == children + 1
    statements = [query["sql"] for query in asked.captured_queries]
    # The rules, the units and their people; what has a day of its own, meetings, lectures, what is counted by month;
    # the unit's place and the children's names; and whether a worker keeps the counts.
    assert len(set(statements)) == len(statements) == 10
