"""Declared numbers in a report: marked in the text, told apart in Excel and data file, never regular."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from summaries.checks.run import check
from summaries.compile import compile_report
from summaries.document import Paragraph, plain_text
from summaries.exports import FORMATS
from summaries.reports.desk import draft_of
from summaries.typeset import Page
from tests.factories.declared import make_declared, make_start
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org
from tests.summaries.office import Office, make_office, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """The small office with a branch that began on 10 March."""
    office = make_office()
    late = make_org(office.root, name="青禾第三党支部", code="QH-03")
    make_start(late, office.by)
    for month in range(4, 7):
        make_meeting(late, office.by, date(2026, month, 10))
    make_declared(late, office.by, "支委会次数", 2)
    return office


def printed(office: Office, text: str) -> str:
    return draft_of(order(office.root))[0].plain(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("召开支委会{支委会次数}次，", "召开支委会12次（其中填报2次），"),
        ("支委会{支委会次数|单位}", "支委会12次（其中填报2次）"),
        ("支委会{支委会次数}，多于去年", "支委会12（其中填报2次），多于去年"),
        ("{支委会次数}次、主题党日{主题党日次数}次", "12次（其中填报2次）、主题党日6次"),
        ("启用前{支委会次数|填报}次", "启用前2次"),
        ("主题党日{主题党日次数|填报}次", "主题党日【待补】次"),
        ("支委会占{支委会次数|占组织生活次数}", "支委会占55.6%"),  # of the records alone: 10 of 18
        ("{支委会次数|余}次", "10余次（其中填报2次）"),
        ("每月召开的{每月召开支委会的支部数}个", "每月召开的1个"),
    ],
)
def test_wherever_the_figure_is_printed(office, text, expected):
    assert printed(office, text) == expected


def test_all_of_it_declared(office):
    late = office.root.child_placements.get(org__code="QH-03").org
    make_declared(late, office.by, "慰问次数", 3)
    assert printed(office, "慰问{慰问次数}次。") == "慰问3次（填报数）。"


def test_the_mark_is_a_figure_with_its_documents(office):
    compiled, _ = draft_of(order(office.root))
    runs = Page(compiled.facts).runs("召开{支委会次数}次。")
    assert [run.text for run in runs] == ["召开", "12", "次", "（其中填报", "2", "次）", "。"]
    page = Page(compiled.facts)
    page.runs("召开{支委会次数}次。")
    total, declared = page.figures.values()
    assert (total.number, total.declared, total.evidence_count) == (12, 2, 10)
    assert (declared.name, declared.number, declared.declared, declared.evidence_count) == (
        "支委会次数（填报数）", 2, None, None,
    )  # fmt: skip
    assert declared.evidence_url == (
        "/declared/?measure=meeting.committee.count&date_from=2026-01-01&date_to=2026-06-30"
    )


def test_text_workbook_and_data_file_agree(office):
    compiled, _ = draft_of(order(office.root))
    assert "支委会12次（其中填报2次）" in plain_text(compiled.document)
    book = load_workbook(io.BytesIO(FORMATS["xlsx"].render(compiled)))
    rows = {row[2]: row for row in book["数据指标"].iter_rows(values_only=True)}
    assert rows["指标名称"][7] == "其中填报"
    assert (rows["支委会次数"][3], rows["支委会次数"][6], rows["支委会次数"][7]) == (12, 10, 2)
    assert (rows["主题党日次数"][3], rows["主题党日次数"][7]) == (6, None)
    ledger = [row for row in book["填报数台账"].iter_rows(values_only=True) if "青禾第三党支部" in row]
    assert [(row[3], row[4], row[6]) for row in ledger] == [("支委会次数", 2, "一季度工作报告")]
    table = {row[1]: row for row in book["各党组织"].iter_rows(values_only=True)}
    column = next(table["党组织"].index(name) for name in table["党组织"] if name and name.startswith("支委会次数"))
    assert (table["青禾第三党支部"][column], table["合计"][column]) == (5, 12)
    figures = {each["name"]: each for each in json.loads(FORMATS["json"].render(compiled))["figures"]}
    assert (figures["支委会次数"]["number"], figures["支委会次数"]["declared"]) == (12, 2)
    assert "declared" not in figures["主题党日次数"]


def test_a_report_without_any_has_no_column_for_it():
    compiled, _ = draft_of(order(make_office().root))
    book = load_workbook(io.BytesIO(FORMATS["xlsx"].render(compiled)))
    assert not [row for row in book["数据指标"].iter_rows(values_only=True) if "其中填报" in row]


def test_the_check_takes_the_mark_for_no_part_of_a_sum(office):
    """其中填报 stands in brackets behind the total; the larger number that follows is no part of it."""
    compiled, _ = draft_of(order(office.root))
    page = Page(compiled.facts)
    text = page.runs("召开支委会{支委会次数}次，组织生活共{组织生活次数}次。")
    document = replace(
        compiled.document, blocks=(Paragraph(text),), attachments=(), figures=tuple(page.figures.values())
    )
    assert "".join(run.text for run in text) == "召开支委会12次（其中填报2次），组织生活共18次。"
    assert [each for each in check(document, compiled.facts) if each.code in ("part", "parts", "total")] == []


def test_the_declared_days_are_not_regular(office):
    late = office.root.child_placements.get(org__code="QH-03").org
    plain = draft_of(order(late))[0].plain
    assert plain("支委会{支委会次数}次，{每月召开支委会的支部数|频次}") == "支委会5次（其中填报2次），6个月中有3个月"


def test_who_kept_the_months_since_the_start_is_not_blamed_for_those_before(office):
    """In April nobody is blamed for; the months are irregular all the same."""
    late = office.root.child_placements.get(org__code="QH-03").org

    def blamed() -> str:
        draft, _ = compile_report(order(office.root))
        return next(item.note for item in draft.items if item.key == "finding:committee_monthly")

    assert blamed() == "涉及：青禾第二社区党支部"
    late.meeting_set.filter(date__month=5).delete()
    assert blamed() == "涉及：青禾第二社区党支部、青禾第三党支部"


def test_a_unit_that_begins_after_the_data_date_has_missed_nothing(office):
    later = make_org(office.root, name="青禾第四党支部", code="QH-04")
    draft, _ = compile_report(order(office.root))
    notes = {item.key: item.note for item in draft.items}
    assert notes["finding:no_organisation_life"] == "涉及：青禾第四党支部"
    make_start(later, office.by, date(2026, 7, 1))
    draft, _ = compile_report(order(office.root))
    assert "finding:no_organisation_life" not in {item.key for item in draft.items}


def test_who_declared_some_is_not_said_to_have_none(office):
    late = office.root.child_placements.get(org__code="QH-03").org

    def blamed() -> str:
        draft, _ = compile_report(order(office.root))
        return next(item.note for item in draft.items if item.key == "finding:branch_visits")

    assert blamed() == "涉及：青禾第一社区党支部、青禾第二社区党支部、青禾第三党支部"
    make_declared(late, office.by, "走访次数", 4)
    assert blamed() == "涉及：青禾第一社区党支部、青禾第二社区党支部"
    assert "finding:branch_visits" not in {item.key for item in compile_report(order(late))[0].items}


def test_no_printed_figure_is_taken_for_outdated(office):
    _, checks = draft_of(order(office.root))
    assert [each for each in checks if each.code == "stale"] == []
