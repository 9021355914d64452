"""Threads share the kept statements."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pytest
from django.db import connection

from partywork.common.periods import HalfYear
from partywork.measures import statements
from partywork.measures.declarations import Request
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.orgs.queries import scope_of_org
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user


@pytest.mark.django_db(transaction=True)
def test_threads_share_what_is_kept(monkeypatch):
    root = make_org()
    make_meeting(root, make_user(root), date(2026, 5, 6))
    days = [Window(HalfYear(2026, 1), date(2026, 5, 4) + timedelta(days=n)) for n in range(4)] * 2
    monkeypatch.setattr(statements, "_statement", lru_cache(maxsize=8)(statements._statement.__wrapped__))
    requests = [Request("meeting.committee.count"), Request("meeting.general.people")]

    def number(window: Window) -> Any:
        try:
            return evaluate(requests, scope_of_org(root, window.on), window)[requests[0]].number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(number, days)) == [0, 0, 1, 1] * 2
