"""All sheets of an import through their slices' own actions, or through a check that writes nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from partywork.access.scope import Scope
from partywork.accounts.models import User
from partywork.common.roomy import room_to_write
from partywork.imports.arriving import PEOPLE_TOGETHER, Arrivals, clear
from partywork.imports.directory import Directory
from partywork.imports.enums import Choice, Policy
from partywork.imports.importer import SheetCount, SheetTaker
from partywork.imports.layout import Layout, load
from partywork.imports.matching import is_anybody_known
from partywork.imports.models import ImportBatch
from partywork.imports.people import KEPT_FINDINGS, Double, Into, Orders, PeopleTaker
from partywork.imports.problems import Problem
from partywork.imports.reader import RawRow, RawSheet, broken_words
from partywork.imports.reading.cells import Broken
from partywork.imports.ready import Ready, around, ground_of, ready_on
from partywork.imports.rows import DERIVED, Corrections, filler, row_name, rows_under
from partywork.imports.sheets import importable
from partywork.imports.staging import FIRST, Packed, Staging, unpacked
from partywork.ledgers.cells import as_text
from partywork.ledgers.columns import Ledger
from partywork.members.bulk import Newcomer
from partywork.members.models import Member, Standing
from partywork.orgs.models import Organisation

FIRST_SHOWN = 8
MAX_RECORD_ROWS = 5000  # of a sheet whose rows are logged one by one, in a transaction others wait for
Step = Callable[[int, int], None]


def no_step(done: int, total: int) -> None:
    """Nobody waits to hear how far it is."""


@dataclass
class Task:
    """Whose import it is and what it may do."""

    batch: ImportBatch
    scope: Scope
    by: User
    today: date
    refused: Callable[[Ledger], str]
    step: Step = no_step

    @property
    def staging(self) -> Staging:
        return Staging(self.batch.pk)


@dataclass
class Verdict:
    """What became, or would become, of the rows. ``made`` are (model, number) of the records added, ``filled`` (person,
    fields, version) of those on which blanks were filled in. ``undecided`` rows wait for an answer."""

    counts: list[SheetCount] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    made: list[tuple[str, int]] = field(default_factory=list)
    filled: list[tuple[int, list[str], int]] = field(default_factory=list)
    undecided: int = 0
    refusals: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)  # of what is wrong, told before all is checked

    @property
    def wrong(self) -> int:
        return sum(count.wrong for count in self.counts)

    @property
    def is_sound(self) -> bool:
        return not (self.wrong or self.undecided or self.refusals)


def layouts_of(staging: Staging) -> list[Layout]:
    return [load(raw) for raw in staging.get("layout", [])]


def corrections_of(staging: Staging) -> Corrections:
    return Corrections(**staging.get("corrections", {}))


class Roster:
    """A roster by itself on its way to the books (``arriving``): ``bring`` writes what nobody sees yet, a block at a
    time, ``put_in_force`` makes it hold, in the transaction of the action that runs."""

    def __init__(self, task: Task, number: int, layout: Layout) -> None:
        self.task, self.layout, self._number = task, layout, number
        self.verdict = Verdict()
        self.arrivals = Arrivals(task.batch, task.by)
        self._directory = Directory(task.batch.org, task.scope, task.today)
        self._step = steps_from(task.step, 0, layout.count)
        self._sheet = OneSheet(task, self.verdict, number, layout, self._directory, self._step)
        self._taker: PeopleTaker | None = None

    def bring(self) -> Verdict:
        """Raises ValidationError, and leaves nothing, when somebody has just registered one of the people."""
        batch = self.task.batch
        clear(batch)
        assert self.layout.ledger is not None
        if why := self.task.refused(self.layout.ledger):
            self.verdict.refusals.append(f"工作表「{self.layout.title}」：{why}")
            return self.verdict
        try:
            ready = ready_on(self.task.staging, ground_of(batch, around(self._directory)))
            with room_to_write():
                if ready is None or not self._bring_ready(ready):
                    self._bring_anew()
        except BaseException:
            clear(batch)
            raise
        self.verdict.made = [(Member._meta.label_lower, number) for number in self.arrivals.numbers]
        if not self.verdict.is_sound:
            clear(batch)
        return self.verdict

    def _bring_ready(self, ready: Ready) -> bool:
        """False, and nothing is left, when somebody has come on record since the check: what that means, only the file
        says."""
        orgs = set(self._directory.ids)
        for block in ready.blocks(PEOPLE_TOGETHER):
            self._step(len(self.arrivals.numbers))
            if is_anybody_known(block, orgs):
                clear(self.task.batch)
                self.arrivals = Arrivals(self.task.batch, self.task.by)
                return False
            self.arrivals.take_block(block)
        self.arrivals.finish()
        self.verdict.counts.append(ready.count)
        return True

    def _bring_anew(self) -> None:
        self._taker = self._sheet.people(write=False, into=self.arrivals.take, fills_later=True)
        self._sheet.conclude_people(self._taker)

    def put_in_force(self) -> Verdict:
        """Raises ValidationError when what the people were checked against has changed since."""
        with room_to_write():
            self.arrivals.put_in_force(self.task.scope, f"“{self.task.batch.file_name}”")
        if self._taker is None:
            return self.verdict
        wrong = self._taker.count.wrong
        self._taker.fill_in()
        self.verdict.filled = self._taker.filled
        if self._taker.count.wrong > wrong:
            self._sheet.find(self._taker.problems, [])
        return self.verdict


def roster_of(task: Task) -> Roster | None:
    """None for an import of anything else or of more than a roster."""
    sheets = sheets_of(task.staging)
    return Roster(task, *sheets[0]) if len(sheets) == 1 and is_plain_roster(sheets[0][1]) else None


def take_all(task: Task) -> Verdict:
    """Write everything. Called inside an action, which undoes it all when the verdict is not sound."""
    return _take(task, sheets_of(task.staging), write=True)


def sheets_of(staging: Staging) -> list[tuple[int, Layout]]:
    """The sheets that are imported, in the order their rows are taken."""
    order = importable()
    found = [(number, layout) for number, layout in enumerate(layouts_of(staging)) if layout.ledger is not None]
    return sorted(found, key=lambda each: order.index(each[1].ledger))  # type: ignore[arg-type]


def is_plain_roster(layout: Layout) -> bool:
    return layout.ledger is not None and layout.ledger.model is Standing and "flags" not in layout.keys


def _take(task: Task, sheets: list[tuple[int, Layout]], *, write: bool) -> Verdict:
    verdict = Verdict()
    directory = Directory(task.batch.org, task.scope, task.today)
    total = sum(layout.count for _, layout in sheets)
    done = 0
    for number, layout in sheets:
        assert layout.ledger is not None
        if why := task.refused(layout.ledger) or _too_many(layout, alone=len(sheets) == 1):
            verdict.refusals.append(f"工作表「{layout.title}」：{why}")
            continue
        OneSheet(task, verdict, number, layout, directory, steps_from(task.step, done, total)).take(write)
        done += layout.count
        if layout.ledger.model is Organisation:  # the rows that follow may name the new ones
            directory = Directory(task.batch.org, task.scope, task.today)
    return verdict


def steps_from(step: Step, done: int, total: int) -> Callable[[int], None]:
    """The steps of one sheet as steps of the whole."""
    return lambda number: step(done + number, total)


def _too_many(layout: Layout, *, alone: bool) -> str:
    """More than may be written in one transaction that others wait for."""
    if layout.ledger is None or layout.count <= MAX_RECORD_ROWS or (alone and is_plain_roster(layout)):
        return ""
    if layout.ledger.model is Standing:
        return f"有{layout.count}行，超过{MAX_RECORD_ROWS}行的花名册请单独作为一个文件导入，不带“现有情况”这一列"
    return f"有{layout.count}行，这种记录一次最多导入{MAX_RECORD_ROWS}行，请拆成几个文件"


class OneSheet:
    def __init__(
        self, task: Task, verdict: Verdict, number: int, layout: Layout, directory: Directory,
        step: Callable[[int], None],
    ) -> None:  # fmt: skip
        self.task, self.verdict, self.number, self.layout = task, verdict, number, layout
        self.directory, self.step = directory, step
        self.corrections = corrections_of(task.staging)
        self.broken: list[Problem] = []
        self._first_before = list(verdict.first)  # of the sheets before
        assert layout.ledger is not None
        self.ledger: Ledger = layout.ledger

    def take(self, write: bool) -> None:
        if self.ledger.model is Standing:
            self.conclude_people(self.people(write=write, into=_nowhere))
            return
        sheet = RawSheet(self.ledger, self.layout.title, list(self._sound()))
        each = SheetTaker(sheet, self.directory, self.task.by, self.task.today)
        each.take_all(lambda done: self._went(done, each.problems))
        self.verdict.made += [(record._meta.label_lower, record.pk) for record in each.made]
        self._conclude(each.count, each.problems, [])

    def conclude_people(self, taker: PeopleTaker) -> None:
        self.verdict.made += [(Member._meta.label_lower, pk) for pk in taker.made]
        self.verdict.filled += taker.filled
        self.verdict.undecided += taker.undecided
        self._conclude(taker.count, taker.problems, taker.doubles)

    def _went(self, done: int, problems: Sequence[Problem]) -> None:
        """How far it is; what is wrong is told as soon as it is found, until there is enough to begin with."""
        if self.task.step is not no_step and len(self.verdict.first) < FIRST_SHOWN:
            found = [str(each) for each in (*self.broken[:FIRST_SHOWN], *problems[:FIRST_SHOWN])]
            self._tell_first([*self._first_before, *found][:FIRST_SHOWN])
        self.step(done)

    def _tell_first(self, found: list[str]) -> None:
        if len(found) > len(self.verdict.first):
            self.verdict.first = found
            self.task.staging.put(FIRST, found)

    def _conclude(self, count: SheetCount, problems: Sequence[Problem], doubles: Sequence[Double]) -> None:
        count.wrong += len({problem.row for problem in self.broken})
        self.verdict.counts.append(count)
        self.find([*self.broken, *problems], doubles)

    def people(
        self, *, write: bool, into: Into, fills_later: bool = False, rows: Iterator[Packed] | None = None
    ) -> PeopleTaker:
        """``rows`` are the sheet's as they are read; None for those that are kept."""
        batch = self.task.batch
        chosen = self.corrections.choices.items()
        prefix = row_name(self.number, 0)[:-1]
        choices = {int(name[len(prefix) :]): Choice(each) for name, each in chosen if name.startswith(prefix)}
        orders = Orders(Policy(batch.policy), choices, f"“{batch.file_name}”")
        taker = PeopleTaker(
            self.layout.title, self.ledger, self.directory, orders,
            by=self.task.by, today=self.task.today, write=write, into=into, fills_later=fills_later,
            step=lambda done: self._went(done, taker.problems),
        )  # fmt: skip
        taker.take_all(self._sound(rows))
        return taker

    def _rows(self, rows: Iterator[Packed] | None = None) -> Iterator[RawRow]:
        filled = filler(self.layout, self.task.batch.org, is_roster=self.ledger.model is Standing)
        held = self.task.staging.rows(self.number) if rows is None else unpacked(rows)
        return map(filled, rows_under(self.layout, self.number, held, self.corrections))

    def _sound(self, rows: Iterator[Packed] | None = None) -> Iterator[RawRow]:
        """The rows all of whose cells have a content; a formula without a result is named."""
        for row in self._rows(rows):
            if Broken not in map(type, row.cells.values()):
                yield row
                continue
            lost = [(header, cell) for header, cell in row.cells.items() if isinstance(cell, Broken)]
            for header, cell in lost:
                self.broken.append(Problem(self.layout.title, row.number, header, *broken_words(cell)))

    def find(self, problems: Sequence[Problem], doubles: Sequence[Double]) -> None:
        """Keep what is to be put right or decided, each with the row as it was read."""
        by_row: dict[int, list[Problem]] = {}
        for problem in problems:
            if problem.row is not None and (problem.row in by_row or len(by_row) < KEPT_FINDINGS):
                by_row.setdefault(problem.row, []).append(problem)
        by_double = {double.row: double for double in islice(doubles, KEPT_FINDINGS)}
        if not by_row and not by_double:
            return
        keys = {column.header: column.key for column in self.ledger.import_columns}
        for row in self._rows():
            if row.number in by_row or row.number in by_double:
                cells = {keys[header]: _shown(cell) for header, cell in row.cells.items()}
                if cells.get("key", "").startswith(DERIVED):
                    del cells["key"]
                told = [[keys.get(p.column, ""), p.column, p.why, p.right] for p in by_row.get(row.number, [])]
                double = _double(by_double.get(row.number), self.ledger)
                self.verdict.findings.append(
                    {"sheet": self.number, "row": row.number, "cells": cells, "problems": told, "double": double}
                )


def _nowhere(newcomers: Iterator[Newcomer]) -> None:
    for _ in newcomers:
        pass


def _shown(cell: Any) -> str:
    return str(cell) if isinstance(cell, Broken) else as_text(cell)


def _double(double: Double | None, ledger: Ledger) -> dict[str, Any] | None:
    if double is None:
        return None
    if double.match is None:
        return {"first": double.first_row}
    headers = {column.key: column.header for column in ledger.columns}
    match = double.match
    return {
        "how": match.how.value,
        "who": match.member.name,
        "org": match.member.org.short_name,
        "pk": match.member.pk,
        "blank": [headers[name] for name in match.blank],
        "other": [headers[name] for name in match.other],
        "may_be_new": match.how.name == "NAME",
    }


def summary_of(counts: Iterable[SheetCount]) -> list[list[Any]]:
    return [[count.sheet, count.added, count.existing, count.duplicate, count.wrong] for count in counts]
