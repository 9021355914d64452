"""Logging and editing meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.entries.actions import create_record, edit_record
from partywork.entries.enums import Status
from partywork.meetings.enums import AbsenceReason
from partywork.meetings.models import Absence, Material, Meeting, Topic, topic_rows
from partywork.members.models import Member
from partywork.members.queries import roster


@dataclass(frozen=True)
class Lines:
    """What belongs to a meeting beside its own fields."""

    topics: Sequence[tuple[str, str]] = ()  # text, tag
    materials: Sequence[str] = ()
    absences: Sequence[tuple[Member, AbsenceReason]] = ()


@action
def log_meeting(*, meeting: Meeting, lines: Lines, by: User, today: date) -> Meeting:
    """Save a new meeting with its topics, materials and absences.

    Raises ValidationError, and writes nothing, for a done meeting in the future, attendance that does
    not add up, or an absentee who was not on the roster of that day.
    """
    check_meeting(meeting, lines, today)
    saved = create_record(record=meeting, by=by)
    if saved is meeting:
        _write_lines(meeting, lines)
    assert isinstance(saved, Meeting)
    return saved


@action
def edit_meeting(*, meeting: Meeting, lines: Lines, version: int, by: User, today: date) -> Meeting:
    """Save an edited meeting; its lines are replaced by the given ones."""
    check_meeting(meeting, lines, today)
    edit_record(record=meeting, version=version, by=by)
    meeting.topics.all().delete()
    meeting.materials.all().delete()
    meeting.absences.all().delete()
    _write_lines(meeting, lines)
    return meeting


def check_meeting(meeting: Meeting, lines: Lines, today: date) -> None:
    """Refuse what cannot be true of a meeting."""
    errors: dict[str, str] = {}
    if not meeting.kinds:
        errors["kinds"] = "请至少勾选一种会议类型。"
    if meeting.status == Status.DONE and meeting.date > today:
        errors["date"] = "日期在今天之后。还没开的会请在开完之后登记。"
    if meeting.present > meeting.expected:
        errors["present"] = f"实到{meeting.present}人多于应到{meeting.expected}人，请核对；列席人员填在“列席人数”。"
    if meeting.is_lecture and not meeting.lecturer:
        errors["lecturer"] = "党课请填写主讲人。"
    if errors:
        raise ValidationError(errors)
    _check_absences(meeting, lines)


def _check_absences(meeting: Meeting, lines: Lines) -> None:
    away = [member for member, reason in lines.absences if reason != AbsenceReason.LATE]
    if len(away) > meeting.expected - meeting.present:
        raise ValidationError(
            {"present": f"勾选了{len(away)}人未到，但应到{meeting.expected}人、实到{meeting.present}人，对不上。"}
        )
    if not lines.absences:
        return
    on_roster = set(roster(meeting.org, meeting.date).values_list("pk", flat=True))
    strangers = [member.name for member, _ in lines.absences if member.pk not in on_roster]
    if strangers:
        raise ValidationError(f"{'、'.join(strangers)}在{meeting.date:%Y-%m-%d}不在本支部名册上。")


def _write_lines(meeting: Meeting, lines: Lines) -> None:
    topics = topic_rows(meeting, list(lines.topics))
    Topic.objects.bulk_create(topics)
    Material.objects.bulk_create(Material(meeting=meeting, title=title) for title in dict.fromkeys(lines.materials))
    Absence.objects.bulk_create(
        Absence(meeting=meeting, member=member, reason=reason) for member, reason in lines.absences
    )
