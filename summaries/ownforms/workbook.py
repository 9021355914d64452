"""Opening and writing the .xlsx of a form: refused when unsafe, told when something in it would be lost."""

import io
import re
import warnings
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.writer.excel import ExcelWriter

from partywork.imports.archive import CORRUPT, check_archive
from partywork.imports.problems import UnreadableWorkbook
from partywork.ledgers.fixed_zip import FIXED_MOMENT, FixedDateZip
from summaries.ownforms.limits import LIMITS

MAX_MERGED_CELLS = 20_000  # each becomes an object; a merge down to the last row of Excel would be a billion

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+(?::[A-Z]+\d+)?)"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_LOST = (
    (re.compile(r"xl/charts/"), "图表"),
    (re.compile(r"xl/media/"), "图片"),
    (re.compile(r"xl/pivotTables/"), "数据透视表"),
    (re.compile(r"xl/(ctrlProps|activeX)/"), "控件"),
)
_ELSEWHERE = re.compile(r"xl/externalLinks/")


@dataclass(frozen=True)
class Opened:
    """``lost`` names what is in the file and will not be in the filled one."""

    book: Workbook
    lost: tuple[str, ...]


def opened(data: bytes) -> Opened:
    """The workbook with its formatting. Raises UnreadableWorkbook that says what to do."""
    check_archive(io.BytesIO(data), LIMITS)
    with ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if any(map(_ELSEWHERE.match, names)):
            raise UnreadableWorkbook("表格里的公式引用了别的工作簿，填好后会取不到数。请改成本表里的公式再上传。")
        _check_merged(archive)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out; we say it in our own words
            book = load_workbook(io.BytesIO(data), rich_text=True)
    except Exception as error:  # openpyxl has no error of its own for a damaged part
        raise UnreadableWorkbook(CORRUPT) from error
    return Opened(book, tuple(word for pattern, word in _LOST if any(map(pattern.match, names))))


def _check_merged(archive: ZipFile) -> None:
    area = 0
    for name in filter(_SHEET.fullmatch, archive.namelist()):
        for ref in _MERGED.findall(archive.read(name)):
            left, top, right, bottom = _bounds(ref.decode())
            area += (right - left + 1) * (bottom - top + 1)
    if area > MAX_MERGED_CELLS:
        raise UnreadableWorkbook("合并单元格的范围太大。请取消整行、整列的合并再上传。")


def _bounds(ref: str) -> tuple[int, int, int, int]:
    try:
        left, top, right, bottom = range_boundaries(ref)
    except ValueError as error:
        raise UnreadableWorkbook(CORRUPT) from error
    return left, top, right, bottom


def saved(book: Workbook) -> bytes:
    """The file; the same content gives the same bytes. Formulas are computed when it is opened."""
    properties: Any = book.properties
    properties.modified = FIXED_MOMENT
    book.calculation.fullCalcOnLoad = True
    buffer = io.BytesIO()
    ExcelWriter(book, FixedDateZip(buffer)).save()
    return buffer.getvalue()
