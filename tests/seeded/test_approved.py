"""The demo's reports word for word: whoever changes a phrase sees what it does to a whole text.

The approved texts lie in tests/seeded/approved; after a wanted change, put there what this test prints.
"""

from datetime import date
from pathlib import Path

import pytest

from partywork.common.periods import HalfYear
from partywork.orgs.models import Organisation
from summaries.document import plain_text
from summaries.facts import Order
from summaries.reports.desk import draft_of

APPROVED = Path(__file__).parent / "approved"
REPORTS = {"DEMO": "committee.txt", "DEMO-01": "branch.txt"}


def report_of(code: str) -> str:
    org = Organisation.objects.get(code=code)
    order = Order(org, HalfYear(2026, 1), date(2026, 6, 30), "standard", date(2026, 7, 1))
    return plain_text(draft_of(order)[0].document) + "\n"


@pytest.mark.parametrize(("code", "name"), REPORTS.items())
def test_the_demo_report_reads_as_approved(code: str, name: str) -> None:
    assert report_of(code) == (APPROVED / name).read_text(encoding="utf-8")
