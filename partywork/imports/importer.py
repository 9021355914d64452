"""Taking a workbook: every row through its slice's own action, all of them or none.

A dry run does the same in a transaction that is undone, so rows that need one another (a meeting and the
member of the 党员 sheet who was absent) are checked as they would be written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import IO, Any

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import Model

from partywork.access.scope import Scope
from partywork.accounts.models import User
from partywork.audit.recorder import action, events_so_far, record_bulk
from partywork.common.doubts import Doubtful
from partywork.entries.models import Record
from partywork.imports.directory import Directory
from partywork.imports.problems import Problem
from partywork.imports.reader import RawRow, RawSheet, read_workbook
from partywork.imports.rows import DERIVED
from partywork.imports.sheets import importable
from partywork.ledgers.cells import CellError, as_text
from partywork.ledgers.columns import Ledger
from partywork.orgs.models import Organisation

_KEYS_AT_ONCE = 500
_STEP = 100
CONFIRM = "核对无误的，请在这一行的「已核对」填“是”"


@dataclass
class SheetCount:
    """What became, or would become, of a sheet's rows."""

    sheet: str
    added: int = 0
    existing: int = 0
    wrong: int = 0
    duplicate: int = 0


@dataclass
class Outcome:
    counts: list[SheetCount] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    committed: bool = False

    @property
    def added(self) -> int:
        return sum(count.added for count in self.counts)


class Undone(Exception):
    """Ends the transaction of a dry run, or of a workbook with a wrong row."""


def import_workbook(
    *,
    source: IO[bytes],
    root: Organisation,
    scope: Scope,
    by: User,
    today: date,
    commit: bool,
    refused: Callable[[Ledger], str] | None = None,
) -> Outcome:
    """Check a workbook and, with ``commit`` and no problem in it, write all its rows.

    ``root`` is the organisation the workbook is for; ``scope`` bounds the organisations its rows may name.
    ``refused`` says why the user may not import a ledger ("" where the user may).
    Raises UnreadableWorkbook when the file as a whole is unusable.
    """
    sheets, problems = read_workbook(source, importable())
    outcome = Outcome(problems=problems)
    for sheet in list(sheets):
        if refused and (why := refused(sheet.ledger)):
            problems.append(Problem(sheet.name, None, "", why, "请删去这张工作表"))
            sheets.remove(sheet)
    try:
        _take_all(sheets=sheets, outcome=outcome, root=root, scope=scope, by=by, today=today, commit=commit)
        outcome.committed = True
    except Undone:
        pass
    outcome.problems.sort(key=lambda problem: problem.row or 0)
    order = list(dict.fromkeys([sheet.name for sheet in sheets] + [problem.sheet for problem in problems]))
    outcome.problems.sort(key=lambda problem: order.index(problem.sheet))
    return outcome


@action
def _take_all(
    *, sheets: list[RawSheet], outcome: Outcome, root: Organisation, scope: Scope, by: User, today: date, commit: bool
) -> None:
    taken: list[tuple[str, str, str]] = []
    directory = Directory(root, scope, today)
    for sheet in sheets:
        taker = SheetTaker(sheet, directory, by, today)
        taker.take_all()
        outcome.counts.append(taker.count)
        outcome.problems += taker.problems
        taken += taker.taken
        if sheet.ledger.model is Organisation:  # the rows that follow may name the new ones
            directory = Directory(root, scope, today)
    if outcome.problems or not commit:
        raise Undone
    if taken:
        parts = "、".join(f"{count.sheet}{count.added}条" for count in outcome.counts if count.added)
        summary = f"导入工作簿到“{root}”：{parts}"
        record_bulk(by=by, action="import.commit", model=Organisation, rows=taken, summary=summary, org_id=root.pk)


@action
def take_row(*, ledger: Ledger, values: dict[str, Any], org: Organisation, by: User, today: date) -> Model | None:
    """Log one row. Returns the record, None where it was there already; a refused row leaves nothing behind."""
    before = events_so_far()
    assert ledger.take is not None
    record: Model = ledger.take(values, org=org, by=by, today=today)
    return record if events_so_far() > before else None  # every write records an event


