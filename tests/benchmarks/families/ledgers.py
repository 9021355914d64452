"""A ledger as an Excel file: read, printed and written, beside openpyxl's own quick way with rows that are there."""

from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from openpyxl import Workbook

from partywork.ledgers.columns import Ledger, ledger
from partywork.ledgers.sheets import ledger_sheet
from partywork.ledgers.spreadsheet import write_workbook
from tests.benchmarks.alone import alone
from tests.benchmarks.places import Place
from tests.benchmarks.targets import Limit, Target
from tests.benchmarks.timing import OURS, Benchmark, compare, measured

TITLE, ORDER = "导出台账", 50

LEDGER, ROWS = "visits", 100_000
WRITE_ONLY = "openpyxl 只写方式"
MORE_ROWS_OF = "导出比写文件多的内存"


def benchmarks(place: Place) -> Iterator[Benchmark]:
    found = ledger(LEDGER)
    rows = list(islice(found.table(_rows(found), personal=False), ROWS))
    ways = {OURS: lambda: export(LEDGER), WRITE_ONLY: lambda: _write_only(rows)}
    size = f"{len(rows)}行、{len(found.exported(personal=False))}列"
    yield compare(f"{found.title}导出（含读数据库）", size, ways, rounds=1, goals=[Target(WRITE_ONLY, 1.2)])
    if place.is_large:
        done = alone(export, LEDGER)
        memory = {"导出时增加的内存": done.megabytes - done.before}
        yield measured("导出台账的内存", size, memory, goals=[Limit(60, "导出时增加的内存")])


def _rows(found: Ledger) -> Any:
    model = found.model._default_manager
    return model.filter(pk__in=model.order_by("pk").values("pk")[:ROWS])


def export(code: str) -> None:
    """The ledger without personal columns, as a list page writes it."""
    found = ledger(code)
    with TemporaryFile() as target:
        write_workbook(target, [ledger_sheet(found, _rows(found), personal=False)])


def _write_only(rows: list[list[Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    with TemporaryFile() as target:
        book.save(target)
