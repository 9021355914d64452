"""Logging and editing meetings."""

from datetime import date

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.common.doubts import ask_about
from partywork.entries.actions import create_record, edit_record, existing
from partywork.meetings.checks import check_meeting
from partywork.meetings.doubts import doubts_about
from partywork.meetings.lines import Lines
from partywork.meetings.models import Absence, Material, Meeting, Topic, absence_rows, topic_rows


@action
def log_meeting(*, meeting: Meeting, lines: Lines, by: User, today: date, confirmed: bool = False) -> Meeting:
    """Save a new meeting with its topics, materials and absences.

    Raises ValidationError, and writes nothing, for a done meeting in the future, attendance that does
    not add up, or an absentee who was not on the roster of that day; Doubtful for what its author should
    read first, unless ``confirmed``.
    """
    earlier: Meeting | None = existing(Meeting, meeting.org, meeting.key)
    if earlier is not None:  # a double click: it is no duplicate of itself
        return earlier
    check_meeting(meeting, lines, today)
    meeting.stamp()
    ask_about(doubts_about(meeting, lines, today), confirmed=confirmed)
    saved = create_record(record=meeting, by=by)
    if saved is meeting:
        _write_lines(meeting, lines)
    assert isinstance(saved, Meeting)
    return saved


@action
def edit_meeting(
    *, meeting: Meeting, lines: Lines, version: int, by: User, today: date, confirmed: bool = False
) -> Meeting:
    """Save an edited meeting; its lines are replaced by the given ones. Refuses and asks as log_meeting does."""
    check_meeting(meeting, lines, today)
    meeting.stamp()
    ask_about(doubts_about(meeting, lines, today), confirmed=confirmed)
    edit_record(record=meeting, version=version, by=by)
    meeting.topics.all().delete()
    meeting.materials.all().delete()
    meeting.absences.all().delete()
    _write_lines(meeting, lines)
    return meeting


def _write_lines(meeting: Meeting, lines: Lines) -> None:
    topics = topic_rows(meeting, list(lines.topics), list(lines.votes))
    Topic.objects.bulk_create(topics)
    Material.objects.bulk_create(Material(meeting=meeting, title=title) for title in dict.fromkeys(lines.materials))
    Absence.objects.bulk_create(absence_rows(meeting, lines.absences))