class SheetTaker:
    """One sheet on its way in."""

    def __init__(self, sheet: RawSheet, directory: Directory, by: User, today: date) -> None:
        self.sheet, self.ledger, self.directory = sheet, sheet.ledger, directory
        self.by, self.today = by, today
        self.count = SheetCount(sheet.name)
        self.problems: list[Problem] = []
        self.taken: list[tuple[str, str, str]] = []
        self.made: list[Model] = []
        self.first_rows: dict[tuple[int, str], int] = {}
        self.headers = {column.key: column.header for column in self.ledger.import_columns}

    def take_all(self, step: Callable[[int], None] | None = None) -> None:
        """``step`` hears after how many rows it is, and may end it by an exception of its own."""
        known = self._known()
        for number, row in enumerate(self.sheet.rows):
            if step is not None and number % _STEP == 0:
                step(number)
            before = len(self.problems)
            self._take(row, known)
            if len(self.problems) > before:
                self.count.wrong += 1

    def _known(self) -> set[tuple[int, str]]:
        """(organisation, key) of the sheet's rows that are on record already."""
        if not issubclass(self.ledger.model, Record) or "key" not in self.headers:
            return set()
        keys = iter([as_text(row.cells.get(self.headers["key"])) for row in self.sheet.rows])
        known: set[tuple[int, str]] = set()
        while chunk := list(islice(keys, _KEYS_AT_ONCE)):
            known.update(self.ledger.model._default_manager.filter(key__in=chunk).values_list("org_id", "key"))
        return known

    def _take(self, row: RawRow, known: set[tuple[int, str]]) -> None:
        values, errors = self.ledger.read_row(row.cells)
        org = self.directory.root
        if "org" in values:
            try:
                org = self.directory.find(values.pop("org"))
            except CellError as error:
                errors[self.headers["org"]] = error
        for header, wrong in errors.items():
            self._problem(row, header, wrong.why, wrong.right)
        if errors or self._repeats(row, org, values.get("key")):
            return
        if (org.pk, values.get("key")) in known:
            self.count.existing += 1
            return
        key = str(values.get("key", row.number))
        if self._write(row, values, org):
            self.taken.append((self.ledger.code, org.code, key))

    def _repeats(self, row: RawRow, org: Organisation, key: str | None) -> bool:
        """Two rows of one key are a slip of the pen: two that are alike and real have keys of their own."""
        if not key:
            return False
        first = self.first_rows.setdefault((org.pk, key), row.number)
        if first == row.number:
            return False
        if key.startswith(DERIVED):  # nothing but its content told the row from others
            self.count.duplicate += 1
            return True
        self._problem(row, self.headers["key"], f"“{key}”与第{first}行重复", "请给每一行编不同的编号；重复的行请删去")
        return True

    def _write(self, row: RawRow, values: dict[str, Any], org: Organisation) -> bool:
        try:
            record = take_row(ledger=self.ledger, values=values, org=org, by=self.by, today=self.today)
        except ValidationError as error:
            self._refused(row, error)
        except (IntegrityError, DataError):
            self._problem(row, "", "与已有的记录冲突，或数字超出范围", "请核对编号、姓名、日期和数字")
        else:
            self.count.added += record is not None
            self.count.existing += record is None
            if record is not None:
                self.made.append(record)
            return record is not None
        return False

    def _refused(self, row: RawRow, error: ValidationError) -> None:
        right = CONFIRM if isinstance(error, Doubtful) else ""
        if not hasattr(error, "error_dict"):
            for message in error.messages:
                self._problem(row, "", message)
            return
        for name, errors in error.error_dict.items():
            column, label = self.headers.get(name, ""), ""
            if not column and name != NON_FIELD_ERRORS:
                label = f"{self._label(name)}："
            for each in errors:
                for message in each.messages:
                    self._problem(row, column, label + message, right)

    def _label(self, name: str) -> str:
        try:
            return str(self.ledger.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        except (FieldDoesNotExist, AttributeError):
            return name

    def _problem(self, row: RawRow, column: str, why: str, right: str = "") -> None:
        self.problems.append(Problem(self.sheet.name, row.number, column, why, right))
