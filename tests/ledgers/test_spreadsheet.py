import io
import tempfile
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from partywork.ledgers.spreadsheet import (
    Sheet,
    SheetColumn,
    Typed,
    legal_sheet_name,
    text_width,
    workbook_bytes,
    write_workbook,
)

COLUMNS = (
    SheetColumn("名称", 24),
    SheetColumn("件数", 8, "int"),
    SheetColumn("均值", 8, "decimal"),
    SheetColumn("金额（元）", 14, "money"),
    SheetColumn("参与率", 10, "percent"),
    SheetColumn("日期", 12, "date"),
)
ROW = ("走访慰问", 3, Decimal("2.5"), 1234567, 95.5, date(2026, 5, 18))
FORMULAS = ("=1+1", "+86", "-5", "@SUM(A1)", "\t=2")


def sheet(rows=(ROW,), columns=COLUMNS, **options) -> Sheet:
    return Sheet(**{"name": "走访台账", "title": "走访慰问台账", "columns": columns, "rows": rows} | options)


def texts(rows) -> Sheet:
    return sheet(rows=[(text,) for text in rows], columns=(SheetColumn("内容", 40),))


def reopened(*sheets: Sheet, **options):
    return load_workbook(io.BytesIO(workbook_bytes(sheets, **options)))


def test_values_are_stored_exactly_in_the_format_of_their_kind():
    cells = reopened(sheet())["走访台账"][3]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        ("走访慰问", "@"),
        (3, "0"),
        (2.5, "General"),
        (12345.67, "#,##0.00"),
        (0.955, "0.0%"),
        (datetime(2026, 5, 18), "yyyy-mm-dd"),
    ]


def test_empty_values_leave_empty_cells():
    assert [cell.value for cell in reopened(sheet([(None,) * 6]))["走访台账"][3]] == [None] * 6


def test_a_value_may_have_a_kind_of_its_own():
    rows = [(Typed(5, "int"),), (Typed(250, "money"),), ("文字",)]
    found = reopened(sheet(rows, columns=(SheetColumn("值", 9),)))["走访台账"]
    assert [(row[0].value, row[0].number_format) for row in found.iter_rows(min_row=3)] == [
        (5, "0"),
        (2.5, "#,##0.00"),
        ("文字", "@"),
    ]


def test_text_that_looks_like_a_formula_stays_text():
    data = workbook_bytes([texts([*FORMULAS, "平常"])])
    found = list(load_workbook(io.BytesIO(data))["走访台账"].iter_rows(min_row=3))
    assert [row[0].value for row in found] == [*FORMULAS, "平常"]
    assert [row[0].data_type for row in found] == ["s"] * 6
    assert [row[0].quotePrefix for row in found] == [True] * 5 + [False]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_title_note_and_headers_are_text_too():
    found = reopened(sheet([], (SheetColumn("=名称", 9),), title="=1", note="+2"))["走访台账"]
    assert [(row[0].value, row[0].data_type) for row in found] == [("=1", "s"), ("+2", "s"), ("=名称", "s")]


def test_control_characters_are_dropped_and_line_breaks_kept():
    found = reopened(texts(["甲\x00\x07乙\r\n丙\ud83d", "字" * 40000]))["走访台账"]
    assert found["A3"].value == "甲乙\n丙"
    assert len(found["A4"].value) == 32767


def test_identity_numbers_keep_all_their_digits():
    assert reopened(texts(["110101199003070011", "00123"]))["走访台账"]["A3"].value == "110101199003070011"


def test_days_before_excels_calendar_are_written_as_text():
    rows = [(date(1899, 7, 1),), (date(1900, 3, 1),)]
    found = reopened(sheet(rows, columns=(SheetColumn("日期", 12, "date"),)))["走访台账"]
    assert [found["A3"].value, found["A4"].value] == ["1899-07-01", datetime(1900, 3, 1)]


@pytest.mark.parametrize(
    ("position", "value"),
    [(1, "3"), (1, 2.5), (1, True), (2, "2.5"), (3, 12.5), (4, float("nan")), (5, "2026-05-18")],
)
def test_a_value_that_does_not_fit_is_named(position: int, value: object):
    row: list[object] = [None] * 6
    row[position] = value
    with pytest.raises(TypeError) as caught:
        workbook_bytes([sheet([ROW, row])])
    assert str(caught.value) == f"表“走访台账”第4行“{COLUMNS[position].header}”的值不对：{value!r}"


def test_a_row_must_fit_the_columns():
    with pytest.raises(ValueError, match=r"^表“走访台账”第3行有2格，应为6格$"):
        workbook_bytes([sheet([("甲", 1)])])


