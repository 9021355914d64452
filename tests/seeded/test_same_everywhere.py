"""One report of the demo in four formats: every figure is the same in each of them."""

import io
import json
import re
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import html

from partywork.common.periods import HalfYear
from partywork.orgs.models import Organisation
from summaries.exports import FORMATS
from summaries.facts import Order
from summaries.reports.desk import draft_of


@pytest.fixture
def files() -> dict[str, bytes]:
    org = Organisation.objects.get(code="DEMO")
    order = Order(org, HalfYear(2026, 1), date(2026, 6, 30), "standard", date(2026, 7, 1))
    compiled = draft_of(order)[0]
    return {name: each.render(compiled) for name, each in FORMATS.items()}


@pytest.fixture
def figures(files: dict[str, bytes]) -> list[dict[str, Any]]:
    return json.loads(files["json"])["figures"]


def bookmarked(word: bytes) -> list[tuple[str, str]]:
    """(number of the figure, its text) for every bookmark of the Word file, in order."""
    found = []
    for start in docx.Document(io.BytesIO(word)).element.body.iter(qn("w:bookmarkStart")):
        number = re.fullmatch(r"fig_(\d+)(?:_\d+)?", start.get(qn("w:name")))
        assert number is not None
        text = ""
        for sibling in start.itersiblings():
            if sibling.tag == qn("w:bookmarkEnd"):
                break
            text += "".join(node.text or "" for node in sibling.iter(qn("w:t")))
        found.append((f"fig_{number[1]}", text))
    return found


def test_word_prints_what_the_data_file_says(files: dict[str, bytes], figures: list[dict[str, Any]]) -> None:
    printed = {figure["bookmark"]: figure["printed"] for figure in figures}
    marks = bookmarked(files["docx"])
    assert len({name for name, _ in marks}) > 100
    assert [(name, text) for name, text in marks if printed[name] != text] == []


def test_the_page_prints_the_same_figures_in_the_same_order(
    files: dict[str, bytes], figures: list[dict[str, Any]]
) -> None:
    names = {figure["id"]: figure["bookmark"] for figure in figures}
    links = html.document_fromstring(files["html"].decode()).iter("a", "span")
    shown = [(names[link.get("data-figure")], link.text_content()) for link in links if link.get("data-figure")]
    assert shown == bookmarked(files["docx"])


def test_excel_lists_every_figure_with_its_value_and_definition(
    files: dict[str, bytes], figures: list[dict[str, Any]]
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["数据指标"]
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    listed = [(row[2], _text(row[3]), row[4] or "", row[5]) for row in rows]
    assert listed == [(f["name"], _text(f["number"]), f["unit"], f["definition"]) for f in figures]


def test_excel_lists_the_records_that_the_data_file_names(
    files: dict[str, bytes], figures: list[dict[str, Any]]
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["指标明细"]
    listed: dict[int, list[str]] = {}
    for row in sheet.iter_rows(values_only=True):
        if isinstance(row[0], int) and row[6] is not None:
            listed.setdefault(row[0], []).append(str(row[6]))
    named = {
        number: [record["key"] for record in figure["evidence"]["records"]] for number, figure in enumerate(figures, 1)
    }
    assert {number: sorted(keys) for number, keys in listed.items()} == {
        number: sorted(keys) for number, keys in named.items() if keys
    }
    counting = [figure["evidence"] for figure in figures if figure["evidence"]["count"] is not None]
    assert len(counting) > 50
    assert [each for each in counting if each["records_total"] != each["count"]] == []


def _text(value: object) -> str:
    """A number by its value, whether it came as int, float or text; a day as ISO text."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    try:
        return f"{float(str(value)):.3f}"
    except ValueError:
        return str(value)
