"""Two ways to one meaning: a part read by pattern gives what the XML parser gives, or is left to it."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from partywork.imports.reading import package, xlsx
from partywork.imports.reading.cells import Broken
from partywork.imports.reading.plain import NotPlain, plain_rows, plain_texts, unescaped
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.reading.xlsx import Row, read_sheets
from tests.factories.workbooks import saved
from tests.imports.broken import SHEET, with_part

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews/><sheetData>'
)
TAIL = "</sheetData><pageMargins/></worksheet>"
NOT_IN_XML = {chr(code) for code in range(32)} - {"\n"} | {"\ufffe", "\uffff"}
MORE = st.one_of(
    st.none(), st.booleans(), st.integers(-10, 10**17), st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1901, 1, 1)), st.text(max_size=8).filter(lambda text: not set(text) & NOT_IN_XML),
    st.sampled_from(["=1+1", "#REF!", "0012", " 前后 ", "a&b<c>\"'", "两\n行", "11010119900101123X", "5%"]),
)  # fmt: skip


def read(content: bytes) -> list[tuple[str, list[Row], int]]:
    """Name and rows of each sheet, and how many formulas were met in them."""
    return [(sheet.name, list(sheet.rows), sheet.formulas) for sheet in read_sheets(io.BytesIO(content))]


def as_tree(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same by the XML parser alone."""

    def refuse(_: object) -> Any:
        raise NotPlain

    with monkeypatch.context() as changed:
        changed.setattr(xlsx, "plain_rows", refuse)
        changed.setattr(package, "plain_texts", refuse)
        return read(content)


def sheet(rows: str) -> bytes:
    return with_part(SHEET, f"{HEAD}{rows}{TAIL}".encode())


@settings(max_examples=25)
@given(rows=st.lists(st.lists(MORE, max_size=5), min_size=1, max_size=6), merge=st.booleans())
def test_a_workbook_reads_alike_both_ways_and_as_openpyxl_says(rows, merge):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    hidden = book.create_sheet("藏起来的")
    hidden.sheet_state = "hidden"
    hidden.append(["看不见", date(2026, 5, 18)])
    if merge:
        book.active.merge_cells("A1:A3")
    content = saved(book).getvalue()
    found = read(content)
    assert found == as_tree(content, pytest.MonkeyPatch())
    assert found[-1][:2] == ("藏起来的", [(1, ["看不见", date(2026, 5, 18)])])
    if not merge:
        shown = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        values = [[plain(cell) for cell in row] for row in shown.iter_rows(values_only=True)]
        ours = dict(found[0][1])
        for number, row in enumerate(values, 1):
            cells = [plain(cell) for cell in ours.get(number, [])]
            assert cells + [None] * (len(row) - len(cells)) == row


def plain(cell: Any) -> Any:
    """Where openpyxl says less: an error is its text, a formula without a result nothing, a day a moment."""
    if isinstance(cell, Broken):
        return cell.shown or None
    return cell.date() if hasattr(cell, "date") else None if cell == "" else cell


CELLS = {
    "a result of a formula": '<c r="A1"><f>B1</f><v>3</v></c>',
    "a formula without one": '<c r="A1" t="n"><f>B1</f></c><c r="B1"><v>1</v></c>',
    "a shared formula": '<c r="A1" t="str"><f t="shared" ref="A1:A2" si="0">B1&amp;C1</f><v>是</v></c>',
    "an empty result": '<c r="A1" t="str"><f>B1</f><v></v></c><c r="B1"><v>1</v></c>',
    "an error": '<c r="A1" t="e"><v>#REF!</v></c>',
    "yes and no": '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>',
    "a number that lost its end": '<c r="A1"><v>110101199001011000</v></c><c r="B1"><v>1.10101199001011E+17</v></c>',
    "a day as text": '<c r="A1" t="d"><v>2026-05-18T00:00:00</v></c>',
    "text in the cell": '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲&#20057;&#x4e19; </t></is></c>',
    "runs": '<c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>',
    "a comment": '<!-- x --><c r="A1"><v>1</v></c>',
    "a section": '<c r="A1" t="str"><v><![CDATA[甲<乙]]></v></c>',
    "blanks between": '\n  <c r="A1"><v>1</v></c>\n  <c r="C1" s="1" />\n',
    "no places": "<c><v>1</v></c><c><v>2</v></c>",
    "another order": '<c t="str" r="B1"><v>1</v></c>',
    "one place twice": '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
    "no number": '<c r="A1"><v>NaN</v></c>',
    "a carriage return": '<c r="A1" t="str"><v>甲\r\n乙</v></c>',
    "far away": '<c r="GR1"><v>1</v></c>',
}


