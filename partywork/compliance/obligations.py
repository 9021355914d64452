"""From rules, records and a date to what is met, due and overdue. Nothing here is stored."""

from collections.abc import Iterator
from datetime import date

from partywork.access.scope import Scope
from partywork.common.periods import add_months, period_of
from partywork.compliance.circumstances import circumstance_hints
from partywork.compliance.composition import composition_hints
from partywork.compliance.contacts import contact_obligations
from partywork.compliance.dated import AHEAD
from partywork.compliance.deadlines import deadline_obligations
from partywork.compliance.dues_duties import dues_obligations
from partywork.compliance.lectures import lecture_obligations
from partywork.compliance.lights import Obligation
from partywork.compliance.meeting_duties import meeting_obligations
from partywork.compliance.reading import Reading
from partywork.compliance.training import training_obligations
from partywork.compliance.units import units_in
from partywork.rules.shelf import shelf_until


def reading_of(scope: Scope, on: date, *, since: date | None = None, until: date | None = None) -> Reading:
    """The units and rules of a scope. Three queries."""
    last = max(until or on, on)
    shelf = shelf_until(last)
    units = units_in(scope, on, shelf)
    return Reading(scope, on, since or listed_from(on), last, shelf, units)


def listed_from(on: date) -> date:
    """The day from which a duty must fall due to be listed: the half-year began on it, or a month has passed since.

    So what was missed on 30 June is still red on 1 July.
    """
    return min(period_of(on, "half").start, add_months(on, -1))


def obligations(
    scope: Scope, on: date, *, since: date | None = None, until: date | None = None
) -> Iterator[Obligation]:
    """Everything the scope's organisations owe, or have done, as known on ``on``.

    A recurring duty is listed when it falls due from ``since`` on (``listed_from`` unless given) and
    its period has begun by ``until`` (``on`` unless given). What has a day of its own is listed until it is
    settled. The number of queries depends on neither the organisations nor the records. Each unit goes by the
    rules that hold for it, so the answer does not depend on who asks.
    """
    return obligations_of(reading_of(scope, on, since=since, until=until))


def has_begun(each: Obligation, on: date) -> bool:
    """Whether it is anybody's business on the day: of a reading that looks further ahead the rest is only counted."""
    return each.turn.start <= on if each.turn else each.due_on <= on + AHEAD


def obligations_of(reading: Reading) -> Iterator[Obligation]:
    yield from meeting_obligations(reading)
    yield from lecture_obligations(reading)
    yield from training_obligations(reading)
    yield from dues_obligations(reading)
    yield from deadline_obligations(reading)
    yield from contact_obligations(reading)
    yield from composition_hints(reading)
    yield from circumstance_hints(reading)
