"""An .xlsx as rows, read once and streamed: values, what is a formula without a result, and merged cells filled in.

Excel keeps the content of a merged cell in its first cell alone. Where cells of one column are merged the content holds
for all of them, so it is given to each; a title merged over several columns stays where it is.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import IO
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from partywork.imports.reading.cells import Broken, Cell
from partywork.imports.reading.package import Package, SheetPart, elements, local, open_package, text_of
from partywork.imports.reading.plain import CELL_PARTS, NotPlain, plain_rows, unescaped
from partywork.imports.reading.refusal import UnreadableWorkbook

MAX_SHEETS = 60
MAX_COLUMNS = 200
MAX_ROWS = 120_000
LAST_ROW = 1_048_576
REMEMBERED = 20_000  # numbers of one sheet; days come again and again

CORRUPT = "文件已损坏，打不开。请在 Excel 或 WPS 里打开原文件，另存为“Excel 工作簿（*.xlsx）”后再上传。"

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_CHUNK = 1024 * 1024

Row = tuple[int, list[Cell]]  # as Excel numbers it


@dataclass
class SheetRows:
    """One sheet. ``merged`` are (first row, last row, first column, last column), all counted from 1. ``rows`` is read
    once, before the next sheet; ``formulas`` counts those met so far."""

    name: str
    merged: list[tuple[int, int, int, int]]
    has_links: bool
    from_1904: bool
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))
    formulas: int = 0


def read_sheets(source: IO[bytes], *, fill_merged: bool = True) -> Iterator[SheetRows]:
    """The sheets of a workbook whose package was checked before (``archive``). Rows without any content are left out.

    Raises UnreadableWorkbook, also while rows are read.
    """
    try:
        with ZipFile(source) as archive:
            package = open_package(archive)
            if len(package.sheets) > MAX_SHEETS:
                raise UnreadableWorkbook(f"工作表超过{MAX_SHEETS}张。请只留下要导入的，再上传。")
            for part in package.sheets:
                with archive.open(part.path) as xml:
                    merged = list(_merged(xml))
                sheet = SheetRows(part.name, merged, package.has_links, package.from_1904)
                sheet.rows = _guarded(_Reader(archive, package, part, sheet, fill_merged))
                yield sheet
    except _DAMAGED as error:
        raise UnreadableWorkbook(CORRUPT) from error


_DAMAGED = (KeyError, ParseError, BadZipFile, ValueError, IndexError, EOFError, OSError, NotImplementedError,
            RecursionError, zlib.error)  # fmt: skip


def _guarded(reader: "_Reader") -> Iterator[Row]:
    try:
        yield from reader.rows()
    except _DAMAGED as error:
        raise UnreadableWorkbook(CORRUPT) from error


def _merged(xml: IO[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Merged cells stand behind the rows but must be known before them."""
    tail = b""
    while chunk := xml.read(_CHUNK):
        data = tail + chunk
        end = 0
        for found in _MERGED.finditer(data):
            left, top, right, bottom = (part.decode() for part in found.groups())
            end = found.end()
            yield int(top), int(bottom), column_number(left), column_number(right)
        tail = data[max(end, len(data) - 200) :]


