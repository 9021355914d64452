"""What the units of a report owed in its period and did not do: the red lights of the compliance page.

Only what fell due in the period and by the data date; a unit that began using the product later owes nothing of it.
Duties that a figure of its own tells of (三会一课 by month and quarter, dues, deadlines) are not read here.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from partywork.compliance.contacts import contact_obligations
from partywork.compliance.lectures import lecture_obligations
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.meeting_duties import meeting_obligations
from partywork.compliance.obligations import reading_of
from partywork.compliance.reading import Reading
from partywork.compliance.training import training_obligations

if TYPE_CHECKING:
    from summaries.facts import Facts


@dataclass
class Owing:
    """The units that owed a duty, and those of them that did not do it."""

    owing: set[int] = field(default_factory=set)
    missed: set[int] = field(default_factory=set)


def owed_in(facts: "Facts") -> dict[str, Owing]:
    """By the code of the duty. Read once for a report."""
    on, first = facts.window.on, facts.order.period.start
    found: dict[str, Owing] = defaultdict(Owing)
    for each in _obligations(reading_of(facts.scope, on, since=first)):
        if first <= each.due_on <= on:
            duty = found[each.duty.code]
            duty.owing.add(each.org_id)
            if each.light is not Light.MET:
                duty.missed.add(each.org_id)
    return found


def _obligations(reading: Reading) -> Iterator[Obligation]:
    yield from meeting_obligations(reading)
    yield from contact_obligations(reading)
    if reading.on == date(reading.on.year, 12, 31):  # what is asked for in a year falls due on its last day
        yield from lecture_obligations(reading)
        yield from training_obligations(reading)
