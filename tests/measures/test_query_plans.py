"""Figures of a half-year read that half-year alone: no statement of the catalogue goes through the years before."""

import re
from datetime import date

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from partywork.common.periods import HalfYear
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.orgs.queries import scope_of_org
from summaries.facts import catalogue
from tests.factories.dues import make_month, make_payers
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db
LARGE = ("meeting", "visit", "worklog", "duesmonth")
HALF = {
    "meeting_figures (half=? AND status=? AND org_id=?)",
    "visit_figures (half=? AND status=? AND org_id=?)",
    "worklog_figures (half=? AND status=? AND org_id=?)",
    "dues_figures (half=? AND org_id=?)",
}
PAID = "dues_receipts (org_id=? AND paid_on>? AND paid_on<?)"
OWED = "dues_not_in_time (org_id=? AND due_on<?)"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="names the steps of SQLite's plans")
def test_large_tables_are_read_by_half_year_and_organisation_alone() -> None:
    with connection.cursor() as cursor:  # as of an office whose tables were never counted, whatever ran before
        cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
    office = make_office()
    window = Window(HalfYear(2026, 1), date(2026, 6, 30))
    with CaptureQueriesContext(connection) as asked:
        evaluate(catalogue(), scope_of_org(office.root, window.on), window)
    steps = [step for query in asked.captured_queries for step in _steps(query["sql"])]
    assert [step for step in steps if step.startswith("SCAN")] == []
    used = {step.partition("COVERING INDEX ")[2] for step in steps}
    assert {*HALF, PAID, OWED} - used == set()
    figures = {index for index in used if re.match("(meeting|visit|worklog|dues)_figures", index)}
    assert {index for index in figures if "_figures (half=? AND " not in index} == set()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="names the steps of PostgreSQL's plans")
def test_no_list_within_a_figure_is_gone_through_anew_for_every_row() -> None:
    """A list too long for ``work_mem`` is not hashed but walked: a city's figures would then take hours."""
    office = make_office()
    (member,) = make_payers(office.steady, office.by, 1)
    make_month(member, office.by, 202601)
    window = Window(HalfYear(2026, 1), date(2026, 6, 30))
    with CaptureQueriesContext(connection) as asked:
        evaluate(catalogue(), scope_of_org(office.root, window.on), window)
    with connection.cursor() as cursor:
        # What the planner takes a table to hold is its pages on disk times reltuples / relpages.
        cursor.execute(
            "UPDATE pg_class SET reltuples = 1e9, relpages = 1 WHERE relkind = 'r' AND relname = ANY(%s)",
            [[f"partywork_{table}" for table in LARGE]],
        )
        plans = [_plan(cursor, query["sql"]) for query in asked.captured_queries]
    assert any("SubPlan" in plan for plan in plans)
    walked = re.compile(r"^ *SubPlan \d+\n +->  Materialize", re.MULTILINE)
    assert [plan for plan in plans if walked.search(plan)] == []


def _plan(cursor: CursorWrapper, statement: str) -> str:
    cursor.execute(f"EXPLAIN {statement}")
    return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite compiles nothing")
def test_no_statement_is_compiled_to_machine_code() -> None:
    """With ten years of dues that took PostgreSQL 670 ms for a statement of 18."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def _steps(statement: str) -> list[str]:
    """What its plan does with the large tables; the short names of sub-selects are written out."""
    called = {short: table for table, short in re.findall(r'"partywork_(\w+)" ([UV]\d)', statement)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        found = [row[3] for row in cursor.fetchall()]
    written = [re.sub(r"^(SCAN|SEARCH) (\w+)", lambda m: f"{m[1]} {called.get(m[2], m[2])}", step) for step in found]
    return [step for step in written if re.match(rf"(SCAN|SEARCH) (partywork_)?({'|'.join(LARGE)})\b", step)]
