"""Meetings."""

from datetime import date
from typing import Any

from django.db.models import F

from partywork.accounts.models import User
from partywork.meetings.actions import log_meeting
from partywork.meetings.enums import MeetingKind
from partywork.meetings.lines import Lines
from partywork.meetings.models import Absence, Meeting
from partywork.orgs.models import Organisation

TODAY = date(2026, 7, 1)


def make_meeting(
    org: Organisation, by: User, day: date, *kinds: MeetingKind, lines: Lines | None = None, **extra: Any
) -> Meeting:
    meeting = Meeting(org=org, date=day, **{"expected": 10, "present": 9, "lecturer": "周老师", **extra})
    meeting.kinds = [kind.value for kind in kinds or (MeetingKind.COMMITTEE,)]
    return log_meeting(
        meeting=meeting, lines=lines or Lines(topics=[("研究月度安排", "")]), by=by, today=TODAY, confirmed=True
    )


def absences_out_of_step() -> int:
    """How many absences do not bear the half-year of their meeting."""
    return Absence.objects.exclude(half=F("meeting__half")).count()
