"""Once a day SQLite is told what lies in its tables."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partywork.common.counted import count_for
from partywork.jobs import routines
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org

pytestmark = pytest.mark.django_db
ONE, NEXT = date(2026, 5, 11), date(2026, 5, 12)


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Before and after: what is counted here says nothing about the tables of other tests."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    count_for.cache_clear()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")


def asked(day: date) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        count_for(day)
    return [query["sql"] for query in queries.captured_queries]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself")
def test_sqlite_counts_once_a_day() -> None:
    make_org(make_org(kind=OrgKind.WORKING_COMMITTEE))
    counting = ["PRAGMA analysis_limit = 1000", "ANALYZE", "PRAGMA analysis_limit = 0"]
    assert [asked(day) for day in (ONE, ONE, NEXT)] == [counting, [], counting]
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'placement_subtree'")
        assert cursor.fetchone()[0].split()[0] == "2"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite does not count by itself")
def test_postgresql_is_left_to_count_by_itself() -> None:
    assert asked(ONE) == []


def test_workers_do_it() -> None:
    assert "statistics" in routines._routines
