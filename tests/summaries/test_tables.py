"""Tables beside the text: several of them, and their totals are figures of the report."""

import io
import json
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html

from partywork.access.permissions import Role
from partywork.measures import lookup
from partywork.measures.lookup import parse_request
from partywork.worklog.actions import LineData, Lines
from partywork.worklog.enums import WorkKind
from summaries.checks import check, errors
from summaries.compile import compile_report
from summaries.exports import FORMATS, compiled
from summaries.outlines.library import TableOf, outline
from tests.factories.orgs import make_user
from tests.factories.visits import make_condolence, make_visit
from tests.factories.worklog import make_work
from tests.summaries.office import make_office, order
from tests.summaries.renderers.test_docx_text import bookmarked

pytestmark = pytest.mark.django_db

TABLES = (
    TableOf("组织生活", tuple(map(parse_request, ("支委会次数", "党小组会次数", "主题党日次数")))),
    TableOf("没有记录的不附", tuple(map(parse_request, ("党小组会次数",)))),
    TableOf("走访慰问", tuple(map(parse_request, ("走访户数", "走访户数@居民", "慰问金额")))),
)
ONE, TWO = "青禾第一社区党支部", "青禾第二社区党支部"


@pytest.fixture
def office():
    office = make_office()
    make_visit(office.steady, office.by, date(2026, 2, 1), households=12)
    make_condolence(office.lagging, office.by, date(2026, 3, 1))
    return office


def made(org, *tables):
    plan = replace(outline("standard"), tables=tables or TABLES)
    return compiled([], plan, compile_report(order(org))[1])


def test_each_table_with_figures_is_an_attachment_of_its_own(office):
    first, second = made(office.root).document.attachments
    assert [first.title, second.title] == ["组织生活", "走访慰问"]
    [table] = first.blocks
    assert [column.header for column in table.columns] == ["党组织", "支委会次数（次）", "主题党日次数（次）"]
    assert table.rows == ((ONE, "6", "6"), (TWO, "1", "0"), ("合计", "7", "6"))
    assert table.figures == (
        (None, "meeting.committee.count|本级：QH-01", "meeting.theme_day.count|本级：QH-01"),
        (None, "meeting.committee.count|本级：QH-02", "meeting.theme_day.count|本级：QH-02"),
        (None, "meeting.committee.count", "meeting.theme_day.count"),
    )
    assert made(office.steady).document.attachments == ()


def test_a_cell_is_a_figure_of_its_unit_that_leads_to_the_units_own_records(office, client):
    document = made(office.root).document
    figure = document.figures_by_id["meeting.theme_day.count|本级：QH-02"]
    assert (figure.name, figure.printed, figure.number, figure.unit) == (f"{TWO}主题党日次数", "0", 0, "次")
    assert (figure.unit_code, figure.token, figure.evidence_count) == ("QH-02", "{主题党日次数|单位：QH-02}", 0)
    assert figure.definition.endswith(f"；此处只算{TWO}自己的记录")
    units = [bool(each.unit_code) for each in document.figures]
    assert units == sorted(units)  # behind all figures of the whole report
    client.force_login(make_user(office.root, Role.MANAGER))
    for code, count in (("QH-01", 6), ("QH-02", 1), ("QH", 0)):
        url = document.figures_by_id["meeting.committee.count|本级：QH-01"].evidence_url.replace("QH-01", code)
        page = client.get(url).context
        assert (page["count_text"], page["banner"]["title"]) == (f"共 {count} 条", f"支委会次数：{count}次")
        assert page["banner"]["text"].startswith("只算这个党组织自己的记录。2026年上半年")


def test_a_unit_that_stated_no_zero_has_none(office):
    """零举报 is a record of nought; without a record the cell says nothing, and it is no figure."""
    for org, stated in ((office.steady, 0), (office.root, 1)):
        lines = Lines([LineData("举报", stated * 1000, "件")])
        make_work(org, office.by, date(2026, 3, 1), WorkKind.INTEGRITY, title="举报情况", items=0, lines=lines)
    report = made(office.root, TableOf("廉政", (parse_request("收到举报件数"),)))
    [table] = report.document.attachments[0].blocks
    assert table.rows == (("青禾街道党工委", "1"), (ONE, "0"), (TWO, "—"), ("合计", "1"))
    assert [cells[1] is not None for cells in table.figures] == [True, True, False, True]
    assert errors(check(report.document, report.facts)) == []
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(report)))["各党组织"]
    assert [row[2] for row in sheet.iter_rows(min_row=4, values_only=True)] == [1, 0, None, 1]


def test_totals_are_figures_in_every_format(office):
    report = made(office.root)
    [table] = report.document.attachments[1].blocks
    assert table.rows[-1] == ("合计", "12", "12", "1,500.00")
    narrowed = next(each for each in report.document.figures if each.name.endswith("=居民"))
    numbers, [_, households, of_residents, money] = report.document.figure_numbers, table.figures[-1]
    assert of_residents == narrowed.id
    word = docx.Document(io.BytesIO(FORMATS["docx"].render(report)))
    marks = [mark.get(qn("w:name")) for mark in word.tables[1].rows[-1]._tr.iter(qn("w:bookmarkStart"))]
    assert marks == [f"fig_{numbers[each]}" for each in (households, narrowed.id, money)]
    page = lxml_html.fromstring(FORMATS["html"].render(report).decode())
    links = page.xpath("//section[2]//tr[last()]//a[@data-figure]")
    assert [(link.get("data-figure"), link.text) for link in links] == [
        (households, "12"), (narrowed.id, "12"), (money, "1,500.00"),
    ]  # fmt: skip


def test_money_in_a_cell_has_its_separators_and_the_same_value_everywhere(office):
    report = made(office.root)
    code = lookup.parse_request("慰问金额").code
    figures = {each["id"]: each for each in json.loads(FORMATS["json"].render(report))["figures"]}
    cells = [figures[f"{code}|本级：{unit}"] for unit in ("QH-01", "QH-02")] + [figures[code]]
    assert [(each["printed"], each["number"]) for each in cells] == [
        ("0.00", "0.00"), ("1,500.00", "1500.00"), ("1500", "1500.00"),
    ]  # fmt: skip
    marked = dict(bookmarked(FORMATS["docx"].render(report)))
    assert [marked[number] for number, each in enumerate(figures.values(), 1) if each in cells] == [
        "1,500.00", "0.00", "1,500.00",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(report)))["各党组织"]
    head, *rows = sheet.iter_rows(min_row=3, values_only=True)
    column = head.index("慰问金额（元）")
    assert [(row[1], row[column]) for row in rows] == [
        ("青禾街道党工委", 0), (ONE, 0), (TWO, 1500), ("合计", 1500),
    ]  # fmt: skip
