"""Writing .xlsx workbooks row by row: safe cells, a printable A4 page, the same bytes for the same rows.

The caller says of each column what it holds; this module knows no record and no Django.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import IO, Any, Literal
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from partywork.ledgers.fixed_zip import FIXED_MOMENT, FixedDateZip

Kind = Literal["text", "int", "decimal", "money", "percent", "date"]

_MAX_TEXT = 32767  # characters a cell holds
_MAX_SHEET_NAME = 31
_PADDING = 3  # of a column's width: the indent and Excel's own
_LINE_HEIGHT, _MAX_ROW_HEIGHT = 15, 409  # points
_FIRST_SAFE_DATE = date(1900, 3, 1)  # Excel counts a 29 February 1900; earlier days are written as text
_EXCEL_EPOCH = date(1899, 12, 30)

_FORMATS: dict[Kind, str] = {
    "text": "@",  # so that a number typed over it later stays as typed (identity numbers, phones)
    "int": "0",
    "decimal": "General",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
}
_ALIGNS: dict[Kind, str] = {"text": "left", "date": "center"}
_FORMULA_START = ("=", "+", "-", "@", "\t")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL_IN_NAME = re.compile(r"[\[\]:*?/\\]")

_FACE = "宋体"
_THIN = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True)
class SheetColumn:
    """`width` in half-width characters. A cell's value by `kind`:

    text: anything, by str() · int · decimal: int, float or Decimal · money: integer fen, shown in yuan ·
    percent: percentage points (63.4 is shown as 63.4%) · date. None leaves the cell empty.
    """

    header: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True)
class Typed:
    """A value whose kind differs from its column's."""

    value: object
    kind: Kind


@dataclass(frozen=True)
class Sheet:
    """`rows` is read once. `totals` is a last row aligned with the columns; any cell of it may hold text."""

    name: str
    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[object]]
    note: str = ""
    landscape: bool = True
    totals: Sequence[object] | None = None


def write_workbook(target: str | Path | IO[bytes], sheets: Iterable[Sheet], *, watermark: str = "") -> None:
    """Write the sheets, streaming their rows. `watermark` stands under every title and on every printed page.

    Raises ValueError when there is no sheet or a row has not one value a column, and TypeError when a value
    does not fit its column's kind; the message names sheet, row and column.
    """
    workbook = Workbook(write_only=True)
    workbook.properties.creator = workbook.properties.title = None
    workbook.properties.created = workbook.properties.modified = FIXED_MOMENT
    workbook._fonts[0].name = _FACE  # the Normal style's font, which sets the unit of column widths
    taken: set[str] = set()
    try:
        for sheet in sheets:
            worksheet = workbook.create_sheet(legal_sheet_name(sheet.name, taken))
            _write_sheet(worksheet, sheet, watermark)
    except BaseException:
        _abandon(workbook)
        raise
    if not taken:
        raise ValueError("工作簿里至少要有一张表")
    # Not Workbook.save(), which would stamp the present moment on the file.
    ExcelWriter(workbook, FixedDateZip(target)).save()


def workbook_bytes(sheets: Iterable[Sheet], *, watermark: str = "") -> bytes:
    """`write_workbook` into memory."""
    buffer = io.BytesIO()
    write_workbook(buffer, sheets, watermark=watermark)
    return buffer.getvalue()


def legal_sheet_name(name: str, taken: set[str]) -> str:
    """A sheet name Excel accepts, unlike (ignoring case) all of `taken`, to which it is added."""
    legal = _ILLEGAL_IN_NAME.sub(" ", clean_text(name).replace("\n", " ")).strip(" '") or "表"
    if legal.casefold() == "history":  # reserved by Excel
        legal += "1"
    candidate, number = legal[:_MAX_SHEET_NAME].rstrip(" '"), 1
    while candidate.casefold() in taken:
        number += 1
        ending = f"（{number}）"
        candidate = legal[: _MAX_SHEET_NAME - len(ending)] + ending
    taken.add(candidate.casefold())
    return candidate


