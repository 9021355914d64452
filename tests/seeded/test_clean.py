"""The check finds nothing wrong with what the product writes by itself."""

from datetime import date

import pytest
from django.db.models import F

from partywork.accounts.models import User
from partywork.common.periods import HalfYear, Month, Period, Quarter
from partywork.orgs.models import Organisation
from summaries.facts import Order
from summaries.outlines.library import outlines
from summaries.reports.desk import draft_of, open_report
from summaries.reports.models import ParagraphState, Report
from tests.factories.summaries import make_report

FIRST_HALF = HalfYear(2026, 1)


def _wrong(code: str, period: Period, name: str = "standard") -> list[str]:
    org = Organisation.objects.get(code=code)
    checks = draft_of(Order(org, period, period.end, name, date(2026, 7, 1)))[1]
    return [f"{each.code}：{each.message}" for each in checks if each.level != "note"]


@pytest.mark.parametrize("name", sorted(outlines()))
def test_the_committee_in_every_outline(name: str) -> None:
    assert _wrong("DEMO", FIRST_HALF, name) == []


@pytest.mark.parametrize("code", ["DEMO-01", "DEMO-08"])
@pytest.mark.parametrize("period", [FIRST_HALF, Quarter(2026, 2), Month(2026, 5)], ids=str)
def test_a_steady_branch_and_a_lagging_one(code: str, period: Period) -> None:
    assert _wrong(code, period) == []


@pytest.fixture
def report() -> Report:
    """The committee's report with every candidate taken."""
    report = make_report(Organisation.objects.get(code="DEMO"), User.objects.get(username="manager"))
    report.paragraphs.filter(state=ParagraphState.PROPOSED).update(state=ParagraphState.ACCEPTED)
    return report


def test_a_stored_report_is_clean_and_so_are_its_words_in_the_writers_own_hand(report: Report) -> None:
    assert open_report(report).checks == ()
    report.paragraphs.update(own_text=F("generated_text"), base_text=F("generated_text"), with_figure=False)
    assert open_report(report).checks == ()
