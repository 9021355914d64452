"""What belongs to a meeting beside its own fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from partywork.meetings.enums import AbsenceReason
from partywork.members.models import Member


@dataclass(frozen=True)
class Lines:
    topics: Sequence[tuple[str, str]] = ()  # text, tag
    materials: Sequence[str] = ()
    absences: Sequence[tuple[Member, AbsenceReason]] = ()
    votes: Sequence[int | None] = ()  # in favour, topic by topic; None where nobody voted


def lines_of(meeting: Any) -> Lines:
    """What belongs to a saved meeting, as the actions take it: an edit of another field gives it back unchanged."""
    topics = list(meeting.topics.all())
    return Lines(
        [(topic.text, topic.tag) for topic in topics],
        [material.title for material in meeting.materials.all()],
        [(absence.member, AbsenceReason(absence.reason)) for absence in meeting.absences.select_related("member")],
        [topic.in_favour for topic in topics],
    )