@lru_cache(maxsize=1000)
def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _Reader:
    def __init__(
        self, archive: ZipFile, package: Package, part: SheetPart, sheet: SheetRows, fill_merged: bool
    ) -> None:
        self.archive, self.package, self.part, self.sheet = archive, package, part, sheet
        spans = [each for each in sheet.merged if each[2] == each[3] and each[1] > each[0]] if fill_merged else []
        self.spans: dict[int, list[tuple[int, int]]] = {}  # by first row: (column, last row)
        for top, bottom, column, _ in spans:
            self.spans.setdefault(top, []).append((column, bottom))
        self.open: dict[int, tuple[int, Cell]] = {}  # by column: (last row, content)
        self._numbers: dict[tuple[str, str], str | int | float | date] = {}

    def rows(self) -> Iterator[Row]:
        number = count = 0
        for met, (said, cells) in enumerate(self._met(), 1):
            number = number + 1 if said is None else said
            if not 1 <= number <= LAST_ROW or met > LAST_ROW:
                raise ValueError(number)  # no sheet has such a row, nor so many
            if len(cells) > MAX_COLUMNS:
                raise UnreadableWorkbook(
                    f"工作表「{self.sheet.name}」第{number}行的内容写到了第{len(cells)}列，最多读{MAX_COLUMNS}列。"
                    "请删去右边多余的列，再上传。"
                )
            if self.spans:
                self._fill(number, cells)
            if any(cell is not None and cell != "" for cell in cells):
                count += 1
                if count > MAX_ROWS:
                    raise UnreadableWorkbook(f"工作表「{self.sheet.name}」超过{MAX_ROWS}行。请拆成几个文件分次导入。")
                yield number, cells

    def _met(self) -> Iterator[tuple[int | None, list[Cell]]]:
        """Every row with the number it says it has: by pattern, from where that ends as XML."""
        done = 0
        try:
            with self.archive.open(self.part.path) as xml:
                for said, parts in plain_rows(xml):
                    cells = _placed(self._contents(parts))
                    done += 1
                    yield said, cells
        except NotPlain:
            yield from islice(self._of_tree(passed_over=done), done, None)

    def _of_tree(self, passed_over: int) -> Iterator[tuple[int | None, list[Cell]]]:
        with self.archive.open(self.part.path) as xml:
            for tag, element in elements(xml):
                if tag == "row":
                    said = element.get("r")
                    passed_over -= 1
                    cells = _placed(self._contents_of(element)) if passed_over < 0 else []
                    element.clear()
                    yield int(said) if said else None, cells

    def _contents(self, parts: list[str | None]) -> Iterator[tuple[int, Cell]]:
        """Column and content of each cell that ``plain_rows`` gave."""
        texts = self.package.texts
        every = iter(parts)
        for letters, style, kind, formula, shown, text in zip(*[every] * CELL_PARTS, strict=True):
            if kind == "s" and shown and not formula:
                place = int(shown)
                yield column_number(letters), texts[place]
            else:
                shown, text = shown and unescaped(shown), text and unescaped(text)
                yield column_number(letters), self._value(kind or "n", shown, bool(formula), text, style or "")

    def _contents_of(self, row: Element) -> Iterator[tuple[int, Cell]]:
        column = 0
        for element in row:
            if local(element.tag) == "c":
                column = self._column(element, column + 1)
                yield column, self._value_of(element)

    def _column(self, element: Element, following: int) -> int:
        place = element.get("r")
        if place is None:
            return following
        found = _PLACE.fullmatch(place)
        if found is None:
            raise ValueError(place)
        return column_number(found[1])

    def _value_of(self, element: Element) -> Cell:
        shown, is_formula, text = None, False, None
        for child in element:
            tag = local(child.tag)
            if tag == "v":
                shown = child.text or ""
            elif tag == "f":
                is_formula = True
            elif tag == "is":
                text = text_of(child)
        return self._value(element.get("t", "n"), shown, is_formula, text, element.get("s", ""))

    def _value(self, kind: str, shown: str | None, is_formula: bool, text: str | None, style: str) -> Cell:
        if is_formula:
            self.sheet.formulas += 1
            if shown is None or (shown == "" and kind != "str"):
                return Broken(lost=True)
        if kind == "inlineStr":
            return text
        if shown is None or (shown == "" and kind != "str"):
            return None
        if kind != "n":
            return self._typed(kind, shown, style)
        known = self._numbers.get((shown, style))
        if known is None:
            known = self._number(shown, style)
            if len(self._numbers) < REMEMBERED:
                self._numbers[shown, style] = known
        return known

    def _typed(self, kind: str, shown: str, style: str) -> Cell:
        if kind == "s":
            place = int(shown)
            if place < 0:
                raise IndexError(place)
            return self.package.texts[place]
        if kind == "str":
            return shown
        if kind == "e":
            return Broken(shown[:40])
        if kind == "b":
            return shown not in ("0", "false")
        if kind == "d":
            return date.fromisoformat(shown[:10])
        return self._number(shown, style)

    def _number(self, shown: str, style: str) -> str | int | float | date:
        number: int | float = int(shown) if shown.lstrip("-").isdecimal() else float(shown)
        if number != number or number in (float("inf"), float("-inf")):
            return shown
        return day_of(number, self.package.from_1904) or number if style in self.package.dates else number

    def _fill(self, number: int, cells: list[Cell]) -> None:
        for column, (last, content) in list(self.open.items()):
            if number > last:
                del self.open[column]
            elif column <= MAX_COLUMNS:
                cells.extend([None] * (column - len(cells)))
                cells[column - 1] = content if cells[column - 1] is None else cells[column - 1]
        for column, last in self.spans.get(number, ()):
            if column <= len(cells) and cells[column - 1] is not None:
                self.open[column] = (last, cells[column - 1])


def _placed(contents: Iterable[tuple[int, Cell]]) -> list[Cell]:
    """The cells of a row in their places; one without content holds none."""
    cells: list[Cell] = []
    for column, value in contents:
        if value is None or value == "":
            continue
        if column == len(cells) + 1:
            cells.append(value)
            continue
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = value
    return cells


def day_of(serial: float, from_1904: bool = False) -> date | None:
    """The day an Excel serial number stands for; None for a time without a day and what no calendar holds."""
    if not 1 <= serial <= 2_958_465:
        return None
    if from_1904:
        return _EPOCH_1904 + timedelta(days=int(serial))
    return _EPOCH + timedelta(days=int(serial) + (1 if serial < 60 else 0))
