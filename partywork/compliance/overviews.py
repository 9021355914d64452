"""What very many units owe, counted by the workers: a page of a county would take seconds, of a city a minute.

A county has two hundred thousand obligations. Where a unit has ``LARGE`` units below it, a worker counts them whenever
something was written since, and its pages show what was counted last, saying until when. Without a worker, on another
day, or for somebody who may see only part of the units, a page counts for itself; so it does for all smaller units.
"""

import time
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from partywork.access.scope import Scope
from partywork.common.periods import period_of
from partywork.compliance.kept import last_write
from partywork.compliance.lights import Light
from partywork.compliance.models import Overview
from partywork.compliance.obligations import has_begun, obligations_of, reading_of
from partywork.compliance.places import below
from partywork.compliance.progress import Progress
from partywork.compliance.tallies import Tally, by_duty, count_duties, count_months, tally_of
from partywork.jobs.running import Clock
from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import ids_of_path, organisations_in, scope_of_org

LARGE = 1000  # units below
OFTEN = timedelta(minutes=2)  # between two countings of one unit, while people write
REST = 20  # times as long as the counting took a worker leaves it alone
LOST = timedelta(minutes=30)  # since a worker began: it died


class Kept(NamedTuple):
    duties: Tally
    months: Tally
    progress: Progress


def kept(org: Organisation, scope: Scope, on: date) -> Kept | None:
    """What a worker counted last for the day; None where the page is to count for itself."""
    row = Overview.objects.filter(org=org, on=on).first()
    if row is None or organisations_in(below(org, scope)).count() != row.units:
        return None
    made_at = None if row.written == last_write()[0] else row.made_at
    parents = frozenset(row.counts["parents"])
    duties, months = (Tally(parents, _read(row.counts[name]), made_at) for name in ("duties", "months"))
    progress = Progress(period_of(on, "half"), *(Counter(counted) for counted in row.counts["progress"]))
    return Kept(duties, months, progress)


def duties_tally(org: Organisation, scope: Scope, on: date) -> Tally:
    """Lights of the unit's children by kind of duty, kept or counted now."""
    found = kept(org, scope, on)
    return found.duties if found else count_duties(org, scope, on)


def months_tally(org: Organisation, scope: Scope, on: date) -> Tally:
    """Lights of the unit's children by kind of duty and month, kept or counted now."""
    found = kept(org, scope, on)
    return found.months if found else count_months(org, scope, on)


def round_of(clock: Clock) -> None:
    """Count for one of the large units whose overview is no longer right; a routine of the workers."""
    on = timezone.localdate(clock())
    for pk in large_units(on):
        row, _ = Overview.objects.get_or_create(org_id=pk)
        if _is_due(row, on, clock()) and _taken(row, clock()):
            count(row, on, clock)
            return  # the others in the next rounds, so that jobs do not wait for all of them


def large_units(on: date) -> list[int]:
    """Ids of the units with ``LARGE`` others below them on the day; in a small office one query finds that none is."""
    places = Placement.objects.on(on)
    if places.count() <= LARGE:
        return []
    above = Counter(pk for path in places.values_list("path", flat=True) for pk in ids_of_path(path)[:-1])
    return sorted(pk for pk, units in above.items() if units >= LARGE)


def _is_due(row: Overview, on: date, now: datetime) -> bool:
    if row.made_at is None or row.on != on:
        return True
    rest = max(OFTEN, REST * timedelta(seconds=row.seconds))
    return row.made_at + rest <= now and row.written != last_write()[0]


def _taken(row: Overview, now: datetime) -> bool:
    """Whether this worker is to count: of several that come round only one."""
    free = Overview.objects.filter(Q(begun_at=None) | Q(begun_at__lt=now - LOST), pk=row.pk, made_at=row.made_at)
    return bool(free.update(begun_at=now))


def count(row: Overview, on: date, clock: Clock) -> None:
    """What is written while it counts makes it due again."""
    begun, written, org = time.monotonic(), last_write()[0], row.org
    scope = scope_of_org(org, on)
    duties, progress = _duties(org, scope, on)
    counts = {
        "parents": sorted(duties.parents),
        "duties": _written(duties),
        "months": _written(count_months(org, scope, on)),
        "progress": progress.counted(),
    }
    Overview.objects.filter(pk=row.pk).update(
        on=on,
        counts=counts,
        units=organisations_in(scope).count(),
        written=written,
        made_at=clock(),
        seconds=round(time.monotonic() - begun),
        begun_at=None,
    )


def _duties(org: Organisation, scope: Scope, on: date) -> tuple[Tally, Progress]:
    """Like the home page: read up to the end of the half-year, of which the lights are what has begun."""
    half = period_of(on, "half")
    progress = Progress(half)
    reading = reading_of(scope, on, until=half.end)
    found = (each for each in progress.watch(obligations_of(reading)) if has_begun(each, on))
    return tally_of(org, reading, by_duty(found)), progress


def _written(tally: Tally) -> dict[str, Any]:
    return {
        str(child): {
            column: {light.value: number for light, number in lights.items()} for column, lights in row.items()
        }
        for child, row in tally.rows.items()
    }


def _read(rows: dict[str, dict[str, dict[str, int]]]) -> dict[int, dict[str, Counter[Light]]]:
    return {
        int(child): {
            column: Counter({Light(value): number for value, number in lights.items()})
            for column, lights in row.items()
        }
        for child, row in rows.items()
    }
