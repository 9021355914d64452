"""Every figure about meetings."""

from django.db.models import Q

from partywork.committees.branches import committee_branches
from partywork.entries.enums import Status
from partywork.measures.declarations import (
    Breakdown,
    Count,
    Dim,
    Distinct,
    EventDate,
    Every,
    Measure,
    PerOrg,
    Ratio,
    Regular,
    Source,
    Sum,
    Units,
    dim,
)
from partywork.meetings.enums import ORGANISATION_LIFE, AbsenceReason, LecturerRank, MeetingKind, TopicTag
from partywork.meetings.models import Absence, Material, Meeting, Topic
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.sectors import by_sector
from partywork.orgs.units import BRANCHES, grouped_branches

KINDS = Dim("类型", values={str(kind.label): Q(**{kind.value: True}) for kind in MeetingKind}, partition=False)
RANK = dim("主讲人身份", "lecturer_rank", LecturerRank)

MEETINGS = Source(
    "meetings",
    "会议活动",
    Meeting,
    ledger="meetings",
    tag="tag",
    where=Q(status=Status.DONE),
    dims={"kind": KINDS, "rank": RANK, "sector": by_sector()},
)


def _child(code: str, label: str, model: type, dims: dict[str, Dim]) -> Source:
    """Lines of meetings: counted in their own table, never joined into the meetings' figures."""
    return Source(
        code, label, model, ledger="meetings", org="meeting__org", on="meeting__date", half="meeting__half",
        month="meeting__month", tag="meeting__tag", record="meeting", where=Q(meeting__status=Status.DONE),
        dims={**dims, "sector": by_sector("meeting__org")},
    )  # fmt: skip


TOPICS = _child("topics", "议题", Topic, {"topic": dim("议题类别", "tag", TopicTag)})
MATERIALS = _child("materials", "学习材料", Material, {})
ABSENCES = _child("absences", "缺席情况", Absence, {"reason": dim("缺席情况", "reason", AbsenceReason)})

_LIFE = Q(*[(kind.value, True) for kind in ORGANISATION_LIFE], _connector=Q.OR)
_THREE = "三会一课"


# 支部工作条例: with fewer full members than the rule asks a branch has no committee, and so holds no 支委会.
_COMMITTEE_NOTE = "；正式党员人数不够设支部委员会的不算，花名册上还没有正式党员的算"


def _of_kind(kind: MeetingKind, theme: str) -> list[Measure]:
    """次数, 人次 and, where every branch should hold it, the per-branch figures of one kind."""
    name, where = str(kind.label), Q(**{kind.value: True})
    code = kind.value.removeprefix("is_")
    counted = f"已召开、类型含“{name}”的会议；套会对每种类型各计一次"
    return [
        Measure(f"meeting.{code}.count", f"{name}次数", "次", theme, MEETINGS, Count(), counted, where),
        Measure(f"meeting.{code}.people", f"{name}参加人次", "人次", theme, MEETINGS, Sum("present"),
                f"{counted}，实到人数相加", where),
    ]  # fmt: skip


def _per_branch(
    kind: MeetingKind,
    theme: str,
    every: Every,
    every_label: str,
    units: Units = BRANCHES,
    who: str = "支部",
    note: str = "",
    version: int = 1,
) -> list[Measure]:
    name, where = str(kind.label), Q(**{kind.value: True})
    code = kind.value.removeprefix("is_")
    return [
        Measure(f"meeting.{code}.min", f"各支部{name}最少次数", "次", theme, MEETINGS, PerOrg(units, "min"),
                f"数据截至日存在的{who}中，{name}次数最少的支部的次数；一次没开的支部按 0 计{note}", where,
                version=version),
        Measure(f"meeting.{code}.mean", f"支部平均{name}次数", "次", theme, MEETINGS, PerOrg(units, "mean"),
                f"{name}次数除以数据截至日存在的{who}数，保留一位小数{note}", where, version=version),
        Measure(f"meeting.{code}.regular", f"{every_label}召开{name}的支部数", "个", theme, MEETINGS,
                Regular(units, every),
                f"{who}中，期内{every_label}都召开过{name}的；新成立的从成立后第一个完整周期算起，没过完的周期不算{note}",
                where, version=version),
    ]  # fmt: skip


