"""Writing the report's files, at one, two, four and eight times its length."""

from collections.abc import Iterator
from dataclasses import replace

from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes
from partywork.word.template import Faces, template
from summaries.document import Block, Document, Table
from summaries.renderers import docx, html
from summaries.reports.desk import draft_of
from tests.benchmarks import instead
from tests.benchmarks.floors import word
from tests.benchmarks.places import Place
from tests.benchmarks.timing import FLOOR, Benchmark, compare

TIMES = (1, 2, 4, 8)
ROWS = 1000


TITLE, ORDER = "文件", 30


def benchmarks(place: Place) -> Iterator[Benchmark]:
    document = draft_of(place.order(place.middle if place.is_large else place.root))[0].document
    parts = list(template(Faces(), document.draft_mark).parts)
    for times in TIMES:
        made = longer(document, times)
        ways = {
            "本系统": lambda made=made: docx.render(made),
            FLOOR: lambda made=made: word.write(made, parts),
            "python-docx 逐段写": lambda made=made: instead.word(made),
        }
        yield compare("Word 文档", f"{times}倍，{_characters(made)}字", ways)
    yield compare("网页", f"1倍，{_characters(document)}字", {"本系统": lambda: html.render(document)})
    for times in TIMES:
        sheets = [_sheet(ROWS * times)]
        ways = {
            "本系统": lambda sheets=sheets: workbook_bytes(sheets),
            "openpyxl 普通方式": lambda sheets=sheets: instead.workbook(sheets),
        }
        yield compare("Excel 工作簿", f"{ROWS * times}行、12列", ways, rounds=3)


def longer(document: Document, times: int) -> Document:
    """The same report with its text and its tables' rows several times over."""
    attachments = tuple(
        replace(each, blocks=tuple(_more_rows(block, times) for block in each.blocks)) for each in document.attachments
    )
    return replace(document, blocks=document.blocks * times, attachments=attachments)


def _more_rows(block: Block, times: int) -> Block:
    if not isinstance(block, Table):
        return block
    return replace(block, rows=block.rows * times, figures=block.figures * times)


def _characters(document: Document) -> int:
    return sum(len(getattr(block, "text", "")) for block in document.blocks)


def _sheet(rows: int) -> Sheet:
    columns = [SheetColumn("文字", 20)] * 8 + [SheetColumn("数", 10, "int")] * 4
    values = [("春季义务植树",) * 8 + (number, 12, 240, 3) for number in range(rows)]
    return Sheet("明细", "明细", columns, values)
