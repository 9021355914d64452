"""党课 by the secretary of a 党委（党组）, once a year (支部工作条例第16条): held at home or in a branch below."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, Q

from partywork.access.scope import Scope
from partywork.compliance.counted import turns_of
from partywork.compliance.duties import LEADER_LECTURE
from partywork.compliance.lights import Obligation
from partywork.compliance.monthly import NO_MONTHS, rows_of
from partywork.compliance.reading import Reading
from partywork.compliance.units import Unit
from partywork.meetings.enums import LecturerRank
from partywork.meetings.measures import MEETINGS
from partywork.orgs.dated import holding_on
from partywork.orgs.queries import ids_of_path

LEADERS = (LecturerRank.LEADER, LecturerRank.SECRETARY, LecturerRank.UPPER_LEADER)


def lecture_obligations(reading: Reading) -> Iterator[Obligation]:
    """One query: lectures by leaders, whoever logged them."""
    led = {unit.pk: unit for unit in reading.units.values() if unit.is_led}
    held = _lectures(reading, led) if led else {}
    for unit in led.values():
        yield from turns_of(reading, unit, LEADER_LECTURE, LEADER_LECTURE.label, held.get(unit.pk, NO_MONTHS))


def _lectures(reading: Reading, led: dict[int, Unit]) -> dict[int, dict[int, int]]:
    names = {unit.secretary for unit in led.values() if unit.secretary}
    rows = rows_of(MEETINGS, Scope(None, reading.on), reading.since, reading.on).filter(
        Q(org__in=list(led)) | Q(lecturer__in=names), holding_on(reading.on, "org__placements__"),
        is_lecture=True, lecturer_rank__in=LEADERS,
    )  # fmt: skip
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    counted = rows.values_list("org", "org__placements__path", "lecturer", "month").annotate(n=Count("pk"))
    for org, path, lecturer, month, number in counted:
        for pk in ids_of_path(path):
            if pk in led and _is_by_secretary(led[pk], lecturer.strip(), is_own=pk == org):
                found[pk][month] += number
    return found


def _is_by_secretary(unit: Unit, lecturer: str, *, is_own: bool) -> bool:
    """Where the secretary or the lecturer is not on record, a lecture of a leader at home is taken for it."""
    if is_own and not (unit.secretary and lecturer):
        return True
    return bool(unit.secretary) and lecturer == unit.secretary
