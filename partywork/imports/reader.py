"""From an .xlsx to rows by header: nothing is guessed, and what cannot be read is named."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import IO, Any
from zipfile import ZipFile

from openpyxl import load_workbook

from partywork.imports.archive import CORRUPT, MAX_FILE_BYTES, check_archive
from partywork.imports.problems import Problem, UnreadableWorkbook
from partywork.imports.sheets import HELP_SHEETS, ledger_for, plain_header, sheet_name
from partywork.ledgers.cells import is_blank
from partywork.ledgers.columns import Ledger

HEADER_WITHIN = 15  # rows; titles and notes may stand above the header
MAX_COLUMNS = 200
MAX_ROWS = 20_000

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


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


@dataclass(frozen=True)
class _Cell:
    value: Any
    is_lost_formula: bool = False  # a formula whose result was never computed
    is_error: bool = False

    @property
    def is_blank(self) -> bool:
        return is_blank(self.value) and not self.is_lost_formula


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


Row = tuple[int, list[_Cell]]  # as Excel numbers it
Contents = tuple[str, list[Row], list[tuple[int, int]]]


def _contents(data: bytes) -> list[Contents]:
    """Name, rows that hold something, and merged rows (first, last) of every sheet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of parts it leaves out, none of which we need
            return list(_read_sheets(data))
    except UnreadableWorkbook:
        raise
    # openpyxl has no error of its own for a damaged part: KeyError, ValueError, ParseError, TypeError …
    except Exception as error:
        raise UnreadableWorkbook(CORRUPT) from error


def _read_sheets(data: bytes) -> Iterator[Contents]:
    """Two readings side by side: one gives results, the other says which cells are formulas."""
    results = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    with ZipFile(io.BytesIO(data)) as archive:
        for shown, typed in zip(results.worksheets, formulas.worksheets, strict=True):
            yield shown.title, _filled_rows(shown, typed), _merged_rows(archive.read(shown._worksheet_path))


def _filled_rows(shown: Any, typed: Any) -> list[Row]:
    for sheet in (shown, typed):
        sheet.reset_dimensions()  # the size a file declares is often wrong
    rows: list[Row] = []
    pairs = zip_longest(shown.iter_rows(max_col=MAX_COLUMNS), typed.iter_rows(max_col=MAX_COLUMNS), fillvalue=())
    last: tuple[Any, Any] = (None, None)
    for number, (left, right) in enumerate(pairs, 1):
        # One object stands for all missing rows; a cell in the last row of Excel makes a million of them.
        is_missing = left is last[0] and right is last[1]
        last = (left, right)
        if is_missing:
            continue
        cells = [_cell(result, formula) for result, formula in zip_longest(left, right)]
        if any(not cell.is_blank for cell in cells):
            rows.append((number, cells))
        if len(rows) > MAX_ROWS + HEADER_WITHIN:
            raise UnreadableWorkbook(f"工作表「{shown.title}」超过{MAX_ROWS}行。请拆成几个工作簿分次导入。")
    return rows


def _cell(result: Any, formula: Any) -> _Cell:
    value = getattr(result, "value", None)
    is_formula = getattr(formula, "data_type", "") == "f"
    return _Cell(value, is_formula and value is None, getattr(result, "data_type", "") == "e")


def _merged_rows(xml: bytes) -> list[tuple[int, int]]:
    return [(int(first), int(last)) for _, first, _, last in _MERGED.findall(xml)]


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
        known = [
            sum(plain_header(cell.value) in self.wanted for cell in cells) for _, cells in self.filled[:HEADER_WITHIN]
        ]
        best = max(known)
        return known.index(best) if best >= 2 else None

    def _headers(self, row: int, cells: list[_Cell]) -> list[str]:
        """The header of each column in the ledger's spelling; "" where the column is passed over, "?" where it
        has none."""
        plain = [plain_header(cell.value) for cell in cells]
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

    def _row(self, number: int, cells: list[_Cell], headers: list[str]) -> RawRow | None:
        values: dict[str, Any] = {}
        whole = True
        for header, cell in zip_longest(headers, cells):
            if cell is None:
                continue
            if header in (None, "?"):
                if not cell.is_blank:
                    self._problem(number, "", f"“{cell.value}”写在没有表头的列里", "请移到对应的列，或删去")
                    whole = False
            elif header:
                whole = self._sound(number, header, cell) and whole
                values[header] = cell.value
        return RawRow(number, values) if whole else None

    def _sound(self, number: int, header: str, cell: _Cell) -> bool:
        if cell.is_lost_formula:
            self._problem(number, header, "是公式，文件里没有它的结果", "请复制后“选择性粘贴为数值”，再保存")
        elif cell.is_error:
            self._problem(number, header, f"公式出错，显示为“{cell.value}”", "请改成正确的内容")
        return not (cell.is_lost_formula or cell.is_error)

    def _problem(self, row: int | None, column: str, why: str, right: str) -> None:
        self.problems.append(Problem(self.name, row, column, why, right))
