"""Obligations that talks and visits settle: 谈心谈话 of each pair, and a leader's visits to the contact point."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count

from partywork.access.scope import Scope
from partywork.committees.branches import COMMITTEE_FROM
from partywork.compliance.counted import NO_MONTHS, Months, rows_of, turns_of
from partywork.compliance.duties import CONTACT, TALKS
from partywork.compliance.lights import Obligation
from partywork.compliance.reading import Reading
from partywork.compliance.units import Unit, has_branch_committee
from partywork.visits.enums import TalkKind, TalkPair
from partywork.visits.measures import TALKS as TALK_SOURCE
from partywork.visits.measures import VISITS


def contact_obligations(reading: Reading) -> Iterator[Obligation]:
    """Two queries: the talks, the visits to contact points."""
    talks = _talks(reading)
    visits = _visits(reading)
    for unit in reading.units.values():
        if unit.is_branch:
            yield from _talks_of(reading, unit, talks)
        if unit.contact_leader:
            own = visits.get(unit.pk, NO_MONTHS)
            yield from turns_of(reading, unit, CONTACT, f"{unit.contact_leader}到联系点走访", own)


def _talks(reading: Reading) -> dict[tuple[int, str], dict[int, int]]:
    rows = rows_of(reading, TALK_SOURCE, reading.scope).filter(kind=TalkKind.HEART)
    found: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for org, pair, month, number in rows.values_list("org", "pair", "month").annotate(n=Count("pk")):
        found[org, pair][month] = number
    return found


def _talks_of(reading: Reading, unit: Unit, talks: dict[tuple[int, str], dict[int, int]]) -> Iterator[Obligation]:
    """第19条: among committee members, between them and members, among members. Without a committee only the last."""
    has_committee = has_branch_committee(unit, reading.book(unit).number(COMMITTEE_FROM))
    for pair, duty in TALKS.items():
        if pair is not TalkPair.COMMITTEE or has_committee:
            held: Months = talks.get((unit.pk, pair.value), NO_MONTHS)
            yield from turns_of(reading, unit, duty, f"{pair.label}谈心谈话", held)


def _visits(reading: Reading) -> dict[int, dict[int, int]]:
    """Visits to each unit that has a contact leader, whoever logged them and whoever is looking."""
    led = [unit.pk for unit in reading.units.values() if unit.contact_leader]
    if not led:
        return {}
    rows = rows_of(reading, VISITS, Scope(None, reading.on)).filter(contact_org__isnull=False)
    if reading.scope.orgs is not None:
        rows = rows.filter(contact_org__in=reading.scope.orgs)
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for org, month, number in rows.values_list("contact_org", "month").annotate(n=Count("pk")):
        found[org][month] += number
    return found
