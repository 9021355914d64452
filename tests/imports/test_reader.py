"""Files that are no workbook, or not ours: a sentence that says what to do, and nothing else."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from partywork.imports import archive, reader
from partywork.imports.problems import UnreadableWorkbook
from partywork.imports.reader import read_workbook
from partywork.imports.sheets import importable
from tests.factories.workbooks import fill, saved

HEADERS = ["日期", "党组织", "会议类型", "应到", "实到", "议题", "编号"]
ROW = ["2026-05-18", "A", "支委会", 3, 3, "研究", "1"]


def book(rows=(HEADERS, ROW), name="会议活动") -> Workbook:
    workbook = Workbook()
    workbook.active.title = name
    for row in rows:
        workbook.active.append(list(row))
    return workbook


def read(source):
    return read_workbook(source, importable())


def problems(workbook: Workbook) -> list[str]:
    return [str(problem) for problem in read(saved(workbook))[1]]


def with_part(name: str, content: bytes) -> io.BytesIO:
    """A sound workbook with one part added or replaced."""
    source, target = saved(book()), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    target.seek(0)
    return target


def refusal(source: io.BytesIO) -> str:
    with pytest.raises(UnreadableWorkbook) as caught:
        read(source)
    return str(caught.value)


def test_rows_come_by_header_with_the_numbers_excel_shows():
    sheets, wrong = read(saved(book([["会议活动台账"], ["2026年"], HEADERS, ROW, [None] * 7, [*ROW[:6], 2]])))
    assert wrong == []
    assert [(sheet.ledger.code, sheet.name) for sheet in sheets] == [("meetings", "会议活动")]
    assert [(row.number, row.cells["编号"], row.cells["实到"]) for row in sheets[0].rows] == [(4, "1", 3), (6, 2, 3)]


def test_the_name_of_an_exported_ledger_and_marked_headers_are_known():
    marked = ["日 期*", "党组织 *", *HEADERS[2:], "状态"]
    sheets, wrong = read(saved(book([marked, [*ROW, "已完成"]], name="会议活动台账")))
    assert (wrong, sheets[0].rows[0].cells) == ([], dict(zip(HEADERS, ROW, strict=True)))


def test_broken_files_are_refused_in_words():
    whole = saved(book()).getvalue()
    assert refusal(io.BytesIO(b"")) == "文件是空的，里面没有内容。请确认选对了文件。"
    assert refusal(io.BytesIO(b"hello world")) == (
        "这不是 Excel 工作簿（.xlsx）。请在 Excel 或 WPS 里另存为 .xlsx 后再上传。"
    )
    assert refusal(io.BytesIO(b"\xd0\xcf\x11\xe0" + b"\0" * 600)).startswith("这是旧版 .xls 文件，或者工作簿加了密码。")
    assert refusal(io.BytesIO(whole[: len(whole) // 2])) == archive.CORRUPT
    damaged = bytearray(whole)
    middle = len(whole) // 3
    damaged[middle : middle + 200] = b"\xff" * 200
    assert refusal(io.BytesIO(bytes(damaged))) == archive.CORRUPT
    assert refusal(with_part("xl/workbook.xml", b"<workbook>")) == archive.CORRUPT
    assert refusal(with_part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='x'>")) == archive.CORRUPT


def test_a_zip_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        new.writestr("a.txt", "x")
    target.seek(0)
    assert refusal(target) == archive.CORRUPT


def test_macros_and_document_types_are_refused():
    macros = "工作簿里含有宏，为安全起见不予打开。请另存为不含宏的 .xlsx 后再上传。"
    assert refusal(with_part("xl/vbaProject.bin", b"x")) == macros
    declared = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert refusal(with_part("[Content_Types].xml", declared)) == macros
    bomb = b'<?xml version="1.0"?><!-- x --><!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>'
    assert refusal(with_part("xl/sharedStrings.xml", bomb)).startswith("文件里有不该出现的内容")


def test_size_is_bounded_before_and_after_unpacking(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 100_000)
    assert refusal(with_part("xl/media/image.bmp", b"\0" * 200_000)).startswith("文件展开后过大。")
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 1000)
    assert refusal(saved(book())).startswith("文件超过")


def test_too_many_rows_and_far_away_cells_are_bounded(monkeypatch):
    monkeypatch.setattr(reader, "MAX_ROWS", 5)
    assert refusal(saved(book([HEADERS] + [ROW] * 25))) == "工作表「会议活动」超过5行。请拆成几个工作簿分次导入。"
    far = book()
    far.active["XFD1048576"] = "x"
    assert refusal(saved(far)) == (
        "工作表「会议活动」第1048576行的内容写到了第16384列，最多读200列。请删去右边多余的列，再上传。"
    )


def test_a_workbook_without_any_record_says_what_can_be_imported():
    assert refusal(saved(Workbook())).startswith("工作簿里一行记录也没有。可以导入的工作表有：")
    assert refusal(fill(会议活动=[])).startswith("工作簿里一行记录也没有。")


def test_a_filled_sheet_of_another_name_is_not_passed_over_in_silence():
    workbook = book()
    workbook.create_sheet("Sheet2")
    assert problems(workbook) == []
    workbook.create_sheet("通讯录").append(["姓名"])
    assert problems(workbook)[0].startswith("工作表「通讯录」：没有这种记录，可以导入的工作表有：")


def test_a_header_that_is_not_ours_is_refused_by_name():
    assert problems(book([["a", "b"], ["c", "d"]]))[0].startswith(
        "工作表「会议活动」：找不到表头，请使用导入模板的表头"
    )
    assert problems(book([[*HEADERS[:3], *HEADERS[4:]], ROW[:6]])) == [
        "工作表「会议活动」第1行「应到」：缺少这一列，请补上这一列，它是必填的。"
    ]
    assert problems(book([[*HEADERS, "地  址"], ROW])) == [
        "工作表「会议活动」第1行「地址」：不认识这一列，请对照导入模板改正列名，不需要的列请删去。"
    ]
    assert problems(book([[*HEADERS, "编号"], ROW])) == [
        "工作表「会议活动」第1行「编号」：表头出现了两次，请只留一列。"
    ]


def test_merged_cells_are_refused_in_the_header_and_below_and_harmless_above():
    above = book([["会议活动台账"], HEADERS, ROW])
    above.active.merge_cells("A1:G1")
    assert problems(above) == []
    head = book([HEADERS, ["", *HEADERS[1:]], ROW])
    head.active.merge_cells("A1:A2")
    assert problems(head) == ["工作表「会议活动」第1行：表头有合并单元格，请取消合并，表头只占一行，每列写一个列名。"]
    below = book([HEADERS, ROW, ROW])
    below.active.merge_cells("B2:B3")
    assert problems(below) == ["工作表「会议活动」第2行：有合并单元格，请取消合并，每一行都填完整。"]


def test_a_formula_without_its_result_and_an_error_value_are_refused():
    formula = book()
    formula.active["D2"] = "=1+2"
    assert problems(formula) == [
        "工作表「会议活动」第2行「应到」：是公式，文件里没有它的结果，请复制后“选择性粘贴为数值”，再保存。"
    ]
    error = book()
    error.active["D2"] = "#REF!"
    assert error.active["D2"].data_type == "e"
    assert problems(error) == ["工作表「会议活动」第2行「应到」：公式出错，显示为“#REF!”，请改成正确的内容。"]


def test_a_formula_whose_result_is_in_the_file_is_read():
    source = saved(book())
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                assert content.count(b"<v>3</v>") == 2
                content = content.replace(b"<v>3</v>", b"<f>1+2</f><v>3</v>", 1)
            new.writestr(part, content)
    target.seek(0)
    assert load_workbook(target).active["D2"].value == "=1+2"
    target.seek(0)
    sheets, wrong = read(target)
    assert (wrong, sheets[0].rows[0].cells["应到"]) == ([], 3)


def test_text_that_looks_like_a_formula_is_text():
    workbook = book()
    workbook.active["F2"].value = "=不是公式"
    workbook.active["F2"].data_type = "s"
    sheets, wrong = read(saved(workbook))
    assert (wrong, sheets[0].rows[0].cells["议题"]) == ([], "=不是公式")


def test_a_cell_beside_the_table_is_named():
    assert problems(book([HEADERS, [*ROW, None, "旁注"]])) == [
        "工作表「会议活动」第2行：“旁注”写在没有表头的列里，请移到对应的列，或删去。"
    ]
