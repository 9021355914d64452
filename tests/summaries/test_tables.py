"""Tables beside the text: several of them, and their totals are figures of the report."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html

from partywork.measures.lookup import parse_request
from summaries.compile import compile_report
from summaries.exports import FORMATS, compiled
from summaries.outlines.library import TableOf, outline
from tests.factories.visits import make_condolence, make_visit
from tests.summaries.office import make_office, order

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


def made(org):
    plan = replace(outline("standard"), tables=TABLES)
    return compiled([], plan, compile_report(order(org))[1])


def test_each_table_with_figures_is_an_attachment_of_its_own(office):
    first, second = made(office.root).document.attachments
    assert [first.title, second.title] == ["组织生活", "走访慰问"]
    [table] = first.blocks
    assert [column.header for column in table.columns] == ["党组织", "支委会次数（次）", "主题党日次数（次）"]
    assert table.rows == ((ONE, "6", "6"), (TWO, "1", "0"), ("合计", "7", "6"))
    assert table.totals == (None, "meeting.committee.count", "meeting.theme_day.count")
    assert made(office.steady).document.attachments == ()


def test_totals_are_figures_in_every_format(office):
    report = made(office.root)
    [table] = report.document.attachments[1].blocks
    assert table.rows[-1] == ("合计", "12", "12", "1,500.00")
    narrowed = next(each for each in report.document.figures if each.name.endswith("=居民"))
    numbers, [_, households, of_residents, money] = report.document.figure_numbers, table.totals
    assert (of_residents, money) == (narrowed.id, None)  # money prints otherwise in a table than in the text
    word = docx.Document(io.BytesIO(FORMATS["docx"].render(report)))
    marks = [mark.get(qn("w:name")) for mark in word.tables[1]._tbl.iter(qn("w:bookmarkStart"))]
    assert marks == [f"fig_{numbers[households]}", f"fig_{numbers[narrowed.id]}"]
    page = lxml_html.fromstring(FORMATS["html"].render(report).decode())
    links = page.xpath("//section[2]//a[@data-figure]")
    assert [(link.get("data-figure"), link.text) for link in links] == [(households, "12"), (narrowed.id, "12")]
