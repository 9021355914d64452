"""From an .xlsx to rows by header: nothing is guessed, and what cannot be read is named."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import IO, Any

from partywork.imports.archive import MAX_FILE_BYTES, check_archive
from partywork.imports.problems import Problem, UnreadableWorkbook
from partywork.imports.reading.cells import Broken, Cell
from partywork.imports.reading.xlsx import Row, read_sheets
from partywork.imports.sheets import HELP_SHEETS, ledger_for, plain_header, sheet_name
from partywork.ledgers.cells import is_blank
from partywork.ledgers.columns import Ledger

HEADER_WITHIN = 15  # rows; titles and notes may stand above the header
MAX_ROWS = 20_000


@dataclass(frozen=True)
class RawRow:
    """``number`` as Excel shows it; ``cells`` by plain header."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True)
class RawSheet:
    ledger: Ledger
    name: str
    rows: Sequence[RawRow]


def read_workbook(source: IO[bytes], ledgers: Iterable[Ledger]) -> tuple[list[RawSheet], list[Problem]]:
    """The rows of every sheet that belongs to one of ``ledgers``, in their order, and what could not be read.

    Raises UnreadableWorkbook when the file as a whole is unusable.
    """
    ledgers = list(ledgers)
    data = source.read(MAX_FILE_BYTES + 1)
    check_archive(io.BytesIO(data))
    sheets: list[RawSheet] = []
    problems: list[Problem] = []
    for name, filled, merged in _contents(data):
        if name in HELP_SHEETS or not filled:  # an empty sheet (Sheet2, Sheet3) does no harm
            continue
        ledger = ledger_for(name, ledgers)
        if ledger is None:
            right = _offer(ledgers) + "；不需要导入的工作表请删去"
            problems.append(Problem(name, None, "", "没有这种记录", right))
            continue
        rows, wrong = _SheetReader(ledger, name, filled, merged).read()
        problems += wrong
        if rows:
            sheets.append(RawSheet(ledger, name, rows))
    if not sheets and not problems:
        raise UnreadableWorkbook("工作簿里一行记录也没有。" + _offer(ledgers))
    return sorted(sheets, key=lambda sheet: ledgers.index(sheet.ledger)), problems


def _offer(ledgers: Iterable[Ledger]) -> str:
    return "可以导入的工作表有：" + "、".join(sheet_name(ledger) for ledger in ledgers)


Contents = tuple[str, list[Row], list[tuple[int, int]]]


def _contents(data: bytes) -> Iterator[Contents]:
    """Name, rows that hold something, and merged rows (first, last) of every sheet."""
    for sheet in read_sheets(io.BytesIO(data), fill_merged=False):
        rows: list[Row] = []
        for row in sheet.rows:
            rows.append(row)
            if len(rows) > MAX_ROWS + HEADER_WITHIN:
                raise UnreadableWorkbook(f"工作表「{sheet.name}」超过{MAX_ROWS}行。请拆成几个工作簿分次导入。")
        yield sheet.name, rows, [(first, last) for first, last, _, _ in sheet.merged]


def broken_words(cell: Broken) -> tuple[str, str]:
    """Why a cell without content cannot be taken, and what would be right."""
    if cell.lost:
        return "是公式，文件里没有它的结果", "请复制后“选择性粘贴为数值”，再保存"
    return f"公式出错，显示为“{cell}”", "请改成正确的内容"


class _SheetReader:
    """Finds the header row of one sheet and reads the rows under it."""

    def __init__(self, ledger: Ledger, name: str, filled: list[Row], merged: list[tuple[int, int]]) -> None:
        self.ledger, self.name, self.filled, self.merged = ledger, name, filled, merged
        self.problems: list[Problem] = []
        self.wanted = {plain_header(column.header): column.header for column in ledger.import_columns}
        self.passed_over = {plain_header(column.header) for column in ledger.columns if column.parse is None}

    def read(self) -> tuple[list[RawRow], list[Problem]]:
        index = self._header_index()
        if index is None:
            required = "、".join(column.header for column in self.ledger.import_columns if column.required)
            self._problem(None, "", "找不到表头", f"请使用导入模板的表头，必须有这些列：{required}")
            return [], self.problems
        header_row = self.filled[index][0]
        headers = self._headers(*self.filled[index])
        self._check_merged(header_row)
        if self.problems:
            return [], self.problems
        below = self.filled[index + 1 :]
        rows = [row for number, cells in below if (row := self._row(number, cells, headers)) is not None]
        return rows, self.problems

    def _header_index(self) -> int | None:
        """Which of the first rows has the most known headers; one alone may be a coincidence."""
        known = [sum(plain_header(cell) in self.wanted for cell in cells) for _, cells in self.filled[:HEADER_WITHIN]]
        best = max(known)
        return known.index(best) if best >= 2 else None

    def _headers(self, row: int, cells: list[Cell]) -> list[str]:
        """The header of each column in the ledger's spelling; "" where the column is passed over, "?" where it
        has none."""
        plain = [plain_header(cell) for cell in cells]
        for header in dict.fromkeys(plain):
            if plain.count(header) > 1 and header in self.wanted:
                self._problem(row, self.wanted[header], "表头出现了两次", "请只留一列")
            elif header and header not in self.wanted and header not in self.passed_over:
                self._problem(row, header, "不认识这一列", "请对照导入模板改正列名，不需要的列请删去")
        for column in self.ledger.import_columns:
            if column.required and plain_header(column.header) not in plain:
                self._problem(row, column.header, "缺少这一列", "请补上这一列，它是必填的")
        return [self.wanted.get(header, "" if header else "?") for header in plain]

    def _check_merged(self, header_row: int) -> None:
        for first, last in self.merged:
            if first <= header_row <= last:
                self._problem(header_row, "", "表头有合并单元格", "请取消合并，表头只占一行，每列写一个列名")
            elif last > header_row:
                self._problem(first, "", "有合并单元格", "请取消合并，每一行都填完整")

    def _row(self, number: int, cells: list[Cell], headers: list[str]) -> RawRow | None:
        values: dict[str, Any] = {}
        whole = True
        for header, cell in zip_longest(headers, cells):
            if is_blank(cell):
                continue
            if header in (None, "?"):
                self._problem(number, "", f"“{cell}”写在没有表头的列里", "请移到对应的列，或删去")
                whole = False
            elif header:
                whole = self._sound(number, header, cell) and whole
                values[header] = cell
        return RawRow(number, values) if whole else None

    def _sound(self, number: int, header: str, cell: Cell) -> bool:
        if not isinstance(cell, Broken):
            return True
        self._problem(number, header, *broken_words(cell))
        return False

    def _problem(self, row: int | None, column: str, why: str, right: str) -> None:
        self.problems.append(Problem(self.name, row, column, why, right))
