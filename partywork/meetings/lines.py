"""What belongs to a meeting beside its own fields."""

from collections.abc import Sequence
from dataclasses import dataclass

from partywork.meetings.enums import AbsenceReason
from partywork.members.models import Member


@dataclass(frozen=True)
class Lines:
    topics: Sequence[tuple[str, str]] = ()  # text, tag
    materials: Sequence[str] = ()
    absences: Sequence[tuple[Member, AbsenceReason]] = ()
    votes: Sequence[int | None] = ()  # in favour, topic by topic; None where nobody voted