def clean_text(text: str) -> str:
    """Text without characters a workbook cannot carry, cut to what a cell holds; line breaks are kept."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:_MAX_TEXT]


def _abandon(workbook: Workbook) -> None:
    """Close and delete the temporary files of a workbook that will not be finished."""
    for worksheet in workbook.worksheets:
        if worksheet._writer is not None:
            if not worksheet.closed:
                worksheet.close()
            worksheet._writer.cleanup()


def _write_sheet(worksheet: WriteOnlyWorksheet, sheet: Sheet, watermark: str) -> None:
    lines = [line for line in (sheet.note, watermark) if line]
    header_row = 2 + len(lines)
    _set_page(worksheet, sheet, header_row, watermark)
    # openpyxl looks at every value anew and makes a cell for each; ours are cells already.
    worksheet._values_to_row = _placed
    cells = _Cells(worksheet, sheet)
    worksheet.append([cells.fixed(sheet.title, Font(name=_FACE, size=14, bold=True))])
    for line in lines:
        worksheet.append([cells.fixed(line, Font(name=_FACE, size=10, color="595959"))])
    worksheet.append(cells.head())
    last = header_row
    for row in sheet.rows:
        last += 1
        worksheet.append(cells.row(row, last))
    letter = get_column_letter(len(sheet.columns))
    worksheet.auto_filter.ref = f"A{header_row}:{letter}{last}"
    if sheet.totals is not None:
        last += 1
        worksheet.append(cells.row(sheet.totals, last, totals=True))
    worksheet.print_area = f"A1:{letter}{last}"
    worksheet.close()


def _placed(cells: Sequence[Any], row: int) -> Iterator[Any]:
    for column, cell in enumerate(cells, 1):
        cell.row, cell.column = row, column
        yield cell


def _set_page(worksheet: WriteOnlyWorksheet, sheet: Sheet, header_row: int, watermark: str) -> None:
    for number, column in enumerate(sheet.columns, 1):
        dimension = worksheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension.number_format = _FORMATS[column.kind]  # for the empty cells below, where people type on
    worksheet.freeze_panes = f"A{header_row + 1}"
    worksheet.print_title_rows = f"1:{header_row}"
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.page_setup.paperSize = 9  # A4
    worksheet.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 0
    worksheet.print_options.horizontalCentered = True
    worksheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if watermark:
        worksheet.oddHeader.center.text = clean_text(watermark).replace("&", "&&")


class _Cells:
    """The styled cells of one sheet.

    One cell object a column and style is reused for every row: the writer has written it before the next row
    asks for it, and styling each cell anew takes four times as long.
    """

    def __init__(self, worksheet: WriteOnlyWorksheet, sheet: Sheet) -> None:
        self.worksheet = worksheet
        self.sheet = sheet
        self._cells: dict[tuple[int, Kind, bool, bool], Any] = {}

    def fixed(self, text: str, font: Font) -> Any:
        cell = self._put(WriteOnlyCell(self.worksheet), clean_text(text))
        cell.font = font
        return cell

    def head(self) -> list[Any]:
        cells = []
        for column in self.sheet.columns:
            cell = self.fixed(column.header, Font(name=_FACE, size=11, bold=True))
            cell.fill = PatternFill("solid", fgColor="F2EFEA")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.border = _GRID
            cells.append(cell)
        return cells

    def row(self, values: Sequence[object], number: int, *, totals: bool = False) -> list[Any]:
        columns = self.sheet.columns
        if len(values) != len(columns):
            raise ValueError(f"表“{self.sheet.name}”第{number}行有{len(values)}格，应为{len(columns)}格")
        cells = [self._cell(position, value, number, totals) for position, value in enumerate(values)]
        lines = max(_lines(cell.value, column.width) for cell, column in zip(cells, columns, strict=True))
        if lines > 1:  # said in the file, because not every program fits the rows when it opens one
            self.worksheet.row_dimensions[number].height = min(lines * _LINE_HEIGHT, _MAX_ROW_HEIGHT)
        return cells

    def _cell(self, position: int, value: object, row: int, totals: bool) -> Any:
        kind = self.sheet.columns[position].kind
        if isinstance(value, Typed):
            kind, value = value.kind, value.value
        elif totals and isinstance(value, str):
            kind = "text"  # 合计 may stand in any column
        try:
            content = _content(value, kind)
        except (TypeError, ValueError) as error:
            header = self.sheet.columns[position].header
            message = f"表“{self.sheet.name}”第{row}行“{header}”的值不对：{value!r}"
            raise TypeError(message) from error
        quoted = isinstance(content, str) and content.startswith(_FORMULA_START)
        key = (position, kind, quoted, totals)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = self._styled(kind, quoted, totals)
        return self._put(cell, content)

    def _styled(self, kind: Kind, quoted: bool, totals: bool) -> Any:
        cell = WriteOnlyCell(self.worksheet)
        cell.number_format = _FORMATS[kind]
        cell.font = Font(name=_FACE, size=11, bold=totals)
        align = _ALIGNS.get(kind, "right")
        indent = 0 if align == "center" else 1
        cell.alignment = Alignment(align, "center", wrap_text=kind == "text", indent=indent)
        cell.border = _GRID
        # Excel then keeps the text a text even after someone has edited the cell.
        cell.quotePrefix = quoted
        return cell

    @staticmethod
    def _put(cell: Any, content: object) -> Any:
        # Past the value setter, which would take text starting with = for a formula.
        cell._value = content
        cell.data_type = "s" if isinstance(content, str) else "n"
        return cell


def _content(value: object, kind: Kind) -> str | int | float | Decimal | None:
    """What the cell stores. Raises TypeError or ValueError when the value does not fit the kind."""
    if value is None:
        return None
    if kind == "text":
        return clean_text(str(value))
    if kind == "date":
        return _date_content(value)
    if isinstance(value, bool):
        raise TypeError("真假不是数")
    if kind in ("int", "money"):
        if not isinstance(value, int):
            raise TypeError("应为整数")
        return value if kind == "int" else Decimal(value) / 100
    if not isinstance(value, (int, float, Decimal)):
        raise TypeError("应为数")
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError("应为有限的数")
    return number if kind == "decimal" else number / 100


def _date_content(value: object) -> str | int:
    if not isinstance(value, date):
        raise TypeError("应为日期")
    day = value.date() if isinstance(value, datetime) else value
    return day.isoformat() if day < _FIRST_SAFE_DATE else (day - _EXCEL_EPOCH).days


def _lines(content: object, width: float) -> int:
    """How many lines a cell's text takes in a column of this width."""
    if not isinstance(content, str) or (2 * len(content) <= width - _PADDING and "\n" not in content):
        return 1
    return sum(max(1, ceil(text_width(line) / max(1, width - _PADDING))) for line in content.split("\n"))


def text_width(text: str) -> int:
    """The width of the text's longest line in half-width characters, for choosing a column's width."""
    return max(sum(2 if east_asian_width(c) in "WFA" else 1 for c in line) for line in text.split("\n"))
