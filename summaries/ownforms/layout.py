"""What stands in the cells of a form: figures and words as tokens, and marks that repeat rows or name months.

{支委会次数}        a figure; a cell that holds nothing else becomes a number
{每个支部}          the row repeats for every branch, this cell prints its name; {每个党组织} takes upper units, too
{序号}              beside it: 1, 2, 3 …
{3月}               a heading: the figures under it, or to the right of it, are those of March
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from partywork.imports.problems import Problem
from partywork.plans.indicator_figures import Indicators
from summaries.text import Part, Token, TokenError, parse
from summaries.tokens import WORDS, Slot, resolve

BRANCHES, UNITS, NUMBER = "每个支部", "每个党组织", "序号"
REPEATS = (BRANCHES, UNITS)
EXAMPLE = "{支委会次数}"

_MONTH = re.compile(r"(1[0-2]|[1-9])月")


@dataclass(frozen=True)
class FormCell:
    """A cell with tokens. ``month`` is that of its heading; in a ``repeated`` row it is filled for each unit."""

    sheet: str
    row: int
    column: int
    parts: tuple[Part, ...]
    month: int | None = None
    repeated: bool = False

    @property
    def name(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def tokens(self) -> list[Token]:
        return [part for part in self.parts if isinstance(part, Token)]

    @property
    def only(self) -> Token | None:
        """Its token, where it holds nothing else."""
        filled = [part for part in self.parts if isinstance(part, Token) or part.strip()]
        return filled[0] if len(filled) == 1 and isinstance(filled[0], Token) else None

    def says(self, *words: str) -> bool:
        return any(token.expression in words for token in self.tokens)

    @property
    def months(self) -> list[int]:
        """The months it names as a heading."""
        return [month for token in self.tokens if (month := month_of(token)) is not None]


def month_of(token: Token) -> int | None:
    found = None if token.style else _MONTH.fullmatch(token.expression)
    return int(found[1]) if found else None


def is_mark(token: Token) -> bool:
    """Whether a token belongs to the form itself and not to the language of figures."""
    return token.expression in (*REPEATS, NUMBER) or month_of(token) is not None


@dataclass
class Layout:
    """The cells to fill in reading order, and what is wrong with them."""

    cells: list[FormCell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def repeats(self) -> dict[tuple[str, int], str]:
        """Sheet and row → for which units the row repeats."""
        return {(cell.sheet, cell.row): word for cell in self.cells for word in REPEATS if cell.says(word)}


def read_layout(book: Workbook, own: Indicators) -> Layout:
    """Every cell with tokens, and a Problem for each that cannot be filled, with what was probably meant."""
    layout = Layout()
    for sheet in book.worksheets:
        problems: list[Problem] = []
        found = list(_cells(sheet, problems))
        repeated = {cell.row for cell in found if cell.says(*REPEATS)}
        months = _Months(found)
        for each in found:
            cell = months.placed(each, each.row in repeated, problems)
            layout.cells.append(cell)
            problems += _problems(cell, own)
        problems += _problems_of_rows(sheet, repeated)
        layout.problems += sorted(problems, key=lambda each: coordinate_to_tuple(each.column.partition(":")[0]))
    if not layout.cells and not layout.problems:
        right = f"请在要填数的格子里写上指标，如 {EXAMPLE}"
        layout.problems.append(Problem(book.worksheets[0].title, None, "", "没有写一个指标", right))
    return layout


def _cells(sheet: Any, problems: list[Problem]) -> Iterator[FormCell]:
    # Only cells that exist: going over the sheet would make millions where one stands in its last row.
    for (row, column), cell in sorted(sheet._cells.items()):
        value = cell.value
        if cell.data_type == "f" or not isinstance(value, str | list):  # a rich text is a list of pieces
            continue
        text = str(value)
        if "{" not in text and "}" not in text:
            continue
        try:
            parts = parse(text)
        except TokenError as error:
            problems.append(Problem(sheet.title, None, f"{get_column_letter(column)}{row}", str(error)))
            continue
        if any(isinstance(part, Token) for part in parts):
            yield FormCell(sheet.title, row, column, parts)


class _Months:
    """The months named by headings of one sheet."""

    def __init__(self, cells: list[FormCell]) -> None:
        self.headings = [(cell.row, cell.column, cell.months[0]) for cell in cells if cell.months]

    def placed(self, cell: FormCell, repeated: bool, problems: list[Problem]) -> FormCell:
        """The cell with the month of the nearest heading above it, or else to its left."""
        above = [each for each in self.headings if each[1] == cell.column and each[0] < cell.row]
        left = [each for each in self.headings if each[0] == cell.row and each[1] < cell.column]
        months = [max(found)[2] for found in (above, left) if found and not cell.months]
        if len(set(months)) > 1:
            why = f"上面写的是{months[0]}月，左边写的是{months[1]}月"
            problems.append(_problem(cell, why, "同一个数只能是一个月的，请去掉一个"))
        return FormCell(cell.sheet, cell.row, cell.column, cell.parts, months[0] if months else None, repeated)


def _problems(cell: FormCell, own: Indicators) -> Iterator[Problem]:
    for token in cell.tokens:
        if token.expression == NUMBER and not cell.repeated:
            yield _problem(cell, f"“{{{NUMBER}}}”所在的行没有重复", f"请在同一行写上 {{{BRANCHES}}} 或 {{{UNITS}}}")
        if is_mark(token) or token.expression in WORDS:
            continue
        try:
            slot = resolve(token, own)
        except TokenError as error:
            yield _problem(cell, str(error))
            continue
        if cell.repeated and (slot.style or slot.of):
            what = f"用“{slot.style}”的写法" if slot.style else "再指定一个单位"
            yield _problem(cell, f"每个单位一行的地方不能{what}", f"请写成 {{{token.expression}}}")
    if all(cell.says(word) for word in REPEATS):
        yield _problem(cell, "一行不能既按支部又按党组织重复", "请只留一个")
    if len(cell.months) > 1:
        yield _problem(cell, "一格里写了几个月份", "请只留一个")


def _problem(cell: FormCell, why: str, right: str = "") -> Problem:
    return Problem(cell.sheet, None, cell.name, why, right)


def _problems_of_rows(sheet: Any, repeated: set[int]) -> Iterator[Problem]:
    for merged in sheet.merged_cells.ranges:
        if merged.min_row in repeated and merged.max_row > merged.min_row:
            why = "这一行要重复，却和下面的行合并了单元格"
            yield Problem(sheet.title, None, merged.coord, why, "请取消上下合并")


def slots_in(cells: list[FormCell], own: Indicators) -> list[Slot]:
    """The figures that the cells ask for. Raises TokenError for cells that were not checked."""
    tokens = [token for cell in cells for token in cell.tokens if not is_mark(token)]
    return [resolve(token, own) for token in tokens if token.expression not in WORDS]
