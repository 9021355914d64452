"""Writes the workbook of ``spreadsheet`` with openpyxl, which takes 8 MB: loaded by the first that is written."""

import re
import shutil
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from partywork.ledgers.fixed_zip import FIXED_MOMENT, FixedDateZip
from partywork.ledgers.sheet_columns import clean_text
from partywork.ledgers.sheet_rows import FACE, FORMATS, Rows, Styles
from partywork.ledgers.spreadsheet import Sheet, legal_sheet_name

READABLE = 220  # half-width characters across a page of A4 on its side, at about 60 per cent
KEY_COLUMNS = 2  # say what a row is about: they stay in view and stand on every page of a wide sheet
_NO_ROWS = re.compile("<sheetData ?/>|<sheetData></sheetData>")


def write(target: str | Path | IO[bytes], sheets: Iterable[Sheet], watermark: str) -> None:
    """``spreadsheet.write_workbook``."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = workbook.properties.title = None
    workbook.properties.keywords = clean_text(watermark) or None
    workbook.properties.created = workbook.properties.modified = FIXED_MOMENT
    workbook._fonts[0].name = FACE  # the Normal style's font, which sets the unit of column widths
    taken: set[str] = set()
    styles: Styles | None = None
    try:
        for sheet in sheets:
            worksheet = workbook.create_sheet(legal_sheet_name(sheet.name, taken))
            styles = styles or Styles(worksheet)
            _write_sheet(worksheet, sheet, watermark, styles)
    except BaseException:
        _abandon(workbook)
        raise
    if not taken:
        raise ValueError("工作簿里至少要有一张表")
    # Not Workbook.save(), which would stamp the present moment on the file.
    ExcelWriter(workbook, FixedDateZip(target)).save()


def _abandon(workbook: Workbook) -> None:
    """Close and delete the temporary files of a workbook that will not be finished."""
    for worksheet in workbook.worksheets:
        if worksheet._writer is not None:
            if not worksheet.closed:
                worksheet.close()
            worksheet._writer.cleanup()


def _write_sheet(worksheet: WriteOnlyWorksheet, sheet: Sheet, watermark: str, styles: Styles) -> None:
    """The rows go to a file of their own first: what frames them says how many there are."""
    lines = [line for line in (sheet.note, watermark) if line]
    header_row = 2 + len(lines)
    _set_page(worksheet, sheet, header_row, watermark)
    rows = Rows(sheet.name, sheet.columns, styles)
    letter = get_column_letter(len(sheet.columns))
    with TemporaryFile("w+", encoding="utf-8", newline="") as kept:
        kept.write(rows.line(sheet.title, styles.title))
        kept.writelines(rows.line(line, styles.line) for line in lines)
        kept.write(rows.head())
        kept.writelines(rows.row(row) for row in sheet.rows)
        worksheet.auto_filter.ref = f"A{header_row}:{letter}{rows.last}"
        if sheet.totals is not None:
            kept.write(rows.row(sheet.totals, totals=True))
        kept.writelines(rows.row(row, totals=True) for row in sheet.after)
        worksheet.print_area = f"A1:{letter}{rows.last}"
        worksheet.close()
        kept.seek(0)
        _put_into(Path(worksheet._writer.out), kept)


def _put_into(frame: Path, rows: IO[str]) -> None:
    """Put the rows where the sheet that openpyxl has written says that it has none."""
    before, after = _NO_ROWS.split(frame.read_text(encoding="utf-8"))
    with frame.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{before}<sheetData>")
        shutil.copyfileobj(rows, file)
        file.write(f"</sheetData>{after}")


def _pages_wide(sheet: Sheet) -> int:
    """Over how many pages side by side it prints, its first columns on each, so that it can still be read."""
    widths = [column.width for column in sheet.columns]
    if sum(widths) <= READABLE:
        return 1
    key = sum(widths[:KEY_COLUMNS])
    return ceil(max(1, sum(widths) - key) / (READABLE - min(key, READABLE / 2)))


def _set_page(worksheet: WriteOnlyWorksheet, sheet: Sheet, header_row: int, watermark: str) -> None:
    for number, column in enumerate(sheet.columns, 1):
        dimension = worksheet.column_dimensions[get_column_letter(number)]
        dimension.width = column.width
        dimension.number_format = FORMATS[column.kind]  # for the empty cells below, where people type on
    pages = _pages_wide(sheet)
    worksheet.freeze_panes = f"{get_column_letter(KEY_COLUMNS + 1) if pages > 1 else 'A'}{header_row + 1}"
    worksheet.print_title_rows = f"1:{header_row}"
    if pages > 1:
        worksheet.print_title_cols = f"A:{get_column_letter(KEY_COLUMNS)}"
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.page_setup.paperSize = 9  # A4
    worksheet.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    worksheet.page_setup.fitToWidth = pages
    worksheet.page_setup.fitToHeight = 0
    worksheet.print_options.horizontalCentered = True
    worksheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    if watermark:
        worksheet.oddHeader.center.text = clean_text(watermark).replace("&", "&&")