def test_a_failed_workbook_leaves_no_temporary_files(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(TypeError):
        workbook_bytes([sheet(), sheet([(1.5,) * 6])])
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_needs_a_sheet():
    with pytest.raises(ValueError, match=r"^工作簿里至少要有一张表$"):
        workbook_bytes([])


def test_the_page_is_set_for_reading_and_printing():
    found = reopened(sheet([ROW, ROW], note="数据截至2026年6月30日", totals=("合计", 6, None, 2469134, None, None)))[
        "走访台账"
    ]
    assert (found.freeze_panes, found.auto_filter.ref, found.print_title_rows) == ("A4", "A3:F5", "$1:$3")
    assert found.print_area == "'走访台账'!$A$1:$F$6"
    setup = found.page_setup
    assert (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight) == (9, "landscape", 1, 0)
    assert found.sheet_properties.pageSetUpPr.fitToPage is True
    assert [found.column_dimensions[letter].width for letter in "ABCDEF"] == [24, 8, 8, 14, 10, 12]
    assert [found["A1"].value, found["A2"].value] == ["走访慰问台账", "数据截至2026年6月30日"]
    assert [cell.value for cell in found[6]] == ["合计", 6, None, 24691.34, None, None]
    assert [cell.font.bold for cell in (found["A3"], found["A4"], found["A6"])] == [True, False, True]
    assert reopened(sheet(landscape=False))["走访台账"].page_setup.orientation == "portrait"


def test_a_wide_sheet_prints_over_several_pages_with_its_first_columns_on_each():
    columns = [SheetColumn("编码", 12), SheetColumn("党组织", 24), *(SheetColumn(f"第{n}项", 13) for n in range(40))]
    found = reopened(sheet([(None,) * 42], columns))["走访台账"]
    assert (found.page_setup.fitToWidth, found.page_setup.fitToHeight) == (3, 0)  # 520 in 184 a page
    assert (found.freeze_panes, found.print_title_cols, found.print_title_rows) == ("C3", "$A:$B", "$1:$2")


def test_rows_are_high_enough_for_their_text():
    found = reopened(texts(["短", "字" * 40, "一\n二\n三", "长" * 30000]))["走访台账"]
    assert [found.row_dimensions[row].height for row in (3, 4, 5, 6)] == [None, 45, 45, 409]
    narrow = (SheetColumn("党支部数", 13), SheetColumn("党支部数@领域=社区（个）", 13, "int"))
    found = reopened(sheet([], narrow))["走访台账"]
    assert found.row_dimensions[2].height == 45


def test_a_totals_label_may_stand_in_a_column_of_numbers():
    found = reopened(sheet([], columns=(SheetColumn("件数", 8, "int"),), totals=("合计",)))["走访台账"]
    assert found["A3"].value == "合计"


def test_a_watermark_stands_on_sheet_and_page():
    found = reopened(sheet(), watermark="内部台账 A&B")["走访台账"]
    assert (found["A2"].value, found.oddHeader.center.text) == ("内部台账 A&B", "内部台账 A&&B")
    assert found["A3"].value == "名称"


def test_sheet_names_become_legal_and_unique():
    taken: set[str] = set()
    names = ["走访/慰问[1]", "走访/慰问[1]", "", "History", "Abc", "aBC", "'引'", "长" * 40, "长" * 40]
    assert [legal_sheet_name(name, taken) for name in names] == [
        "走访 慰问 1",
        "走访 慰问 1（2）",
        "表",
        "History1",
        "Abc",
        "aBC（2）",
        "引",
        "长" * 31,
        "长" * 28 + "（2）",
    ]


def test_the_same_rows_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch):
    first = workbook_bytes([sheet()])
    real = time.localtime
    monkeypatch.setattr(time, "localtime", lambda *_: real(86400 * 9000))
    assert workbook_bytes([sheet()]) == first
    assert workbook_bytes([sheet([ROW, ROW])]) != first


def test_rows_are_streamed_to_the_target(tmp_path):
    target = tmp_path / "台账.xlsx"
    write_workbook(target, (sheet(iter([ROW] * count), name=f"表{count}") for count in (1, 3)))
    assert {found.title: found.max_row for found in load_workbook(target)} == {"表1": 3, "表3": 5}


@given(st.lists(st.text(min_size=1), max_size=5))
def test_any_text_makes_a_workbook_that_opens(rows: list[str]):
    found = reopened(texts(rows))["走访台账"]
    assert found.max_row == 2 + len(rows)


def test_markup_and_spaces_come_back_as_they_were_typed():
    typed = ["<v>1</v>&amp;]]>", " 两头有空格 ", "一\n\n二\n", "\t制表", "“引”《书》", "甲\u2028乙", "䶮𠮷"]
    found = reopened(texts(typed))["走访台账"]
    assert [row[0].value for row in found.iter_rows(min_row=3)] == typed


def test_text_width_counts_chinese_as_two():
    assert [text_width(text) for text in ("", "abc", "支部", "支部1\n长一点的行")] == [0, 3, 4, 10]
