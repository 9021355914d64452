"""What cannot be true of a meeting: refused, each with what to do."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.entries.checks import day_errors
from partywork.meetings.enums import AbsenceReason
from partywork.meetings.lines import Lines
from partywork.meetings.models import Meeting
from partywork.members.queries import roster

NOT_YET = "日期在今天之后。还没开的会请在开完之后登记。"


def check_meeting(meeting: Meeting, lines: Lines, today: date) -> None:
    """Raises ValidationError by field."""
    errors = day_errors(meeting, today, not_yet=NOT_YET)
    if not meeting.kinds:
        errors["kinds"] = "请至少勾选一种会议类型。"
    if meeting.present > meeting.expected:
        errors["present"] = f"实到{meeting.present}人多于应到{meeting.expected}人，请核对；列席人员填在“列席人数”。"
    if meeting.is_lecture and not meeting.lecturer:
        errors["lecturer"] = "党课请填写主讲人。"
    errors |= _voting_errors(meeting, lines)
    if errors:
        raise ValidationError(errors)
    _check_absences(meeting, lines)


def _voting_errors(meeting: Meeting, lines: Lines) -> dict[str, str]:
    errors: dict[str, str] = {}
    due, here = meeting.voters_expected, meeting.voters_present
    if due is not None and due > meeting.expected:
        errors["voters_expected"] = f"有表决权的{due}人多于应到{meeting.expected}人，请核对；预备党员没有表决权。"
    if here is not None and here > meeting.present:
        errors["voters_present"] = f"到会有表决权的{here}人多于实到{meeting.present}人，请核对；预备党员没有表决权。"
    elif here is not None and due is not None and here > due:
        errors["voters_present"] = f"到会有表决权的{here}人多于应到有表决权的{due}人，请核对。"
    most = meeting.present if here is None else here
    for number, votes in enumerate(lines.votes, 1):
        if votes is not None and votes > most:
            errors["topics"] = f"第{number}个议题赞成{votes}票，多于到会能表决的{most}人，请核对票数。"
    return errors


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
