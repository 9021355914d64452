"""A year of random moves, done through the product's actions and noted in the oracle's lists.

Each move is tried with whatever day the dice give. The oracle says beforehand whether it can be.
"""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.members.actions import lower_flag, raise_flag, withdraw_flag
from partywork.members.aftermath import apply_again, settle_suspension
from partywork.members.corrections import annul_member, correct_standing, undo_latest
from partywork.members.enums import Closing, Flag, Opening, Stage
from partywork.members.models import Member, MemberFlag, Standing
from partywork.members.movements import change_group, change_stage, come_back, leave, transfer_within
from partywork.orgs.models import Organisation, PartyGroup
from tests.factories.members import make_member
from tests.members.oracle import ANEW, BACK, LEAVE, NEXT, PARTY, Change, Circumstance, Person

YEAR = 2024  # a leap year
EDGES = [date(YEAR, month, day) for month, day in (
    (1, 1), (2, 28), (2, 29), (3, 1), (3, 31), (4, 1), (6, 30), (7, 1), (9, 30), (10, 1), (12, 31),
)]  # fmt: skip
BEFORE = date(YEAR - 1, 1, 1)
FLAGS = ("floating", "lost", "hardship")


class Year:
    """The people of three branches, what is tried with them, and what the oracle holds of it."""

    def __init__(self, seed: int, orgs: list[Organisation], groups: list[PartyGroup], by: User) -> None:
        self.dice, self.orgs, self.groups, self.by = Random(seed), orgs, groups, by
        self.people: list[Person] = []
        self.rows: dict[str, Member] = {}
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.today = BEFORE
        for number in range(16):
            self._enter(["full", "full", "full", "probationary"][number % 4], BEFORE, "recorded")

    # ── the dice ──

    def day(self) -> date:
        """Today or up to some weeks back, often an edge of a quarter or of February."""
        edges = [edge for edge in EDGES if timedelta(0) <= self.today - edge <= timedelta(days=25)]
        if edges and self.dice.random() < 0.5:
            return self.dice.choice(edges)
        return self.today - timedelta(days=self.dice.choice([-1, 0, 0, 1, 3, 9, 30]))

    def place(self) -> tuple[Organisation, PartyGroup | None]:
        org = self.dice.choice(self.orgs)
        return org, self.dice.choice([None, *(group for group in self.groups if group.org_id == org.pk)])

    def run(self, moves: list[str], first: date, last: date, number: int) -> None:
        """That many tries, spread over the days in their order; mostly such as suit whoever it is about."""
        for step in range(number):
            self.today = first + (last - first) * step // number
            person = self.dice.choice(self.people)
            suited = [move for move in moves if (move in OF_THE_GONE) != person.is_here]
            self.attempt(self.dice.choice(suited if self.dice.random() < 0.9 else moves), person)

    def attempt(self, kind: str, person: Person) -> None:
        if person.void:  # no page offers them anything any more
            return
        guess = deepcopy(person)
        may, act, *noted = getattr(self, f"_{kind}")(guess)
        if act is None:
            return
        result, refusal = _tried(act)
        assert may == (refusal is None), (kind, person, guess, refusal)
        if refusal is not None:
            self.refused[kind] += 1
            return
        self.people[self.people.index(person)] = guess
        self.done[kind] += 1
        for note in noted:
            note(result)

    # ── what can be tried: whether it can be, how it is done, and (on a copy) what it means ──

    def _common(self, person: Person) -> dict[str, Any]:
        member = Member.objects.get(pk=self.rows[person.name].pk)
        return {"member": member, "version": member.version, "by": self.by, "today": self.today}

    def _next(self, person: Person, day: date, **changes: Any) -> Change:
        last = person.last
        return Change(day, **{"org": last.org, "group": last.group, "stage": last.stage, **changes})

    def _goes_on(self, person: Person, change: Change) -> bool:
        """An open entry may be followed on a later day that has come, unless a circumstance stands against it."""
        may = person.is_here and person.last.day < change.day <= self.today
        person.changes.append(change)
        return may and person.fits()

    def _group(self, person: Person) -> Any:
        org = person.last.org or self.orgs[0]
        group, on = self.dice.choice([None, *self.groups]), self.day()
        may = (group is None or group.org_id == org.pk) and person.last.group != group
        may = self._goes_on(person, self._next(person, on, why="group", group=group)) and may
        return may, lambda: change_group(**self._common(person), group=group, on=on)

    def _move(self, person: Person) -> Any:
        (org, group), on = self.place(), self.day()
        may = org != person.last.org
        may = self._goes_on(person, self._next(person, on, why="move", org=org, group=group)) and may
        return may, lambda: transfer_within(**self._common(person), org=org, group=group, on=on, note="")

    def _stage(self, person: Person) -> Any:
        stage, on = self.dice.choice([NEXT.get(person.last.stage, "full"), "candidate"]), self.day()
        may = NEXT.get(person.last.stage) == stage
        may = self._goes_on(person, self._next(person, on, why="stage", stage=stage)) and may
        return may, lambda: change_stage(**self._common(person), stage=Stage(stage), on=on)

    def _leave(self, person: Person) -> Any:
        why, on = self.dice.choice([*LEAVE, *["suspended"] * 4, "transfer_out"]), self.day()
        may = person.is_here and person.last.stage in LEAVE[why]
        may = may and not any(flag.until == date.max and flag.since >= on for flag in person.flags)
        for flag in person.flags:
            if flag.until == date.max:
                flag.until, flag.cut = on, True
        may = self._goes_on(person, Change(on, why)) and may
        return may, lambda: leave(**self._common(person), closing=Closing(why), on=on, note="外地")

    def _return(self, person: Person) -> Any:
        why, (org, group), on = self.dice.choice(list(BACK)), self.place(), self.day()
        may = not person.is_here and not person.later and person.left in BACK[why]
        may = may and person.gone <= on <= self.today
        if not person.is_here:
            stage = person.changes[-2].stage
            person.changes.append(Change(on, why, org, group, stage))
        where: dict[str, Any] = {"org": org, "group": group, "opening": Opening(why), "on": on, "note": "外地"}
        return may, lambda: come_back(**self._common(person), **where)

    def _settle(self, person: Person) -> Any:
        final, on = self.dice.choice(["removed", "lapsed", "expelled", "deceased", "transfer_out"]), self.day()
        may = not person.is_here and person.last.why == "suspended" and not person.last.final
        may = may and final != "transfer_out" and person.last.day <= on <= self.today and not person.later
        person.last.final, person.last.final_on = final, on
        done: dict[str, Any] = {"final": Closing(final), "on": on, "note": ""}
        return may, lambda: settle_suspension(**self._common(person), **done)

    def _anew(self, person: Person) -> Any:
        (org, group), on = self.place(), self.day()
        may = not person.is_here and not person.later and person.left in ANEW
        may = may and person.gone <= on <= self.today
        person.later = True
        where: dict[str, Any] = {"org": org, "group": group, "on": on}

        def act() -> Member:
            return apply_again(**self._common(person), **where)

        def enter(again: Member) -> None:
            name = f"{person.name}，再次"
            Member.objects.filter(pk=again.pk).update(name=name)
            self.people.append(Person(name, [Change(on, "stage", org, group, "applicant")]))
            self.rows[name] = again

        return may, act, enter

    def _raise(self, person: Person) -> Any:
        flag, since = self.dice.choice(FLAGS), self.day()
        may = person.is_here and since <= self.today and person.is_party(since)
        may = may and not any(each.flag == flag and each.until > since for each in person.flags)
        person.flags.append(Circumstance(flag, since))
        may = may and person.fits()
        row = MemberFlag(member=self.rows[person.name], flag=Flag(flag), since=since, note="外省")

        def act() -> MemberFlag:
            row.member.refresh_from_db()
            return raise_flag(flag=row, by=self.by, today=self.today)

        return may, act

    def _lower(self, person: Person) -> Any:
        flag, on = self._some_flag(person, is_open=True), self.day()
        if flag is None:
            return False, None
        may = flag.since < on <= self.today
        flag.until = on
        return may, lambda: lower_flag(flag=self._row(person, flag.flag), on=on, by=self.by, today=self.today)

    def _withdraw(self, person: Person) -> Any:
        flag = self._some_flag(person, is_open=True)
        if flag is None:
            return False, None
        person.flags.remove(flag)
        return True, lambda: withdraw_flag(flag=self._row(person, flag.flag), reason="登错", by=self.by)

    def _some_flag(self, person: Person, *, is_open: bool) -> Circumstance | None:
        found = [flag for flag in person.flags if (flag.until == date.max) == is_open]
        return self.dice.choice(found) if found else None

    def _row(self, person: Person, flag: str) -> MemberFlag:
        return MemberFlag.objects.get(member=self.rows[person.name], flag=flag, until=date(9999, 12, 31))

    def _undo(self, person: Person) -> Any:
        may = not person.later and (len(person.changes) > 1 or bool(person.last.final))
        last = person.last
        if last.final:
            last.final, last.final_on = "", None
        elif not person.is_here:
            for flag in person.flags:
                if flag.cut and flag.until == last.day:
                    flag.until, flag.cut = date.max, False
            person.changes.pop()
        elif len(person.changes) > 1:
            person.changes.pop()
        may = may and person.fits()
        return may, lambda: undo_latest(**self._common(person), reason="登错")

    def _correct(self, person: Person) -> Any:
        entries = [change for change in person.changes if change.org]
        change, since = self.dice.choice(entries), self.day()
        place = person.changes.index(change)
        after = person.changes[place + 1].day if place + 1 < len(person.changes) else date.max
        before = person.changes[place - 1] if place else None
        may = since <= self.today and since < after
        if before is not None:
            may = may and (before.day < since if before.org else (before.final_on or before.day) <= since)
        row = Standing.objects.real().filter(member=self.rows[person.name]).order_by("since")[entries.index(change)]
        change.day = since
        may = may and person.fits()
        right = {"since": since, "group": row.group, "note": "", "reason": "抄错"}
        common = self._common(person)
        common.pop("member")
        return may, lambda: correct_standing(standing=row, **right, **common)

    def _annul(self, person: Person) -> Any:
        if self.dice.random() < 0.8 or person.later:
            return False, None
        origin = next((each for each in self.people if f"{each.name}，再次" == person.name), None)
        person.void, person.flags = True, []

        def forget(_: Any) -> None:
            if origin is not None:
                origin.later = False

        return True, (lambda: annul_member(**self._common(person), reason="重复")), forget

    def _register(self, _: Person) -> Any:
        on = min(self.day(), self.today)
        self._enter(self.dice.choice(["applicant", "activist", "full"]), on, "transfer_in")
        self.done["register"] += 1
        return False, None

    def _enter(self, stage: str, on: date, why: str) -> None:
        org, group = self.place()
        name = f"第{len(self.rows):02d}人"
        dates = {"applicant": {"applied_on": on}, "activist": {"activist_on": on}}.get(stage, {})
        why = why if stage in PARTY else "recorded"
        member = make_member(
            org, self.by, name=name, stage=Stage(stage), group=group, since=on, opening=Opening(why), **dates
        )
        self.rows[name] = member
        self.people.append(Person(name, [Change(on, "stage" if dates else why, org, group, stage)]))


def _tried(act: Callable[[], Any]) -> tuple[Any, list[str] | None]:
    """What the action gives, and what it says where it refuses."""
    try:
        return act(), None
    except ValidationError as error:
        return None, error.messages


MOVES: list[str] = [
    "group", "move", "move", "stage", "stage", "leave", "leave", "return", "return", "settle", "settle", "anew",
    "raise", "raise", "lower", "withdraw", "undo", "correct", "annul", "register",
]  # fmt: skip
OF_THE_GONE = ("return", "settle", "anew", "undo")
FORWARD = [kind for kind in MOVES if kind not in ("withdraw", "undo", "correct", "annul")]
