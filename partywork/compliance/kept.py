"""What a few units owe, kept in memory until anything is written.

What is owed follows from records, rules and the day alone, and whatever writes one of them leaves an event in the
chain. So it holds as long as the chain has the same last event: one small query instead of some twenty, on the page
people come back to most. Nothing is stored, and every process keeps its own.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from partywork.access.scope import Scope
from partywork.audit.models import AuditEvent
from partywork.compliance.lights import Obligation
from partywork.compliance.obligations import obligations_of, reading_of
from partywork.compliance.reading import Reading
from partywork.orgs.models import Organisation

KEPT = 256  # answers; those not asked for longest are forgotten


class Owed(NamedTuple):
    reading: Reading
    found: tuple[Obligation, ...]


def owed_by(units: Iterable[int], on: date, *, until: date) -> Owed:
    """The obligations of these very units, as ``obligations`` gives them. The caller answers for who may look."""
    return _read(last_write(), tuple(sorted(units)), on, until)


def last_write() -> tuple[int, str]:
    """The last event of the chain that is not of somebody coming or going, with its digest. One query."""
    events = AuditEvent.objects.exclude(action__startswith="session.").order_by("-sequence")
    return events.values_list("sequence", "mac").first() or (0, "")


@lru_cache(maxsize=KEPT)
def _read(_written: tuple[int, str], units: tuple[int, ...], on: date, until: date) -> Owed:
    scope = Scope(Organisation.objects.filter(pk__in=units).order_by().values("pk"), on)
    reading = reading_of(scope, on, until=until)
    return Owed(reading, tuple(obligations_of(reading)))
