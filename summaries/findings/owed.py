"""What the units of a report owed in its period and did not do: the red lights of the compliance page.

Only what fell due in the period and by the data date; a unit that began using the product later owes nothing of it.
Duties that a figure of its own tells of (三会一课 by month and quarter, dues, deadlines) are not read here.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from partywork.access.scope import Scope
from partywork.compliance.contacts import contact_obligations
from partywork.compliance.lectures import lecture_obligations
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.meeting_duties import year_obligations
from partywork.compliance.obligations import reading_of
from partywork.compliance.reading import Reading
from partywork.compliance.training import training_obligations


@dataclass
class Owing:
    """The units that owed a duty, and those of them that did not do it."""

    owing: set[int] = field(default_factory=set)
    missed: set[int] = field(default_factory=set)


Owed = dict[str, Owing]  # by the code of the duty


def owed_by_unit(scope: Scope, on: date, first: date) -> dict[int, Owed]:
    """What fell due from ``first`` to ``on``, for each organisation (its id) of the scope that owed anything."""
    found = defaultdict[int, Owed](lambda: defaultdict(Owing))
    for each in _obligations(reading_of(scope, on, since=first)):
        if first <= each.due_on <= on:
            duty = found[each.org_id][each.duty.code]
            duty.owing.add(each.org_id)
            if each.light is not Light.MET:
                duty.missed.add(each.org_id)
    return found


def owed_in(scope: Scope, on: date, first: date) -> Owed:
    """The same of all organisations of the scope together."""
    found: Owed = defaultdict(Owing)
    for owed in owed_by_unit(scope, on, first).values():
        for code, each in owed.items():
            found[code].owing |= each.owing
            found[code].missed |= each.missed
    return found


def _obligations(reading: Reading) -> Iterator[Obligation]:
    yield from year_obligations(reading)
    yield from contact_obligations(reading)
    if reading.on == date(reading.on.year, 12, 31):  # what is asked for in a year falls due on its last day
        yield from lecture_obligations(reading)
        yield from training_obligations(reading)
