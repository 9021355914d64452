"""Who was to be appraised on the day, which meetings still wait for their outcome, and how many may be excellent."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from partywork.access.scope import Scope, restrict
from partywork.appraisal.enums import Grade
from partywork.appraisal.models import Appraisal
from partywork.entries.enums import Status
from partywork.meetings.models import Meeting
from partywork.members.enums import PARTY_STAGES, Stage
from partywork.members.models import Member, Standing
from partywork.orgs.models import Organisation
from partywork.rules.queries import rules_for

EXCELLENT_LIMIT = "appraisal.excellent_limit"
OF_THE_YEAR = Q(is_life=True) | Q(is_appraisal=True)


@dataclass(frozen=True)
class Present:
    """Someone on the roster of the day."""

    member: Member
    stage: Stage

    @property
    def is_graded(self) -> bool:
        """支部工作条例第18条: probationary members take part and are not graded."""
        return self.stage == Stage.FULL


def roster_on(org: Organisation, day: date) -> list[Present]:
    """The branch's full and probationary members on that day, by name."""
    standings = Standing.objects.on(day).filter(org=org, stage__in=PARTY_STAGES).select_related("member")
    return [Present(each.member, Stage(each.stage)) for each in standings.order_by("member__name", "member")]


def awaiting(scope: Scope) -> QuerySet[Meeting]:
    """Meetings of organisation life and appraisal whose outcome nobody has logged, the newest first."""
    logged = Appraisal.objects.exclude(status=Status.CANCELLED).values("meeting")
    held = restrict(Meeting.objects.filter(OF_THE_YEAR, status=Status.DONE), scope).exclude(pk__in=logged)
    return held.select_related("org").order_by("-date", "-id")


def uncounted_note(appraisal: Appraisal) -> str:
    """What no figure counts because its meeting was changed afterwards; "" where all counts."""
    meeting = appraisal.meeting
    if meeting.is_cancelled:
        return "这次会议已取消，不计入任何数字"
    if not (meeting.is_life or meeting.is_appraisal):
        return "这次会议的类型已改成其他会议，不计入任何数字，请核对"
    if not meeting.is_appraisal and appraisal.grades.exists():
        return "这次会议的类型没有勾选民主评议，等次不计入任何数字，请核对"
    return ""


def excellent_note(appraisal: Appraisal) -> str:
    """A word of warning where more are 优秀 than the guidance allows; "" else. Exactly the share is allowed."""
    grades = [line.grade for line in appraisal.grades.all()]
    excellent = grades.count(Grade.EXCELLENT)
    limit = rules_for(on=appraisal.meeting.date, org=appraisal.org).share(EXCELLENT_LIMIT)
    if not grades or limit.met_by(excellent, len(grades)):
        return ""
    return f"优秀{excellent}人，超过评定等次{len(grades)}人的{share_text(limit.part, limit.whole)}，请核对"


def share_text(part: int, whole: int) -> str:
    return {(1, 3): "三分之一", (1, 2): "一半", (1, 4): "四分之一"}.get((part, whole), f"{part}/{whole}")
