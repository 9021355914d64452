"""A sheet of people on its way in, block by block: who is new, who is on record already, and what is wrong."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from partywork.accounts.models import User
from partywork.common.crypto import lasting_mark, same_keyring
from partywork.common.text import normalise_identifier
from partywork.imports.directory import Directory
from partywork.imports.enums import Choice, Policy
from partywork.imports.importer import SheetCount, take_row
from partywork.imports.matching import How, Known, Match, known_among
from partywork.imports.problems import Problem
from partywork.imports.reader import RawRow
from partywork.imports.rows import DERIVED
from partywork.ledgers.cells import CellError
from partywork.ledgers.columns import Ledger, RowReader
from partywork.members.actions import edit_member
from partywork.members.bulk import BLOCK, Newcomer, OnRecordTogether, least_ages, prepare, register_members
from partywork.members.enums import Stage
from partywork.members.facts import NUMBER_TAKEN, id_number_index
from partywork.members.ledger import person_of
from partywork.members.models import Member, Standing
from partywork.orgs.models import Organisation, PartyGroup

KEPT_FINDINGS = 5000  # rows of each kind that are kept to be shown; the counts go on, memory does not
OF_FLAGS = ("flags", "flag_since", "flag_note")


@dataclass(frozen=True)
class Double:
    """A row about someone on record already, or, with ``first_row``, about someone the file had before."""

    row: int
    name: str
    match: Match | None = None
    first_row: int = 0


@dataclass
class _Line:
    """A row as read: the person and where they stand, or nothing when a cell could not be read."""

    row: RawRow
    member: Member
    standing: Standing
    values: dict[str, Any]
    flags: bool


@dataclass
class Orders:
    """What the import is to do with people on record already, and what it is called in the log."""

    policy: Policy
    choices: dict[int, Choice] = field(default_factory=dict)  # by row
    source: str = ""


Into = Callable[[Iterator[Newcomer]], None]


class PeopleTaker:
    """Takes the rows of a roster. With ``write`` newcomers are registered and blanks filled in as it goes; otherwise
    they go ``into`` something, and what is to be filled in waits for ``fill_in`` where that is going to be called
    (``fills_later``)."""

    def __init__(
        self,
        name: str,
        ledger: Ledger,
        directory: Directory,
        orders: Orders,
        *,
        by: User,
        today: date,
        write: bool,
        step: Callable[[int], None],
        into: Into,
        fills_later: bool = False,
    ) -> None:
        self.name, self.ledger, self.directory, self.orders = name, ledger, directory, orders
        self.by, self.today, self.write, self.step = by, today, write, step
        self._into, self._fills_later = into, fills_later
        self._to_fill: list[tuple[_Line, Match]] = []
        self.headers = {column.key: column.header for column in ledger.import_columns}
        self.count = SheetCount(name)
        self.problems: list[Problem] = []
        self.doubles: list[Double] = []
        self.made: list[int] = []
        self.filled: list[tuple[int, list[str], int]] = []  # (person, fields, version afterwards)
        self.undecided = 0
        self.met_anybody = False  # on record
        self._orgs = set(directory.ids)
        self._reader = RowReader(ledger)
        self._ages = least_ages()
        self._groups = _groups(self._orgs)
        self._seen: dict[object, int] = {}
        self._orgs_by_text: dict[str, Organisation | CellError] = {}

    def take_all(self, rows: Iterable[RawRow]) -> None:
        newcomers = self._newcomers(iter(rows))
        if self.write:
            register_members(people=newcomers, source=self.orders.source, wrote=self._wrote, by=self.by)
        else:
            self._into(newcomers)

    def fill_in(self) -> None:
        """Fill in the blanks of people on record, once all the rest is written."""
        for line, match in self._to_fill:
            self._fill(line, match)

    def _wrote(self, members: list[Member]) -> None:
        self.made += [member.pk for member in members]

    def _newcomers(self, rows: Iterator[RawRow]) -> Iterator[Newcomer]:
        done = 0
        while block := list(islice(rows, BLOCK)):
            self.step(done)
            yield from self._newcomers_of(block)
            done += len(block)

    @same_keyring()
    def _newcomers_of(self, block: list[RawRow]) -> list[Newcomer]:
        lines = [line for row in block if (line := self._line(row)) is not None]
        known = known_among([line.member for line in lines], self._orgs)
        on_record = OnRecordTogether(set(), self._ages)
        return [newcomer for line in lines for newcomer in self._one(line, known, on_record)]

    def _one(self, line: _Line, known: Known, on_record: OnRecordTogether) -> Iterator[Newcomer]:
        try:
            newcomer = self._prepared(line, known, on_record)
        except ValidationError as error:
            self._refused(line.row, error)
            return
        if newcomer is None:
            return
        if line.flags:
            self._with_flags(line)
        else:
            self.count.added += 1
            yield newcomer

    def _prepared(self, line: _Line, known: Known, on_record: OnRecordTogether) -> Newcomer | None:
        """None for someone who is not to be added. Raises ValidationError for what is wrong."""
        person = line.member
        match = known.find(person)
        if match is not None and match.how is How.KEY:
            self._is_on_record(line, match)
            return None
        newcomer = prepare(person, line.standing, self.today, on_record)
        match = known.find(person)  # the number may have told the birth date
        if match is not None:
            if match.member.org_id not in self._orgs:
                raise ValidationError({"id_number": NUMBER_TAKEN})
            if not self._is_on_record(line, match):
                return None
        return newcomer if not self._repeats(line) else None

    def _line(self, row: RawRow) -> _Line | None:
        values, errors = self._reader.read(row.cells)
        org = self._org(values.pop("org", ""), errors)
        if org is not None and not values.get("group"):
            group = None
        elif org is not None:
            group = self._groups.get((org.pk, values["group"]))
            if group is None:
                errors[self.headers["group"]] = CellError(
                    f"{org}没有叫“{values['group']}”的党小组", "请先在组织页设立，或把这一格清空"
                )
        if values.get("flags") and not values.get("flag_since"):
            errors[self.headers["flag_since"]] = CellError("填了现有情况，没有填从哪一天开始", "请补上起始日期")
        if errors or org is None:
            for header, wrong in errors.items():
                self._problem(row, header, wrong.why, wrong.right)
            self.count.wrong += 1
            return None
        facts = {key: value for key, value in values.items() if key not in (*OF_FLAGS, "stage", "since", "group")}
        if facts["key"] == DERIVED:
            facts["key"] = _own_key(facts)
        member, standing = person_of(facts, org, Stage(values["stage"]), values["since"])
        standing.group = group
        if member.id_number:
            member.id_number_index = _index(member.id_number)
        return _Line(row, member, standing, {**values, "key": facts["key"]}, bool(values.get("flags")))

    def _org(self, text: str, errors: dict[str, CellError]) -> Organisation | None:
        if not text:
            return None
        if text not in self._orgs_by_text:
            try:
                self._orgs_by_text[text] = self.directory.find(text)
            except CellError as error:
                self._orgs_by_text[text] = error
        found = self._orgs_by_text[text]
        if isinstance(found, CellError):
            errors[self.headers["org"]] = found
            return None
        return found

    def _is_on_record(self, line: _Line, match: Match) -> bool:
        """Count the row, and fill in what is asked for. True when it was said to be another person after all."""
        self.met_anybody = True
        if match.says_nothing_new:
            self.count.existing += 1
            return False
        choice = self._choice(line.row.number)
        if choice is Choice.NEW and match.how is How.NAME:
            return True
        self.count.duplicate += 1
        self._double(Double(line.row.number, line.member.name, match))
        if choice is None:
            self.undecided += 1
        if choice is Choice.FILL and match.blank and self.write:
            self._fill(line, match)
        elif choice is Choice.FILL and match.blank and self._fills_later:
            self._to_fill.append((line, match))
        return False

    def _double(self, double: Double) -> None:
        if len(self.doubles) < KEPT_FINDINGS:
            self.doubles.append(double)

    def _choice(self, row: int) -> Choice | None:
        if self.orders.policy == Policy.ASK:
            return self.orders.choices.get(row)
        return Choice(self.orders.policy.value)

    def _fill(self, line: _Line, match: Match) -> None:
        member = match.member
        for name in match.blank:
            setattr(member, name, getattr(line.member, name))
        try:
            edit_member(member=member, version=member.version, by=self.by, today=self.today)
        except ValidationError as error:
            self._refused(line.row, error)
        else:
            self.filled.append((member.pk, match.blank, member.version))

    def _repeats(self, line: _Line) -> bool:
        """One person twice in the file is taken once; a key twice is a slip of the pen."""
        person, number = line.member, line.row.number
        same: list[object] = [(person.org_id, person.key)]
        if person.id_number_index:
            same.append(person.id_number_index)
        elif person.born_on:
            same.append((person.name, person.born_on))
        first = next((self._seen[each] for each in same if each in self._seen), None)
        if first is None:
            self._seen.update(dict.fromkeys(same, number))
            return False
        if self._seen.get(same[0]) == first and not person.key.startswith(DERIVED):
            why = f"“{person.key}”与第{first}行重复"
            self._problem(line.row, self.headers["key"], why, "请给每个人编不同的编号；重复的行请删去")
            self.count.wrong += 1
        else:
            self.count.duplicate += 1
            self._double(Double(number, person.name, None, first))
        return True

    def _with_flags(self, line: _Line) -> None:
        """Circumstances are few: such a person is registered one by one."""
        group = line.standing.group
        values = {**line.values, "group": group.name if group else ""}
        try:
            record = take_row(ledger=self.ledger, values=values, org=line.member.org, by=self.by, today=self.today)
        except ValidationError as error:
            self._refused(line.row, error)
        else:
            self.count.added += 1
            if record is not None:
                self.made.append(record.pk)

    def _refused(self, row: RawRow, error: ValidationError) -> None:
        self.count.wrong += 1
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in by_field.items():
            for message in messages:
                self._problem(row, self.headers.get(name, ""), message, "")

    def _problem(self, row: RawRow, column: str, why: str, right: str) -> None:
        if self.count.wrong <= KEPT_FINDINGS:
            self.problems.append(Problem(self.name, row.number, column, why, right))


def _groups(orgs: set[int]) -> dict[tuple[int, str], PartyGroup]:
    """Every group there is or was: whether it stood on the day is asked where someone is put into it."""
    found = PartyGroup.objects.filter(org__in=orgs).order_by("since")
    return {(group.org_id, group.name): group for group in found}


def _own_key(facts: dict[str, Any]) -> str:
    """A key for a row without one: of the ID number, else of what tells the person from others."""
    told = normalise_identifier(facts.get("id_number") or "") or "\n".join(
        str(facts.get(name) or "") for name in ("name", "born_on", "gender", "phone", "admitted_on")
    )
    return DERIVED + lasting_mark(told, purpose="import.person")[:24]


def _index(number: str) -> str:
    return id_number_index(normalise_identifier(number))