MEASURES: list[Measure] = [
    *_of_kind(MeetingKind.COMMITTEE, _THREE),
    *_of_kind(MeetingKind.GENERAL, _THREE),
    *_of_kind(MeetingKind.GROUP, _THREE),
    *_of_kind(MeetingKind.LECTURE, "党课"),
    *_of_kind(MeetingKind.THEME_DAY, "主题党日"),
    *_of_kind(MeetingKind.LIFE, "民主评议与组织生活会"),
    *_of_kind(MeetingKind.APPRAISAL, "民主评议与组织生活会"),
    *_of_kind(MeetingKind.DEMOCRATIC_LIFE, "民主评议与组织生活会"),
    *_of_kind(MeetingKind.STUDY_CENTRE, "思想建设"),
    *_of_kind(MeetingKind.PARTY_COMMITTEE, "政治建设"),
    *_of_kind(MeetingKind.STUDY, "思想建设"),
    *_of_kind(MeetingKind.JOINT, "基层治理与共驻共建"),
    *_of_kind(MeetingKind.PROMOTION, "责任制"),
    *_per_branch(MeetingKind.COMMITTEE, _THREE, "month", "每月", committee_branches, "设支部委员会的支部",
                 _COMMITTEE_NOTE, version=2),
    *_per_branch(MeetingKind.GENERAL, _THREE, "quarter", "每季度"),
    *_per_branch(MeetingKind.GROUP, _THREE, "month", "每月", grouped_branches, "设有党小组的支部"),
    *_per_branch(MeetingKind.THEME_DAY, "主题党日", "month", "每月"),
    *_per_branch(MeetingKind.LECTURE, "党课", "quarter", "每季度"),
    *_per_branch(MeetingKind.STUDY, "思想建设", "month", "每月"),
    Measure("meeting.all.count", "会议活动次数", "次", "责任制", MEETINGS, Count(),
            "已召开的各类会议活动（含其他会议），套会只算一次"),
    Measure("meeting.all.people", "会议活动参加人次", "人次", "责任制", MEETINGS, Sum("present"),
            "已召开的各类会议活动（含其他会议），实到人数相加，套会只算一次"),
    Measure("meeting.all.first", "首次会议活动日期", "", "责任制", MEETINGS, EventDate("first"),
            "期内第一次会议活动的日期，可按类型和标签取"),
    Measure("meeting.all.last", "最近会议活动日期", "", "责任制", MEETINGS, EventDate("last"),
            "期内最近一次会议活动的日期，可按类型和标签取"),
    Measure("meeting.life.gatherings", "组织生活次数", "次", _THREE, MEETINGS, Count(),
            "支委会、党员大会、党小组会、党课、主题党日、组织生活会、民主评议；套会只算一次", _LIFE),
    Measure("meeting.life.present", "组织生活参加人次", "人次", _THREE, MEETINGS, Sum("present"),
            "组织生活的实到人数相加；套会只算一次", _LIFE),
    Measure("meeting.life.expected", "组织生活应到人次", "人次", _THREE, MEETINGS, Sum("expected"),
            "组织生活的应到人数相加；套会只算一次", _LIFE),
    Measure("meeting.life.rate", "组织生活参加率", "%", _THREE, MEETINGS,
            Ratio("meeting.life.present", "meeting.life.expected"), "组织生活参加人次 ÷ 应到人次"),
    Measure("meeting.hours", "集中学习学时", "学时", "教育培训", MEETINGS, Sum("hours"), "会议活动登记的学时相加"),
    Measure("meeting.lecture.secretary", "支部书记讲党课次数", "次", "党课", MEETINGS, Count(),
            "主讲人身份为支部书记的党课", Q(is_lecture=True, lecturer_rank=LecturerRank.SECRETARY)),
    Measure("meeting.lecture.leader", "领导班子成员讲党课次数", "次", "党课", MEETINGS, Count(),
            "主讲人身份为本单位领导班子成员或上级领导的党课",
            Q(is_lecture=True, lecturer_rank__in=[LecturerRank.LEADER, LecturerRank.UPPER_LEADER])),
    Measure("meeting.lecture.lecturers", "党课主讲人数", "人", "党课", MEETINGS, Distinct("lecturer"),
            "党课不同主讲人的人数，同名按一人计", Q(is_lecture=True)),
    Measure("meeting.lecture.ranks", "党课主讲人构成", "次", "党课", MEETINGS, Breakdown("rank"),
            "党课按主讲人身份分", Q(is_lecture=True)),
    Measure("meeting.branches", "开展组织生活的支部数", "个", _THREE, MEETINGS, Distinct("org"),
            "期内至少有一次组织生活的党支部（含联合、临时、网格党支部）", _LIFE & Q(org__kind__in=BRANCH_KINDS)),
    Measure("meeting.life.min", "各支部组织生活最少次数", "次", _THREE, MEETINGS, PerOrg(BRANCHES, "min"),
            "数据截至日存在的支部中，组织生活次数最少的支部的次数；套会只算一次，一次没有的按 0 计", _LIFE),
    Measure("meeting.places", "组织生活活动地点数", "处", "阵地建设", MEETINGS, Distinct("place"),
            "组织生活登记的不同地点", _LIFE),
    Measure("meeting.committee.first", "首次党委（党组）会日期", "", "政治建设", MEETINGS, EventDate("first"),
            "期内第一次党委（党组）会的日期", Q(is_party_committee=True)),
    Measure("meeting.life.date", "组织生活会日期", "", "民主评议与组织生活会", MEETINGS, EventDate("last"),
            "期内最近一次组织生活会的日期", Q(is_life=True)),
    Measure("topic.count", "议题数", "个", "政治建设", TOPICS, Count(), "已召开会议的议题"),
    Measure("topic.distinct", "不同议题数", "个", "政治建设", TOPICS, Distinct("text"),
            "已召开会议的不同议题，文字相同算一个"),
    Measure("topic.first", "第一议题学习次数", "次", "政治建设", TOPICS, Count(), "类别为第一议题的议题",
            Q(tag=TopicTag.FIRST)),
    Measure("topic.study", "专题研讨题目数", "个", "思想建设", TOPICS, Distinct("text"),
            "中心组学习和集中学习研讨的不同议题，文字相同算一个",
            Q(meeting__is_study_centre=True) | Q(meeting__is_study=True)),
    Measure("topic.integrity", "研究党风廉政议题数", "个", "党风廉政与警示教育", TOPICS, Count(),
            "类别为党风廉政的议题", Q(tag=TopicTag.INTEGRITY)),
    Measure("topic.ideology", "研究意识形态议题数", "个", "意识形态", TOPICS, Count(), "类别为意识形态的议题",
            Q(tag=TopicTag.IDEOLOGY)),
    Measure("topic.kinds", "议题构成", "个", "政治建设", TOPICS, Breakdown("topic"), "议题按类别分"),
    Measure("material.count", "学习材料篇次", "篇次", "思想建设", MATERIALS, Count(), "每次会议的每篇学习材料计一次"),
    Measure("material.distinct", "学习材料篇数", "篇", "思想建设", MATERIALS, Distinct("title"),
            "不同题目的学习材料"),
    Measure("absence.leave", "请假人次", "人次", _THREE, ABSENCES, Count(), "缺席情况为请假",
            Q(reason=AbsenceReason.LEAVE)),
    Measure("absence.absent", "无故缺席人次", "人次", _THREE, ABSENCES, Count(), "缺席情况为无故缺席",
            Q(reason=AbsenceReason.ABSENT)),
    Measure("absence.people", "缺席人数", "人", _THREE, ABSENCES, Distinct("member"), "有过缺席（不含迟到）的不同党员",
            ~Q(reason=AbsenceReason.LATE)),
]  # fmt: skip
