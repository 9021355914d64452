"""Making several rows of one in a sheet, as if they had been inserted by hand: everything below moves down.

openpyxl moves the cells only. Merged cells, heights, rules for colours and input, the printed area and the
formulas of all sheets follow here.
"""

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.tokenizer import Token as FormulaToken
from openpyxl.formula.tokenizer import Tokenizer, TokenizerError
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula

_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[^'!]+)!)?"
    r"(?P<left>\$?[A-Z]{0,3}\$?)(?P<top>\d+)(?::(?P<right>\$?[A-Z]{0,3}\$?)(?P<bottom>\d+))?"
)


@dataclass(frozen=True)
class Repeat:
    """Row ``row`` of a sheet becomes ``extra`` + 1 rows."""

    sheet: str
    row: int
    extra: int

    def start(self, row: int) -> int:
        return row + self.extra if row > self.row else row

    def end(self, row: int) -> int:
        """Where a range ends that reached to this row: it takes the new rows in."""
        return row + self.extra if row >= self.row else row

    def formula(self, formula: str, sheet: str, row: int | None) -> str:
        """A formula that stands on ``sheet`` in ``row`` with its references as they are afterwards."""
        try:
            tokens = Tokenizer(formula)
        except TokenizerError:
            return formula  # what Excel itself may read stays as it is
        for token in tokens.items:
            if token.type == FormulaToken.OPERAND and token.subtype == FormulaToken.RANGE:
                token.value = self._reference(token.value, sheet, row)
        return str(tokens.render())

    def reference(self, reference: str) -> str:
        """A range of the sheet itself; one cell is a range, too, and grows with the row."""
        return self._reference(reference if ":" in reference else f"{reference}:{reference}", self.sheet, None)

    def _reference(self, text: str, sheet: str, row: int | None) -> str:
        found = _REFERENCE.fullmatch(text)
        if found is None or _sheet_named(found["sheet"], sheet) != self.sheet:
            return text
        top = int(found["top"])
        if found["bottom"] is None:
            return f"{found['sheet'] or ''}{found['left']}{self.start(top)}"
        bottom = int(found["bottom"])
        # A sum over cells of its own row is still that of one row after the row was repeated.
        within = top == bottom == row == self.row and sheet == self.sheet
        last = bottom if within else self.end(bottom)
        return f"{found['sheet'] or ''}{found['left']}{self.start(top)}:{found['right']}{last}"


def _sheet_named(written: str | None, own: str) -> str:
    return own if written is None else written[:-1].strip("'").replace("''", "'")


def repeat_row(book: Workbook, sheet: Any, row: int, count: int) -> None:
    """Make ``count`` rows of one (at least one), alike in everything; what the cells hold is copied, too."""
    repeat = Repeat(sheet.title, row, count - 1)
    if repeat.extra <= 0:
        return
    sheet.insert_rows(row + 1, repeat.extra)
    _move_merged(sheet, repeat)
    _move_rows(sheet, repeat)
    _move_rules(sheet, repeat)
    _rewrite_formulas(book, repeat)
    _copy_cells(sheet, repeat)


def _move_merged(sheet: Any, repeat: Repeat) -> None:
    for merged in list(sheet.merged_cells.ranges):
        if merged.max_row < repeat.row:
            continue
        if merged.min_row > repeat.row:
            merged.shift(row_shift=repeat.extra)
        elif merged.min_row == merged.max_row:
            for row in range(repeat.row + 1, repeat.row + repeat.extra + 1):
                sheet.merge_cells(start_row=row, end_row=row, start_column=merged.min_col, end_column=merged.max_col)
        else:
            left, top, right, bottom = merged.bounds
            sheet.merged_cells.remove(merged)
            sheet.merge_cells(start_row=top, end_row=repeat.end(bottom), start_column=left, end_column=right)


def _move_rows(sheet: Any, repeat: Repeat) -> None:
    """Heights and what else is said of a whole row."""
    dimensions = sheet.row_dimensions
    for row in sorted((each for each in dimensions if each > repeat.row), reverse=True):
        moved = dimensions.pop(row)
        moved.index = repeat.start(row)
        dimensions[moved.index] = moved
    if repeat.row in dimensions:
        for row in range(repeat.row + 1, repeat.row + repeat.extra + 1):
            dimensions[row] = copy(dimensions[repeat.row])
            dimensions[row].index = row
    for each in sheet.row_breaks.brk:
        each.id = repeat.end(each.id)
    for cell in sheet._cells.values():
        if cell.hyperlink:
            cell.hyperlink.ref = cell.coordinate


def _move_rules(sheet: Any, repeat: Repeat) -> None:
    rules = ConditionalFormattingList()
    for each in sheet.conditional_formatting:
        for rule in each.rules:
            rule.formula = [_bare(repeat, formula) for formula in rule.formula]
            rules.add(_ranges(each.sqref, repeat), rule)
    sheet.conditional_formatting = rules
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(_ranges(validation.sqref, repeat))
        for name in ("formula1", "formula2"):
            if getattr(validation, name):
                setattr(validation, name, _bare(repeat, getattr(validation, name)))
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = repeat.reference(sheet.auto_filter.ref)
    for table in sheet.tables.values():
        table.ref = repeat.reference(table.ref)
        if table.autoFilter:
            table.autoFilter.ref = table.ref
    if sheet.print_area:
        areas = (area.rpartition("!")[2] for area in str(sheet.print_area).split(","))
        sheet.print_area = ",".join(repeat.reference(area) for area in areas)


def _ranges(ranges: Any, repeat: Repeat) -> str:
    return " ".join(repeat.reference(each) for each in str(ranges).split())


def _bare(repeat: Repeat, formula: str) -> str:
    """A formula written without its equals sign."""
    return repeat.formula(f"={formula}", repeat.sheet, None).removeprefix("=")


def _rewrite_formulas(book: Workbook, repeat: Repeat) -> None:
    for sheet in book.worksheets:
        for cell in _formulas(sheet):
            if isinstance(cell.value, ArrayFormula):
                cell.value.text = repeat.formula(cell.value.text, sheet.title, cell.row)
                if sheet.title == repeat.sheet:
                    cell.value.ref = _bare(repeat, cell.value.ref)
            elif isinstance(cell.value, str):
                cell.value = repeat.formula(cell.value, sheet.title, cell.row)
    for holder in (book, *book.worksheets):
        for name in holder.defined_names.values():
            name.value = _bare(repeat, name.value)


def _formulas(sheet: Any) -> Iterable[Any]:
    return [cell for cell in sheet._cells.values() if cell.data_type == "f"]


def _copy_cells(sheet: Any, repeat: Repeat) -> None:
    columns = sorted(column for row, column in sheet._cells if row == repeat.row)
    for column in columns:
        original = sheet._cells[repeat.row, column]
        for row in range(repeat.row + 1, repeat.row + repeat.extra + 1):
            _copy(original, sheet.cell(row, column))


def _copy(original: Any, cell: Any) -> None:
    if original.has_style:
        cell._style = copy(original._style)
    if type(cell).__name__ == "MergedCell":  # holds a border, nothing else
        return
    if original.data_type == "f" and isinstance(original.value, str):
        place = f"{get_column_letter(cell.column)}{cell.row}"
        cell.value = Translator(original.value, original.coordinate).translate_formula(place)
    else:
        cell._value, cell.data_type = original._value, original.data_type
