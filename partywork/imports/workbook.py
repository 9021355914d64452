"""The import workbook people fill in: a sheet a ledger, drop-down lists, and a page that says how."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from partywork.imports.allowed import allowed_values, takes_several
from partywork.imports.sheets import LISTS_SHEET, NOTES_SHEET, header_text, sheet_name
from partywork.ledgers.cells import as_int
from partywork.ledgers.columns import Column, Ledger

LAST_ROW = 2000  # as far down as drop-down lists reach; rows below are read all the same

_FACE = "宋体"
_HEAD = Font(name=_FACE, size=11, bold=True)
_BODY = Font(name=_FACE, size=11)
_REQUIRED = PatternFill("solid", fgColor="F6DEDB")
_OPTIONAL = PatternFill("solid", fgColor="F2EFEA")
_FORMATS = {"text": "@", "date": "yyyy-mm-dd", "money": "0.00", "int": "0", "decimal": "General", "percent": "0.0%"}
_KINDS = {
    "text": "文字",
    "date": "日期，如 2026-05-18",
    "money": "金额，单位元，最多两位小数",
    "int": "整数，不带单位",
    "decimal": "数字，最多三位小数",
    "percent": "百分数",
}
_HOW = [
    "一、每种记录一张工作表，一行一条。表头不要改名、不要合并，可以调整列的先后，不用的选填列可以删去。",
    "二、标 * 的列必填。“党组织”填组织编码或全称，须在导入时所选党组织的管理范围内。",
    "三、“编号”自己编，同一党组织内不重复。同一编号再次导入只算一条，已登记的内容不会被改动；要改请到网页上改。",
    "四、先检查、后导入：有一处错误就一条也不写入，错误会指出工作表、行、列和怎样改。",
    "五、不要填公式；从别处粘贴时请“选择性粘贴为数值”。身份证号码、电话的列已设为文本，请勿改动格式。",
    "六、一次没有开展的工作不用填；确实发生而数量为零的（如未收到举报），数量填 0。",
]


def template_workbook(ledgers: Iterable[Ledger]) -> bytes:
    """The blank workbook as .xlsx."""
    ledgers = list(ledgers)
    workbook = Workbook()
    notes = workbook.active
    notes.title = NOTES_SHEET
    lists = _Lists(workbook.create_sheet(LISTS_SHEET))
    for ledger in ledgers:
        _add_sheet(workbook, ledger, lists)
    _write_notes(notes, ledgers)
    workbook.move_sheet(LISTS_SHEET, len(ledgers))
    lists.sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


class _Lists:
    """The hidden sheet the drop-down lists read from: a list typed into a rule may have 255 characters only."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, values: list[str]) -> str:
        key = tuple(values)
        if key not in self._ranges:
            number = len(self._ranges) + 1
            for row, value in enumerate(values, 1):
                self.sheet.cell(row, number, value)
            letter = get_column_letter(number)
            self._ranges[key] = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(values)}"
        return self._ranges[key]


def _add_sheet(workbook: Workbook, ledger: Ledger, lists: _Lists) -> None:
    sheet = workbook.create_sheet(sheet_name(ledger))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(ledger.import_columns, 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number, header_text(column))
        head.font = _HEAD
        head.fill = _REQUIRED if column.required else _OPTIONAL
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        dimension = sheet.column_dimensions[letter]
        dimension.width = max(column.width, 2 * len(header_text(column)) + 3)
        dimension.number_format = _FORMATS[column.kind]
        dimension.font = _BODY
        rule = _rule(column, lists)
        if rule is not None:
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)


def _rule(column: Column, lists: _Lists) -> DataValidation | None:
    """A drop-down list; where one cell may hold several values it offers them and lets others be typed."""
    values = allowed_values(column)
    if not values and column.parse is not as_int:
        return None
    if not values:
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        rule.error = "请填 0 或正整数，不带单位。"
    else:
        rule = DataValidation(type="list", formula1=lists.range_of(values), allow_blank=True)
        rule.error = "请从下拉列表中选择。"
        rule.showErrorMessage = not takes_several(column)
    rule.errorTitle = column.header
    if column.help:
        rule.promptTitle, rule.prompt, rule.showInputMessage = column.header, column.help[:250], True
    return rule


def _write_notes(sheet: Worksheet, ledgers: list[Ledger]) -> None:
    sheet.append(["党建工作台账导入模板填写说明"])
    sheet["A1"].font = Font(name=_FACE, size=14, bold=True)
    for line in _HOW:
        sheet.append([line])
    sheet.append([])
    head_row = sheet.max_row + 1
    sheet.append(["工作表", "列", "必填", "填什么", "可以填的值", "说明", "例子"])
    for cell in sheet[head_row]:
        cell.font, cell.fill = _HEAD, _OPTIONAL
    for ledger in ledgers:
        for note in ledger.notes:
            _append(sheet, [sheet_name(ledger), "", "", "", "", note, ""])
        for column in ledger.import_columns:
            _append(sheet, _note_of(ledger, column))
    for letter, width in zip("ABCDEFG", (16, 16, 6, 24, 46, 46, 24), strict=True):
        sheet.column_dimensions[letter].width = width


def _note_of(ledger: Ledger, column: Column) -> list[Any]:
    values = allowed_values(column)
    what = _KINDS[column.kind]
    if values:
        what = "可填几项，用顿号隔开" if takes_several(column) else "选一项"
    required = "是" if column.required else ""
    return [sheet_name(ledger), column.header, required, what, "、".join(values), column.help, column.example]


def _append(sheet: Worksheet, values: list[Any]) -> None:
    sheet.append([None if value == "" else value for value in values])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.number_format = _BODY, "@"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
