"""The floor of the figures gives the same figures; the product asks as many queries of a branch as of the whole."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partywork.common.periods import HalfYear
from partywork.measures.declarations import Request
from partywork.measures.evaluate import evaluate
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.queries import placement_of, scope_of_org
from summaries.facts import catalogue
from tests.benchmarks.families.catalogue import differences
from tests.benchmarks.floors import figures as floor
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db
WINDOW = Window(HalfYear(2026, 1), date(2026, 6, 30))


def test_the_floor_counts_what_the_product_counts() -> None:
    office = make_office()
    placement = placement_of(office.root, WINDOW.on)
    assert placement is not None
    values = evaluate(catalogue(), scope_of_org(office.root, WINDOW.on), WINDOW)
    assert sum(not value.is_nothing for value in values.values()) > 40
    assert differences(values, floor.numbers(placement.path)) == []
    one = Request("meeting.committee.count")
    assert differences(values | {one: Value(99)}, floor.numbers(placement.path)) == [one.code]


def test_a_branch_asks_as_many_queries_as_the_whole() -> None:
    office = make_office()
    asked = set()
    for org in (office.root, office.steady, office.lagging):
        scope = scope_of_org(org, WINDOW.on)
        with CaptureQueriesContext(connection) as queries:
            evaluate(catalogue(), scope, WINDOW)
        asked.add(len(queries))
    assert asked == {73}