@pytest.mark.parametrize("cells", CELLS.values(), ids=CELLS)
def test_cells_read_alike_both_ways(cells, monkeypatch):
    content = sheet(
        f'<row r="1" spans="1:2" ht="14.25" x:y="0" xmlns:x="z">{cells}</row><row><c r="A2"><v>7</v></c></row>'
    )
    found = read(content)
    assert found == as_tree(content, monkeypatch)
    assert found[0][1][-1] == (2, [7])


DAMAGED = {
    "a broken row": '<row r="1"><c r="A1"><v>1</v></row>',
    "a row without a number": '<row r="x"><c r="A1"><v>1</v></c></row>',
    "row nought": '<row r="0"><c r="A1"><v>1</v></c></row>',
    "an unknown reference": '<row r="1"><c r="A1" t="str"><v>&nichts;</v></c></row>',
    "a character of no XML": '<row r="1"><c r="A1" t="str"><v>&#1;</v></c></row>',
    "a text that is not there": '<row r="1"><c r="A1" t="s"><v>99999</v></c></row>',
    "a text before the first": '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
    "an end that is none": '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><open>',
}


@pytest.mark.parametrize("rows", DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_is_refused_both_ways(rows, monkeypatch):
    content = sheet(rows)
    for way in (read, lambda given: as_tree(given, monkeypatch)):
        with pytest.raises(UnreadableWorkbook, match="文件已损坏"):
            way(content)


def test_where_the_pattern_ends_the_parser_goes_on_and_no_row_comes_twice(monkeypatch):
    monkeypatch.setattr("partywork.imports.reading.plain._CHUNK", 64)
    usual = [f'<row r="{number}"><c r="A{number}"><f>B1</f><v>{number}</v></c></row>' for number in range(1, 9)]
    content = sheet("".join([*usual[:5], "<!-- x -->", *usual[5:]]))
    assert read(content) == as_tree(content, monkeypatch)
    [(_, rows, formulas)] = read(content)
    assert (formulas, rows) == (8, [(number, [number]) for number in range(1, 9)])


def test_what_people_and_programs_usually_write_needs_no_tree():
    """Else all of this would be for nothing."""
    book = Workbook()
    for number in range(3):
        book.active.append(["张三", None, number, 1.5, date(2026, 5, 18), True, "a&b"])
    with zipfile.ZipFile(saved(book)) as archive:
        assert len(list(plain_rows(archive.open("xl/worksheets/sheet1.xml")))) == 3


SHARED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="3">{}</sst>'
TEXTS = {
    "plain": '<si><t>甲&amp;乙</t></si>\n<si><t></t></si><si><t xml:space="preserve"> 丙 </t></si>',
    "runs": "<si><r><t>甲</t></r><r><t>乙</t></r></si><si><t/></si><si><t>丙</t><phoneticPr/></si>",
}


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
def test_shared_texts_read_alike_both_ways(texts, monkeypatch):
    cells = "".join(f'<c r="{column}1" t="s"><v>{place}</v></c>' for place, column in enumerate("ABC"))
    part = SHARED.format(texts).encode()
    content = with_part("xl/sharedStrings.xml", part, sheet(f'<row r="1">{cells}</row>'))
    found = read(content)
    assert found == as_tree(content, monkeypatch)
    [(_, [(_, [first, *_])], _)] = found
    assert str(first).startswith("甲")
    if texts is TEXTS["plain"]:
        assert plain_texts(io.BytesIO(part)) == ["甲&乙", "", " 丙 "]


@pytest.mark.parametrize("text", ["a & b", "&nichts;", "&#1;", "&#xD800;", "&#x110000;"])
def test_a_reference_that_stands_for_nothing_is_left_to_the_parser(text):
    with pytest.raises(NotPlain):
        unescaped(text)
