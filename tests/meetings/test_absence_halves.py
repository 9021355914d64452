"""An absence bears the half-year of its meeting, whoever wrote it and wherever its meeting went afterwards."""

import re
from datetime import date
from pathlib import Path

import pytest

from partywork.meetings.actions import edit_meeting
from partywork.meetings.enums import AbsenceReason
from partywork.meetings.lines import Lines, lines_of
from partywork.meetings.models import Absence
from tests.factories.meetings import TODAY, absences_out_of_step, make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

ROOT = Path(__file__).resolve().parent.parent.parent
WRITING = re.compile(
    r"\bAbsence\(\s*\w+=|Absence\.objects\.\w*(create|update)\(|absences\.\w*(create|add|set|update)\("
    r"|Table\(Absence"
)


def test_nobody_else_writes_absences() -> None:
    """The street of the demo, the county of the demo and an upgrade are each looked at where they are tested."""
    code = [path for app in ("partywork", "summaries") for path in (ROOT / app).rglob("*.py")]
    writers = {str(path.relative_to(ROOT)) for path in code if WRITING.search(path.read_text("utf-8"))}
    assert writers == {
        "partywork/meetings/models.py",  # absence_rows
        "partywork/meetings/actions.py",
        "partywork/demo/county/meetings.py",
    }


@pytest.mark.django_db
def test_it_goes_along_when_the_meeting_is_held_on_another_day() -> None:
    branch = make_org()
    by = make_user(branch)
    lines = Lines([("学习", "")], absences=[(make_member(branch, by), AbsenceReason.LEAVE)])
    meeting = make_meeting(branch, by, date(2026, 1, 9), lines=lines)
    assert Absence.objects.get().half == 20261
    meeting.date = date(2025, 12, 30)
    edit_meeting(meeting=meeting, lines=lines_of(meeting), version=meeting.version, by=by, today=TODAY, confirmed=True)
    assert Absence.objects.get().half == 20252
    assert absences_out_of_step() == 0
