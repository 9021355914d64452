"""The demo's work log: templates of what such an office does, spread over its units and months."""

from collections.abc import Sequence
from dataclasses import dataclass

from partywork.demo.work_texts import MONTHLY, ONCE, Text
from partywork.demo.world import Unit, World
from partywork.members.queries import roster
from partywork.orgs.enums import BRANCH_KINDS
from partywork.worklog.actions import Lines, log_work
from partywork.worklog.enums import WorkKind
from partywork.worklog.lines import as_lines
from partywork.worklog.models import WorkLog

ALL_CALLED = (WorkKind.TRAINING, WorkKind.INTEGRITY)


@dataclass(frozen=True)
class Where:
    """The units a template may be used for, by the words it says so with."""

    world: World

    def units(self, where: str) -> Sequence[Unit]:
        if where == "root":
            return [self.world.root]
        if where == "branches":
            return self.world.working
        return [unit for unit in self.world.working if unit.sector in where.split("|")]


def make_work(world: World) -> None:
    where = Where(world)
    for text in ONCE:
        for position, unit in enumerate(where.units(text.where)):
            if position >= text.times:
                break
            month = text.months[position % len(text.months)]
            _log(world, unit, text, world.year + text.year, month, position)
    for text in MONTHLY:
        units = where.units(text.where)
        for position, month in enumerate(text.months):
            if units:
                _log(world, units[position % len(units)], text, world.year + text.year, month, position)


def _log(world: World, unit: Unit, text: Text, year: int, month: int, position: int) -> None:
    day = world.some_day(year, month)
    if not unit.org.founded_on <= day <= world.today:
        return
    people = world.chance.randint(*text.people) if text.people[1] else 0
    # How many members there are is told where all of them were called together.
    due = unit.size if text.kind in ALL_CALLED and unit.size else None
    if due:
        people = due - world.chance.randint(0, due // 6)
    members = people if due else people * 2 // 3 if text.kind == WorkKind.VOLUNTEERING else 0
    if unit.org.kind in BRANCH_KINDS:  # the rest were neighbours
        members = min(members, roster(unit.org, day).count())
    title = text.titles[position % len(text.titles)].format(unit=unit.name, month=month)
    work = WorkLog(
        org=unit.org, key=world.key(), date=day, kind=text.kind, title=title, tag=text.tag, place=text.place,
        items=text.items, people=people, members_taking_part=members, members_due=due,
        served=world.chance.randint(*text.served) if text.served[1] else 0, hours=text.hours,
        document_number=_number(text, year, month), highlight=text.highlight and position == 0,
    )  # fmt: skip
    lines = Lines(as_lines(text.lines), list(text.partners), list(text.recipients))
    log_work(work=work, lines=lines, by=unit.secretary, today=world.today, confirmed=True)


def _number(text: Text, year: int, month: int) -> str:
    """青工委〔2026〕3号; one number a month is enough for a demo."""
    return f"青工委〔{year}〕{month * 2 + len(text.titles[0]) % 2}号" if text.kind == WorkKind.DOCUMENT else ""
