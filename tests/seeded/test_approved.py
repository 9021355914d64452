"""The demo's reports word for word: whoever changes a phrase sees what it does to whole texts.

The approved texts lie in tests/seeded/approved and have been read line by line. After a wanted change run this file
with APPROVE=1 in the environment, which writes them anew, and read what has changed.
"""

import os
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from partywork.common.periods import HalfYear, Month, Period, Quarter, Year
from partywork.orgs.models import Organisation
from summaries.document import Paragraph, plain_text
from summaries.exports import Compiled
from summaries.facts import Order
from summaries.outlines.library import outlines
from summaries.reports.desk import draft_of

APPROVED = Path(__file__).parent / "approved"
HALF, HALF_END = HalfYear(2026, 1), date(2026, 6, 30)


@dataclass(frozen=True)
class Case:
    """A report of the demo: file name, unit, outline, period and data date."""

    file: str
    org: str
    outline: str
    period: Period = HALF
    data_date: date = HALF_END


CASES = [
    *(Case(name, "DEMO", name) for name in outlines()),
    Case("standard-branch", "DEMO-01", "standard"),
    Case("standard-lagging-branch", "DEMO-08", "standard"),
    Case("standard-new-branch", "DEMO-11", "standard"),
    Case("standard-general-branch", "DEMO-Z1", "standard"),
    Case("standard-school", "DEMO-06", "standard"),
    Case("county-branch", "DEMO-02", "county"),
    Case("bureau_b-branch", "DEMO-04", "bureau_b"),
    Case("hospital-branch", "DEMO-07", "hospital"),
    Case("enterprise-branch", "DEMO-12", "enterprise"),
    Case("township-branch", "DEMO-10", "township"),
    Case("highlights-branch", "DEMO-09", "highlights"),
    Case("briefing-lagging-branch", "DEMO-08", "briefing"),
    Case("standard-month", "DEMO", "standard", Month(2026, 5), date(2026, 5, 31)),
    Case("standard-month-branch", "DEMO-01", "standard", Month(2026, 5), date(2026, 5, 31)),
    Case("standard-quarter", "DEMO", "standard", Quarter(2026, 1), date(2026, 3, 31)),
    Case("standard-year", "DEMO", "standard", Year(2025), date(2025, 12, 31)),
    Case("standard-year-so-far", "DEMO-03", "standard", Year(2026), HALF_END),
]

# What no reader may find: a hole, a zero, punctuation that a dropped clause left behind, half-width brackets.
FAULTS = re.compile(
    r"【|(?<![0-9.])0(?:次|个|人|名|件|项|元|篇|期|户|家|场|处|%)|[，、；：。][，、；。]|（）|“”|《》|其中。|\([^)]*[\u4e00-\u9fff]"
)
ORDINAL = re.compile(r"(?:^|[。；])([一二三四五六七八九十]+)是")


@cache
def compiled(case: Case) -> tuple[Compiled, tuple[str, ...]]:
    """The report and what the check says against it."""
    order = Order(Organisation.objects.get(code=case.org), case.period, case.data_date, case.outline, date(2026, 7, 1))
    report, checks = draft_of(order)
    return report, tuple(each.message for each in checks if each.level != "note")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_the_demo_report_reads_as_approved(case: Case) -> None:
    text = plain_text(compiled(case)[0].document) + "\n"
    path = APPROVED / f"{case.file}.txt"
    if os.environ.get("APPROVE"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_it_has_no_hole_no_zero_and_each_ordinal_once(case: Case) -> None:
    report, checks = compiled(case)
    body = [block.text for block in report.document.blocks if hasattr(block, "text")]
    assert [text for text in body if FAULTS.search(text)] == []
    assert checks == ()
    for block in report.document.blocks:
        if isinstance(block, Paragraph):
            ordinals = ORDINAL.findall(block.text)
            assert len(ordinals) == len(set(ordinals))


def test_no_approved_text_is_left_over() -> None:
    assert {path.stem for path in APPROVED.iterdir()} == {case.file for case in CASES}
