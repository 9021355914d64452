"""What meetings of organisation life and appraisal came to."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.appraisal.actions import Outcome, Problem, log_appraisal
from partywork.appraisal.enums import Grade, Whose
from partywork.appraisal.models import Appraisal
from partywork.meetings.enums import MeetingKind
from partywork.meetings.models import Meeting
from partywork.members.models import Member
from partywork.orgs.models import Organisation
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member

DAY = date(2026, 1, 20)
PROBLEMS = (Problem(Whose.COMMITTEE, "学习不够深入", "每月集中研讨"), Problem(Whose.MEMBER, "参加活动不够主动"))


def make_life_meeting(org: Organisation, by: User, day: date = DAY, **extra: Any) -> Meeting:
    """组织生活会 and 民主评议 on one day (套会)."""
    return make_meeting(org, by, day, MeetingKind.LIFE, MeetingKind.APPRAISAL, **extra)


def make_appraisal(
    org: Organisation,
    by: User,
    grades: dict[Member, Grade] | None = None,
    problems: Any = PROBLEMS,
    meeting: Meeting | None = None,
    **extra: Any,
) -> Appraisal:
    meeting = meeting or make_life_meeting(org, by)
    grades = {make_member(org, by): Grade.QUALIFIED} if grades is None else grades
    appraisal = Appraisal(org=org, meeting=meeting, **{"year": 2025, **extra})
    return log_appraisal(appraisal=appraisal, outcome=Outcome(grades, problems), by=by)
