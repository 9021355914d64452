"""How much each organisation owes on a day, by kind of duty. Read once for everybody who is to be reminded."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from partywork.access.scope import Scope
from partywork.compliance.calendar import has_own_day
from partywork.compliance.lights import Light
from partywork.compliance.obligations import obligations
from partywork.orgs.models import Placement
from partywork.orgs.queries import ids_of_path
from partywork.reminders.enums import Part

PART_OF = {Light.OVERDUE: Part.OVERDUE, Light.SOON: Part.SOON}
Key = tuple[Part, str]
"""A part of the digest and the code of a duty."""


@dataclass
class Tally:
    """Counts of one organisation, or of several together; ``first`` is the earliest day of what is due soon."""

    counts: Counter[Key] = field(default_factory=Counter)
    first: dict[str, date] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        self.counts.update(other.counts)
        for code, day in other.first.items():
            self.first[code] = min(day, self.first.get(code, day))

    def of(self, part: Part) -> dict[str, int]:
        """By code of duty, in the order they were met."""
        return {code: number for (each, code), number in self.counts.items() if each is part}

    def total(self, part: Part) -> int:
        return sum(self.of(part).values())


@dataclass(frozen=True)
class Tallies:
    """The tallies of a day, and where each organisation stands in the tree."""

    of_org: dict[int, Tally]
    paths: dict[int, str]

    def own(self, org: int) -> Tally:
        return self.of_org.get(org, Tally())

    def below(self, org: int) -> Tally:
        """The organisation and everything below it together."""
        whole = Tally()
        for tally in self.by_child(org).values():
            whole.add(tally)
        return whole

    def by_child(self, org: int) -> dict[int, Tally]:
        """What lies below, summed by the children of ``org``; its own under its own id."""
        root = self.paths.get(org)
        found: dict[int, Tally] = defaultdict(Tally)
        if root is None:
            return found
        depth = len(ids_of_path(root))
        for pk, tally in self.of_org.items():
            path = self.paths.get(pk, "")
            if path.startswith(root):
                line = ids_of_path(path)
                found[line[depth] if len(line) > depth else pk].add(tally)
        return found

    def has_below(self, org: int) -> bool:
        """Whether there is any organisation below it."""
        root = self.paths.get(org, "none")
        return any(path.startswith(root) and path != root for path in self.paths.values())

    def units_owing(self, org: int) -> int:
        """How many organisations, of it and what is below it, have anything to do."""
        root = self.paths.get(org, "none")
        return sum(self.paths.get(pk, "").startswith(root) for pk in self.of_org)


def tallies_on(on: date, scope: Scope | None = None) -> Tallies:
    """What is owed and what is due soon, of all organisations or of a scope. A fixed number of queries."""
    found: dict[int, Tally] = defaultdict(Tally)
    for each in obligations(scope or Scope(None, on), on):
        part = PART_OF.get(each.light)
        if part is None:
            continue
        tally = found[each.org_id]
        tally.counts[part, each.duty.code] += 1
        if part is Part.SOON and has_own_day(each):
            tally.first[each.duty.code] = min(each.due_on, tally.first.get(each.duty.code, each.due_on))
    return Tallies(dict(found), dict(Placement.objects.on(on).values_list("org", "path")))
