"""A person's digest: what the own units owe by kind, what units below owe by unit, what waits for the person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from partywork.access.permissions import GRANTS, Permission, Reach, Role
from partywork.accounts.gate import Gate
from partywork.accounts.models import Appointment
from partywork.common.text import format_date
from partywork.compliance.duties import COLUMNS
from partywork.orgs.models import Organisation
from partywork.reminders.enums import Part
from partywork.reminders.tallies import Tallies, Tally
from partywork.reminders.waiting import waiting_for

OF_DUTIES = (Part.OVERDUE, Part.SOON)


@dataclass(frozen=True)
class Line:
    """One line: a kind of duty, a unit, or something that waits; how many, and where to go. No names."""

    part: Part
    text: str
    note: str
    count: int
    url: str

    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"part": self.part.value}


def lines_for(gate: Gate, tallies: Tallies, names: Mapping[int, str], parts: Iterable[str]) -> list[Line]:
    """The lines of the parts the person wants, worst first. ``names``: short names of organisations by id."""
    wanted = set(parts)
    views = [each for each in gate.appointments if Permission.VIEW_RECORDS in GRANTS[Role(each.role)].permissions]
    if not views:
        return []
    found = [line for part in OF_DUTIES if part in wanted for line in _of_duties(part, views, tallies, names)]
    if Part.WAITING in wanted:
        found += [Line(Part.WAITING, each.text, "", each.count, each.url) for each in waiting_for(gate)]
    return list(dict.fromkeys(found))  # two appointments at one unit say the same


def _of_duties(part: Part, views: list[Appointment], tallies: Tallies, names: Mapping[int, str]) -> Iterator[Line]:
    for each in views:
        if GRANTS[Role(each.role)].reach is Reach.OWN:
            where = f"{each.org.short_name}：" if len({view.org_id for view in views}) > 1 else ""
            yield from _by_kind(part, each.org, tallies.own(each.org_id), where)
        else:
            yield from _by_unit(part, each.org, tallies, names)


def _by_kind(part: Part, org: Organisation, tally: Tally, where: str) -> Iterator[Line]:
    held = tally.of(part)
    for code in COLUMNS:
        if code in held:
            first = tally.first.get(code) if part is Part.SOON else None
            note = f"最早{format_date(first, 'short')}到期" if first else ""
            yield Line(part, f"{where}{COLUMNS[code]}", note, held[code], address("owed", org.pk, duty=code))


def _by_unit(part: Part, org: Organisation, tallies: Tallies, names: Mapping[int, str]) -> Iterator[Line]:
    """In the order of the tree, never by how much is missing: this is no ranking."""
    children = tallies.by_child(org.pk)
    for pk in sorted(children, key=lambda child: (child != org.pk, tallies.paths[child])):
        count = children[pk].total(part)
        if count:
            name = f"{names[pk]}（本级）" if pk == org.pk else names[pk]
            page = "heat" if pk != org.pk and tallies.has_below(pk) else "owed"
            yield Line(part, name, kinds_in_words(children[pk], part), count, address(page, pk))


def kinds_in_words(tally: Tally, part: Part) -> str:
    """支委会2、党费1."""
    held = tally.of(part)
    return "、".join(f"{COLUMNS[code]}{held[code]}" for code in COLUMNS if code in held)


def address(page: str, org: int, **query: str) -> str:
    return f"{reverse(f'compliance:{page}')}?{urlencode({'org': org, **query})}"
