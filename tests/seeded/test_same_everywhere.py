"""One report of the demo in four formats: every figure is the same in each of them."""

import io
import json
import re
from collections.abc import Iterator
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
    order = Order(org, HalfYear(2026, 1), date(2026, 6, 30), "sub_district", date(2026, 7, 1))
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
    """Every figure, in running text and in every cell of every table, in reading order."""
    known = {figure["id"]: figure for figure in figures}
    said = list(printed_in(json.loads(files["json"])["document"]))
    assert bookmarked(files["docx"]) == [(known[figure_id]["bookmark"], text) for figure_id, text in said]
    assert len(said) > 200
    otherwise = [(known[figure_id], text) for figure_id, text in said if known[figure_id]["printed"] != text]
    assert [(text, figure) for figure, text in otherwise if _text(figure["number"]) != _text(text)] == []


def test_every_number_in_a_table_of_word_is_a_bookmark(files: dict[str, bytes]) -> None:
    tables = docx.Document(io.BytesIO(files["docx"])).tables
    cells = [cell for table in tables for row in table.rows[1:] for cell in row.cells[1:]]
    assert len(cells) > 100
    assert [cell.text for cell in cells if cell._tc.find(f".//{qn('w:bookmarkStart')}") is None] == []


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
    listed = [(f"fig_{row[0]}", row[2], _text(row[3]), row[4] or "", row[5]) for row in rows]
    whole = [figure for figure in figures if figure["organisation"] is None]
    assert listed == [(f["bookmark"], f["name"], _text(f["number"]), f["unit"], f["definition"]) for f in whole]


def test_excel_has_every_cell_of_the_tables_side_by_side(
    files: dict[str, bytes], figures: list[dict[str, Any]]
) -> None:
    """Each unit's figures in its row, and the totals in the last one."""
    head, *rows = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["各党组织"].iter_rows(min_row=3, values_only=True)
    codes = [*(row[0] for row in rows[:-1]), None]
    listed = {
        (code, name): value
        for code, row in zip(codes, rows, strict=True)
        for name, value in zip(head[2:], row[2:], strict=True)
    }
    known = {figure["id"]: figure for figure in figures}
    columns: dict[str, str] = {}
    for table in tables_of(json.loads(files["json"])["document"]):
        for row in table["rows"]:
            for column, cell in zip(table["columns"], row, strict=True):
                if isinstance(cell, dict):
                    columns[cell["figure"]] = column["header"]
    assert {each["id"] for each in figures if each["organisation"]} <= columns.keys()
    wrong = [
        known[figure_id]["name"]
        for figure_id, header in columns.items()
        if _text(listed[known[figure_id]["organisation"], header]) != _text(known[figure_id]["number"])
    ]
    assert (wrong, len(columns) > 100) == ([], True)


def printed_in(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Figure and text of all that the data file says is printed, in reading order."""
    attached = [block for attachment in document["attachments"] for block in attachment["blocks"]]
    for block in (*document["blocks"], *attached):
        cells = [cell for row in block.get("rows", []) for cell in row if isinstance(cell, dict)]
        yield from ((each["figure"], each["text"]) for each in (*block.get("runs", []), *cells) if "figure" in each)


def tables_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    blocks = [block for attachment in document["attachments"] for block in attachment["blocks"]]
    return [block for block in blocks if block["type"] == "table"]


def test_excel_lists_the_records_that_the_data_file_names(
    files: dict[str, bytes], figures: list[dict[str, Any]]
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["指标明细"]
    listed: dict[int, list[str]] = {}
    for row in sheet.iter_rows(values_only=True):
        if isinstance(row[0], int) and row[6] is not None:
            listed.setdefault(row[0], []).append(str(row[6]))
    named = {
        number: [record["key"] for record in figure["evidence"].get("records", ())]
        for number, figure in enumerate(figures, 1)
    }
    assert {number: sorted(keys) for number, keys in listed.items()} == {
        number: sorted(keys) for number, keys in named.items() if keys
    }
    whole = [figure for figure in figures if figure["organisation"] is None]
    counting = [figure["evidence"] for figure in whole if figure["evidence"]["count"] is not None]
    assert len(counting) > 50
    assert [each for each in counting if each["records_total"] != each["count"]] == []


def _text(value: object) -> str:
    """A number by its value, whether it came as int, float or text; a day as ISO text."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    try:
        return f"{float(str(value).replace(',', '')):.3f}"
    except ValueError:
        return str(value)
