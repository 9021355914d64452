"""The records behind many figures at once are those behind each of them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partywork.common.periods import HalfYear
from partywork.measures import lookup
from partywork.measures.behind import Behind, records_behind_each
from partywork.measures.declarations import Request
from partywork.measures.evidence import records_behind
from partywork.measures.window import Window
from partywork.meetings.actions import Lines
from partywork.meetings.enums import TopicTag
from partywork.orgs.queries import scope_of_org
from tests.factories.meetings import make_meeting
from tests.factories.offices import LAST, make_office
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


def test_each_figure_has_the_records_of_its_page():
    window = Window(HalfYear(2026, 1), LAST)
    scope = scope_of_org(make_office(seed=2026).root, window.on)
    requests = [Request(measure.code) for measure in lookup.all_measures()]
    expected = {request: sorted(set(records_behind(request, scope, window).values_list("pk", flat=True)))
                for request in requests}  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        found = records_behind_each(requests, scope, window, 10_000)
    of_records = [query for query in asked.captured_queries if 'FROM "partywork_rule"' not in query["sql"]]
    assert len(of_records) == len({measure.source for measure in lookup.all_measures()})
    assert {request: behind.ids for request, behind in found.items()} == expected
    assert {request: behind.count for request, behind in found.items()} == {
        request: len(ids) for request, ids in expected.items()
    }
    assert sum(map(bool, expected.values())) > 200


def test_a_record_counts_once_and_only_the_first_are_listed():
    org = make_org()
    by = make_user(org)
    twice = Lines(topics=[("部署廉政教育", TopicTag.INTEGRITY), ("通报廉政案例", TopicTag.INTEGRITY)])
    first, _second = (make_meeting(org, by, date(2026, month, 5), lines=twice) for month in (2, 3))
    window = Window(HalfYear(2026, 1), date(2026, 6, 30))
    request = lookup.parse_request("研究党风廉政议题数")
    assert records_behind_each([request], scope_of_org(org, window.on), window, 1) == {request: Behind([first.pk], 2)}
