"""A form filled with the figures of one order: numbers stay numbers, and its formatting is kept."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from openpyxl import Workbook

from partywork.common.periods import Month
from partywork.measures import lookup
from partywork.measures.window import Window
from summaries.facts import Facts
from summaries.figures import ask_for, facts_for
from summaries.ownforms.contents import Content, put, typed
from summaries.ownforms.layout import FormCell, Layout, is_mark, read_layout, slots_in
from summaries.ownforms.rows import repeat_row
from summaries.ownforms.unit_rows import UnitRows
from summaries.ownforms.workbook import opened, saved
from summaries.text import Part, Token, with_tokens, write
from summaries.tokens import WORDS, Slot, resolve
from summaries.typeset import Page


def fill(content: bytes, facts: Facts) -> bytes:
    """The form of ``content`` with the figures of ``facts``.

    Raises UnreadableWorkbook, and ValidationError that lists the cells that cannot be filled (any more).
    """
    book = opened(content).book
    layout = read_layout(book, facts.indicators)
    if layout.problems:
        raise ValidationError([str(problem) for problem in layout.problems])
    _Filling(book, layout, facts).run()
    return saved(book)


class _Filling:
    def __init__(self, book: Workbook, layout: Layout, facts: Facts) -> None:
        self.book, self.layout, self.facts = book, layout, facts
        self._months: dict[int, Facts | None] = {}

    def run(self) -> None:
        single = [cell for cell in self.layout.cells if not cell.repeated]
        self.ask(single)
        for cell in single:
            self.put(cell, cell.row, self.content(cell))
        # From the bottom, so that the rows above stay where they are.
        for (sheet, row), word in sorted(self.layout.repeats.items(), key=lambda each: each[0][1], reverse=True):
            cells = [cell for cell in self.layout.cells if (cell.sheet, cell.row) == (sheet, row)]
            self.repeat(UnitRows(cells, word, self.facts, self.at), sheet, row)

    def ask(self, cells: Iterable[FormCell]) -> None:
        """Every figure of the cells, one query a source for each month."""
        by_month: dict[int | None, list[FormCell]] = {}
        for cell in cells:
            by_month.setdefault(cell.month, []).append(cell)
        for month, group in by_month.items():
            there = self.at(month)
            if there is not None:
                ask_for(slots_in(group, self.facts.indicators), there)

    def at(self, month: int | None) -> Facts | None:
        """The facts of a month of the period, over the same units; None for one outside it or still to come."""
        if month is None:
            return self.facts
        if month not in self._months:
            self._months[month] = self._of_month(Month(self.facts.order.period.year, month))
        return self._months[month]

    def _of_month(self, month: Month) -> Facts | None:
        window = Window(month, self.facts.order.data_date)
        if not self.facts.order.period.contains(month.start) or window.is_future:
            return None
        there = Facts(self.facts.order, window)
        there.scope = self.facts.scope  # so that the months add up to the period's figure
        return there

    def content(self, cell: FormCell) -> Content:
        """What a cell outside repeated rows is to hold."""
        facts = self.at(cell.month)
        if facts is None:
            return None
        slot = self.slot(cell)
        if slot is not None and slot.request is not None and not slot.style:
            there = facts_for(slot, facts)
            return typed(lookup.measure(slot.request.code), there.value(slot.request)) if there else None
        text = with_tokens(write(cell.parts), _month_in_words)
        return "".join(run.text for run in Page(facts).runs(text))

    def slot(self, cell: FormCell) -> Slot | None:
        """The figure of a cell that holds nothing else."""
        token = cell.only
        if token is None or is_mark(token) or token.expression in WORDS:
            return None
        return resolve(token, self.facts.indicators)

    def repeat(self, units: UnitRows, sheet: str, row: int) -> None:
        rows = units.rows
        repeat_row(self.book, self.book[sheet], row, len(rows))
        for cell in units.cells:
            if not rows:
                self.put(cell, row, None)
            for each in rows:
                self.put(cell, row + each.number - 1, units.content(cell, each))

    def put(self, cell: FormCell, row: int, content: Content) -> None:
        slot = self.slot(cell)
        is_rate = slot is not None and slot.request is not None and lookup.measure(slot.request.code).unit == "%"
        put(self.book[cell.sheet].cell(row, cell.column), content, percentage=is_rate)


def _month_in_words(token: Token) -> Part:
    return token.expression if is_mark(token) else token
