"""What a check of an import finds. It leaves nothing written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.imports.directory import Directory
from partywork.imports.importer import Undone
from partywork.imports.layout import Layout
from partywork.imports.people import PeopleTaker
from partywork.imports.ready import around, forget, ground_of, hold, put_aside
from partywork.imports.staging import Packed
from partywork.imports.taking import (
    OneSheet,
    Task,
    Verdict,
    is_plain_roster,
    no_step,
    sheets_of,
    steps_from,
    take_all,
)


def check(task: Task) -> Verdict:
    """Check everything; nothing is left written.

    A roster by itself is checked without writing. Where rows need one another (a meeting and the member who was absent)
    or are logged one by one, all of it is written in a transaction that is undone.
    """
    sheets = sheets_of(task.staging)
    if len(sheets) == 1 and is_plain_roster(sheets[0][1]):
        roster = RosterCheck(task, *sheets[0], steps_from(task.step, 0, sheets[0][1].count))
        roster.take()
        return roster.conclude()
    verdict = Verdict()
    with suppress(Undone):
        _try_out(task=task, verdict=verdict, by=task.by)
    return verdict


@action
def _try_out(*, task: Task, verdict: Verdict, by: User) -> None:  # noqa: ARG001
    verdict.__dict__.update(take_all(task).__dict__)
    raise Undone


class RosterCheck:
    """The check of a roster by itself. What is found sound is put aside for the writing, when all of it is and nobody
    of it is on record."""

    def __init__(self, task: Task, number: int, layout: Layout, step: Callable[[int], None]) -> None:
        self._task = task
        self._verdict = Verdict()
        self._directory = Directory(task.batch.org, task.scope, task.today)
        self._around = around(self._directory)
        self._sheet = OneSheet(task, self._verdict, number, layout, self._directory, step)
        self._taker: PeopleTaker | None = None
        forget(task.staging)

    def take(self, rows: Iterator[Packed] | None = None) -> None:
        """Look at the rows: those that are kept, or as they are read."""
        if why := self._task.refused(self._sheet.ledger):
            self._verdict.refusals.append(f"工作表「{self._sheet.layout.title}」：{why}")
        else:
            self._taker = self._sheet.people(write=False, into=partial(put_aside, self._task.staging), rows=rows)

    def conclude(self) -> Verdict:
        """Once the rows and their layout are kept."""
        if self._taker is not None:
            self._sheet.conclude_people(self._taker)
        if self._taker is not None and self._verdict.is_sound and not self._taker.met_anybody:
            hold(self._task.staging, self._taker.count, ground_of(self._task.batch, self._around))
        else:
            forget(self._task.staging)
        return self._verdict


class CheckAlong:
    """A roster is checked while the rest of it is still read: the reading has a process and a processor of its own.

    What is found holds when the roster turns out to be all there is in the file, under the columns its first rows
    proposed; ``verdict_of`` is None where all has to be looked at again.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._begun: tuple[int, Layout] | None = None
        self._check: RosterCheck | None = None

    def take(self, number: int, layout: Layout, rows: Iterator[Packed]) -> bool:
        if self._begun is not None or not (is_plain_roster(layout) and layout.is_understood()):
            return False
        self._begun = number, layout
        self._check = RosterCheck(self._task, number, layout, steps_from(no_step, 0, 0))
        self._check.take(rows)
        for _ in rows:
            pass
        return True

    def verdict_of(self, layouts: Sequence[Layout]) -> Verdict | None:
        """Called once rows and layouts are kept."""
        if self._check is None or self._begun is None:
            return None
        number, begun = self._begun
        read = layouts[number]
        is_as_begun = replace(begun, count=read.count, notes=read.notes, head=read.head) == read
        if is_as_begun and [each for each, _ in sheets_of(self._task.staging)] == [number]:
            return self._check.conclude()
        forget(self._task.staging)
        return None
