"""Obligations that talks and visits settle: 谈心谈话 of each pair, and a leader's visits to the contact point."""

from collections.abc import Iterator

from partywork.committees.branches import COMMITTEE_FROM
from partywork.compliance.counted import turns_of
from partywork.compliance.duties import CONTACT, TALKS
from partywork.compliance.lights import Obligation
from partywork.compliance.monthly import CONTACT_VISIT, TALK
from partywork.compliance.reading import Reading
from partywork.compliance.units import Unit, has_branch_committee
from partywork.visits.enums import TalkPair


def contact_obligations(reading: Reading) -> Iterator[Obligation]:
    """Visits to a contact point count whoever logged them and whoever is looking."""
    for unit in reading.units.values():
        if unit.is_branch:
            yield from _talks_of(reading, unit)
        if unit.contact_leader:
            visits = reading.monthly.of(CONTACT_VISIT, unit.pk)
            yield from turns_of(reading, unit, CONTACT, f"{unit.contact_leader}到联系点走访", visits)


def _talks_of(reading: Reading, unit: Unit) -> Iterator[Obligation]:
    """第19条: among committee members, between them and members, among members. Without a committee only the last."""
    has_committee = has_branch_committee(unit, reading.book(unit).number(COMMITTEE_FROM))
    for pair, duty in TALKS.items():
        if pair is not TalkPair.COMMITTEE or has_committee:
            held = reading.monthly.of(TALK, unit.pk, pair.value)
            yield from turns_of(reading, unit, duty, f"{pair.label}谈心谈话", held)
