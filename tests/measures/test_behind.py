"""The records behind many figures at once (see test_all_measures for every figure)."""

from datetime import date

import pytest

from partywork.common.periods import HalfYear
from partywork.measures import lookup
from partywork.measures.behind import Behind, records_behind_each
from partywork.measures.window import Window
from partywork.meetings.enums import TopicTag
from partywork.meetings.lines import Lines
from partywork.orgs.queries import scope_of_org
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


def test_a_record_counts_once_and_only_the_first_are_listed():
    org = make_org()
    by = make_user(org)
    twice = Lines(topics=[("部署廉政教育", TopicTag.INTEGRITY), ("通报廉政案例", TopicTag.INTEGRITY)])
    first, _second = (make_meeting(org, by, date(2026, month, 5), lines=twice) for month in (2, 3))
    window = Window(HalfYear(2026, 1), date(2026, 6, 30))
    request = lookup.parse_request("研究党风廉政议题数")
    assert records_behind_each([request], scope_of_org(org, window.on), window, 1) == {request: Behind([first.pk], 2)}
