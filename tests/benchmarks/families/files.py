"""Writing the report's files, at one, two, four and eight times its length."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from django.db import connection

from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes
from partywork.word.template import Faces, template
from summaries.document import Attachment, Block, Document, Table, TableColumn
from summaries.renderers import docx, html
from summaries.reports.desk import draft_of
from tests.benchmarks import instead
from tests.benchmarks.floors import word
from tests.benchmarks.places import Place
from tests.benchmarks.targets import Goal, Target, faster_than
from tests.benchmarks.timing import FLOOR, OURS, Benchmark, compare, curve

TIMES = (1, 2, 4, 8)
TABLE_ROWS = (165, 330, 660)
ROWS = 1000
PLAIN = "python-docx 逐段写"

TITLE, ORDER = "文件", 30


def benchmarks(place: Place) -> Iterator[Benchmark]:
    if connection.vendor != "sqlite":  # no database has part in it
        return
    document = draft_of(place.order(place.middle if place.is_large else place.root))[0].document
    parts = list(template(Faces(), document.draft_mark).parts)
    for times in TIMES:
        made = longer(document, times)
        ways = {
            OURS: lambda made=made: docx.render(made),
            FLOOR: lambda made=made: word.write(made, parts),
            PLAIN: lambda made=made: instead.word(made),
        }
        goals: list[Goal] = [Target(FLOOR, 4), faster_than(PLAIN, 30)] if times == 1 else []
        yield compare("Word 文档", f"{times}倍，{_characters(made)}字", ways, goals=goals)
    tables = {f"{rows}行": partial(docx.render, _with_table(document, rows)) for rows in TABLE_ROWS}
    yield curve("Word 文档里的表格", tables, goals=[Target("165行", 2.1, way="330行")], rounds=25)
    yield compare("网页", f"1倍，{_characters(document)}字", {OURS: lambda: html.render(document)})
    for times in TIMES:
        sheets = [_sheet(ROWS * times)]
        ways = {
            OURS: lambda sheets=sheets: workbook_bytes(sheets),
            "openpyxl 普通方式": lambda sheets=sheets: instead.workbook(sheets),
        }
        yield compare("Excel 工作簿", f"{ROWS * times}行、12列", ways, rounds=3)


def longer(document: Document, times: int) -> Document:
    """The same report with its text and its tables' rows several times over."""
    attachments = tuple(
        replace(each, blocks=tuple(_more_rows(block, times) for block in each.blocks)) for each in document.attachments
    )
    return replace(document, blocks=document.blocks * times, attachments=attachments)


def _with_table(document: Document, rows: int) -> Document:
    """The report with its text gone and one table of so many rows."""
    columns = (TableColumn("党组织", 3), *(TableColumn(f"第{number}项", 1, "right") for number in range(1, 7)))
    texts = tuple((f"第{number}党支部", *(str(number * step % 97) for step in range(1, 7))) for number in range(rows))
    return replace(document, blocks=(), attachments=(Attachment("附表", (Table("", columns, texts),)),))


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
