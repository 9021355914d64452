"""What is owed at all: each duty with its rule, the figure that counts it and the page that settles it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from partywork.measures.declarations import Request
from partywork.meetings.enums import LecturerRank, MeetingKind
from partywork.visits.enums import TalkKind, TalkPair, VisitKind
from partywork.worklog.enums import WorkKind


@dataclass(frozen=True)
class Duty:
    """A kind of obligation: a column of the heat map."""

    code: str
    label: str
    rule: str  # whose article is cited
    new_record: str  # the page that logs it
    prefill: Mapping[str, str] = field(default_factory=dict)
    request: Request | None = None  # the figure whose records show that it was done
    detail: str = ""  # the page of the one record it is about
    action: str = "去登记"

    def __hash__(self) -> int:
        return hash(self.code)


def _meeting(code: str, kind: MeetingKind, rule: str) -> Duty:
    name = kind.value.removeprefix("is_")
    request = Request(f"meeting.{name}.count")
    return Duty(code, str(kind.label), rule, "meetings:create", {"kind": kind.value}, request)


def _talk(pair: TalkPair) -> Duty:
    request = Request("talk.heart.count", dims=(("pair", str(pair.label)),))
    prefill = {"kind": TalkKind.HEART.value, "pair": pair.value}
    return Duty("talk", "谈心谈话", "talk.frequency", "talks:create", prefill, request)


COMMITTEE = _meeting("committee", MeetingKind.COMMITTEE, "meeting.committee.frequency")
GROUP = _meeting("group", MeetingKind.GROUP, "meeting.group.frequency")
THEME_DAY = _meeting("theme_day", MeetingKind.THEME_DAY, "meeting.theme_day.frequency")
GENERAL = _meeting("general", MeetingKind.GENERAL, "meeting.general.frequency")
LECTURE = _meeting("lecture", MeetingKind.LECTURE, "meeting.lecture.frequency")
LEADER_LECTURE = Duty(
    "leader_lecture", "书记讲党课", "meeting.lecture.leader_frequency", "meetings:create",
    {"kind": MeetingKind.LECTURE.value, "lecturer_rank": LecturerRank.LEADER.value}, Request("meeting.lecture.count"),
)  # fmt: skip
LIFE = _meeting("life", MeetingKind.LIFE, "meeting.life.frequency")
APPRAISAL = _meeting("appraisal", MeetingKind.APPRAISAL, "meeting.appraisal.frequency")
DEMOCRATIC_LIFE = _meeting("democratic_life", MeetingKind.DEMOCRATIC_LIFE, "meeting.democratic_life.frequency")
TALKS = {pair: _talk(pair) for pair in (TalkPair.COMMITTEE, TalkPair.COMMITTEE_MEMBER, TalkPair.MEMBERS)}
TRAINING = Duty(
    "training", "党员学时", "training.member_hours", "meetings:create", {"kind": MeetingKind.STUDY.value},
    Request("meeting.hours"),
)  # fmt: skip
TRAINING_PEOPLE = Duty(
    "training", "党员学时", "training.member_hours", "compliance:owed", {"duty": "training"}, action="看名单"
)
TRAINING_SESSION = Duty(
    "training", "党员学时", "training.session.frequency", "worklog:create", {"kind": WorkKind.TRAINING.value},
    Request("work.training.items"),
)  # fmt: skip
DUES = Duty("dues", "党费", "dues.frequency", "dues:collect", action="去收缴")
DUES_PUBLISHED = Duty(
    "dues", "党费", "dues.publish.frequency", "dues_publications:create", request=Request("dues.published.count")
)
ARREARS_RED = Duty("arrears", "欠缴党费", "dues.arrears.red_months", "dues:grid", action="看明细")
ARREARS_WARN = Duty("arrears", "欠缴党费", "dues.arrears.warn_months", "dues:grid", action="看明细")
TERM = Duty("term", "换届", "term.reminder_months", "committees:create", detail="committees:detail", action="登记换届")
TERM_SHIFT = Duty("term", "换届", "term.shift_years", "committees:list", detail="committees:detail", action="看届次")
MEMBERSHIP = Duty("composition", "组织设置", "org.branch.members", "members:list", action="看花名册")
COMMITTEE_SIZE = Duty(
    "composition",
    "组织设置",
    "org.branch_committee.size",
    "committees:list",
    detail="committees:detail",
    action="看届次",
)
GROUP_SIZE = Duty("composition", "组织设置", "org.group.members", "members:list", action="看花名册")
CIRCUMSTANCES = Duty("circumstances", "党员情况", "member.floating_months", "members:list", action="看花名册")
PROBATION = Duty(
    "probation", "预备期", "development.probation_months", "development:board", detail="development:person",
    action="去办理",
)  # fmt: skip
REVIEW = Duty(
    "review", "积极分子考察", "development.review.frequency", "development:board", detail="development:person",
    action="去登记",
)  # fmt: skip
CONTACT = Duty(
    "contact", "联系点", "visit.contact.frequency", "visits:create", {"kind": VisitKind.CONTACT_POINT.value},
    Request("visit.contact"),
)  # fmt: skip
RECTIFICATION = Duty(
    "rectification", "问题整改", "reminder.due_soon_days", "rectification:list", detail="rectification:detail",
    action="看问题",
)  # fmt: skip
PLAN = Duty("plan", "计划事项", "reminder.due_soon_days", "plans:list", detail="plans:detail", action="看计划")

DUTIES: tuple[Duty, ...] = (
    COMMITTEE, GROUP, THEME_DAY, GENERAL, LECTURE, LEADER_LECTURE, LIFE, APPRAISAL,
    DEMOCRATIC_LIFE, *TALKS.values(), TRAINING, DUES,
    ARREARS_RED, TERM, MEMBERSHIP, CIRCUMSTANCES, REVIEW, PROBATION, CONTACT, RECTIFICATION, PLAN,
)  # fmt: skip
COLUMNS: dict[str, str] = {duty.code: duty.label for duty in DUTIES}
"""The heat map's columns, in the order people read them."""
