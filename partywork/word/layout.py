"""A printed form as a value: pages of lines and ruled grids. Knows neither records nor Word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Align = Literal["left", "center", "right"]
LineKind = Literal[
    "title", "subtitle", "line", "note", "chapter", "section", "cover_title", "cover_name", "cover_line", "contents"
]


@dataclass(frozen=True)
class Cell:
    """``across`` and ``down``: how many columns and rows it takes. A ``label`` is part of the form, not filled in."""

    text: str = ""
    across: int = 1
    down: int = 1
    align: Align = "left"
    label: bool = False
    top: bool = False  # free text begins at the top of its cell


@dataclass(frozen=True)
class Row:
    """``height`` in millimetres is the least. A ``head`` row is printed again on every page.

    A row stays on one page unless it ``may_split``: minutes can be longer than a page.
    """

    cells: tuple[Cell, ...]
    height: float = 0
    head: bool = False
    may_split: bool = False


@dataclass(frozen=True)
class Grid:
    """A ruled table. ``weights`` are the columns' shares of the width; ``small`` type is for long lists.

    Raises ValueError where the cells of a row do not fill the columns exactly.
    """

    weights: tuple[float, ...]
    rows: tuple[Row, ...]
    small: bool = False

    def __post_init__(self) -> None:
        taken = [0] * len(self.weights)  # rows that a cell from above still takes, by column
        for number, row in enumerate(self.rows, 1):
            free = sum(1 for each in taken if not each)
            if sum(cell.across for cell in row.cells) != free:
                raise ValueError(f"表格第{number}行的格子没有排满")
            cells = iter(row.cells)
            column = 0
            while column < len(taken):
                if taken[column]:
                    taken[column] -= 1
                    column += 1
                    continue
                cell = next(cells)
                if any(taken[column : column + cell.across]) or column + cell.across > len(taken):
                    raise ValueError(f"表格第{number}行的格子与上面合并的格子重叠")
                taken[column : column + cell.across] = [cell.down - 1] * cell.across
                column += cell.across
        if any(taken):
            raise ValueError("合并的格子超出了表格")


@dataclass(frozen=True)
class Line:
    """A paragraph; ``right`` stands at the right end of the same line. ``contents`` lists the chapters here."""

    text: str
    kind: LineKind = "line"
    right: str = ""


Block = Line | Grid


@dataclass(frozen=True)
class Page:
    """What begins on a new page, with a Line, and may run over several."""

    blocks: tuple[Block, ...]
    landscape: bool = False

    def __post_init__(self) -> None:
        if not self.blocks or not isinstance(self.blocks[0], Line):
            raise ValueError("每一页以一行文字开头")


@dataclass(frozen=True)
class Form:
    """A file to print. ``creator`` and ``day`` are what the file says of itself."""

    title: str
    creator: str
    day: date
    pages: tuple[Page, ...]

    @property
    def chapters(self) -> list[str]:
        return [
            block.text
            for page in self.pages
            for block in page.blocks
            if isinstance(block, Line) and block.kind == "chapter"
        ]


def label(text: str, across: int = 1, down: int = 1) -> Cell:
    return Cell(text, across, down, "center", label=True)


def value(text: object, across: int = 1, align: Align = "center") -> Cell:
    """What is on record; None and "" leave the cell blank, for handwriting."""
    return Cell("" if text is None else str(text), across, align=align)


def wide(text: object, across: int) -> Cell:
    """Free text over several columns, from the left."""
    return Cell("" if text is None else str(text), across)


def facts(*cells: Cell, height: float = 11) -> Row:
    return Row(cells, height)


def heads(headers: Iterable[str]) -> Row:
    return Row(tuple(label(each) for each in headers), head=True)


LONG = 500  # characters: minutes beyond may go on on the next page


def written(name: str, text: str, height: float, across: int = 5) -> Row:
    """A label and what was written at length, from the top of a cell of at least this height."""
    return Row((label(name), Cell(text, across, top=True)), height, may_split=len(text) > LONG)
