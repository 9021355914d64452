"""The ledger of meetings: list, Excel sheet and import sheet from one set of columns."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from partywork.accounts.models import User
from partywork.entries.ledger import checked_column, date_column, key_column, org_column, tail_columns, text_column
from partywork.ledgers.cells import CellError, as_bool, as_choice, as_choices, as_int, as_list, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.meetings.actions import log_meeting
from partywork.meetings.enums import AbsenceReason, LecturerRank, MeetingKind, TopicTag
from partywork.meetings.lines import Lines
from partywork.meetings.models import KIND_COLUMNS, Meeting, Topic
from partywork.members.models import Member
from partywork.members.queries import roster
from partywork.orgs.models import Organisation, PartyGroup

_VOTES = re.compile(r"[（(]赞成\s*([0-9]{1,6})\s*票[）)]\s*$")


def as_topics(raw: Any) -> list[tuple[str, str, int | None]]:
    """Topics parted by ； or line breaks; “类别：议题（赞成12票）” gives a topic its class and its votes."""
    labels = {str(label): value for value, label in TopicTag.choices}
    topics = []
    for line in as_text(raw).replace(";", "\n").replace("；", "\n").split("\n"):
        voted = _VOTES.search(line)
        text, votes = (line[: voted.start()], int(voted[1])) if voted else (line, None)
        head, colon, rest = text.strip().partition("：")
        if colon and head in labels:
            topics.append((rest.strip(), labels[head], votes))
        elif text.strip():
            topics.append((text.strip(), "", votes))
    return topics


def as_absences(raw: Any) -> list[tuple[str, AbsenceReason]]:
    """Absentees such as “王某（请假）、李某（无故缺席）”; without a reason it is leave."""
    labels = {str(reason.label): reason for reason in AbsenceReason}
    absences = []
    for part in as_list(raw):
        name, _, reason = part.rstrip("）)").replace("(", "（").partition("（")
        if reason and reason not in labels:
            raise CellError(f"“{reason}”不是缺席情况", "请填：" + "、".join(labels))
        absences.append((name.strip(), labels.get(reason, AbsenceReason.LEAVE)))
    return absences


def show_topics(meeting: Meeting) -> str:
    return "；".join(_show_topic(topic) for topic in meeting.topics.all())


def _show_topic(topic: Topic) -> str:
    votes = "" if topic.in_favour is None else f"（赞成{topic.in_favour}票）"
    return (f"{topic.get_tag_display()}：" if topic.tag else "") + topic.text + votes


def show_absences(meeting: Meeting) -> str:
    return "、".join(f"{a.member.name}（{a.get_reason_display()}）" for a in meeting.absences.all())


COLUMNS = [
    date_column(),
    org_column(),
    Column("kinds", "会议类型", lambda m: m.kinds_text, width=18, parse=as_choices(MeetingKind), required=True,
           choices=MeetingKind, help="一次会议属于几类的，用顿号隔开", example="支委会、主题党日"),
    text_column("title", "标题", 24),
    text_column("place", "地点", 14, in_list=False),
    text_column("chair", "主持人", 10),
    text_column("recorder", "记录人", 10, in_list=False),
    text_column("lecturer", "主讲人", 10, in_list=False, help="党课必填"),
    Column("lecturer_rank", "主讲人身份", lambda m: m.get_lecturer_rank_display(), width=14,
           parse=as_choice(LecturerRank), choices=LecturerRank, in_list=False),
    Column("group", "党小组", lambda m: m.group.name if m.group else "", width=12, parse=as_text, in_list=False,
           help="党小组会填小组名称"),
    Column("expected", "应到", lambda m: m.expected, "int", 8, parse=as_int, required=True),
    Column("present", "实到", lambda m: m.present, "int", 8, parse=as_int, required=True, total="present"),
    Column("observers", "列席", lambda m: m.observers, "int", 8, parse=as_int, in_list=False),
    Column("voters_expected", "应到有表决权", lambda m: m.voters_expected, "int", 12, parse=as_int, in_list=False,
           help="党员大会填；不填按当天名册上的正式党员"),
    Column("voters_present", "到会有表决权", lambda m: m.voters_present, "int", 12, parse=as_int, in_list=False,
           help="党员大会填；预备党员没有表决权"),
    Column("is_election", "进行选举", lambda m: "是" if m.is_election else "", width=8, parse=as_bool, in_list=False),
    Column("hours", "学时", lambda m: m.hours, "int", 8, parse=as_int, in_list=False, total="hours"),
    Column("belongs_to", "所属年度", lambda m: m.belongs_to, "int", 10, parse=as_int, in_list=False,
           help="组织生活会、民主评议、民主生活会填", example="2025"),
    Column("topics", "议题", show_topics, width=40, parse=as_topics, required=True, in_list=False,
           help="几个议题用分号隔开；可写成“第一议题：……”，类别有" + "、".join(TopicTag.labels)
           + "；表决的在后面写“（赞成12票）”"),
    Column("materials", "学习材料", lambda m: "、".join(x.title for x in m.materials.all()), width=30, parse=as_list,
           in_list=False, help="几篇用顿号或分号隔开"),
    Column("absences", "缺席人员", show_absences, width=20, parse=as_absences, in_list=False, personal=True,
           help="写成 姓名（请假）；情况有" + "、".join(AbsenceReason.labels)),
    text_column("minutes", "会议记录", 30, in_list=False),
    text_column("resolutions", "形成决议", 30, in_list=False),
    *tail_columns(),
    key_column(),
    checked_column(),
]  # fmt: skip


LISTED = ("date", "until", "org__short_name", "title", "chair", "expected", "present", "tag", "status", "on_behalf",
          "created_at", "version")  # fmt: skip


def rows(queryset: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return queryset.select_related("org", "group").prefetch_related("topics", "materials", "absences__member")


def list_rows(queryset: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """The list says nothing of what was discussed, read and written down; a year's minutes are megabytes."""
    return queryset.select_related("org").only(*LISTED, *KIND_COLUMNS)


def take(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> Meeting:
    """Log one imported row. A refusal names the column it is about."""
    topics, materials, absences = values.pop("topics"), values.pop("materials"), values.pop("absences")
    kinds, group = values.pop("kinds"), values.pop("group")
    confirmed = values.pop("confirmed")
    given = {key: value for key, value in values.items() if value is not None}
    meeting = Meeting(**{**given, "org": org})
    meeting.kinds = kinds
    meeting.group = find_group(org, group, meeting.date) if group else None
    away = find_members(org, absences, meeting.date)
    lines = Lines([topic[:2] for topic in topics], materials, away, [votes for _, _, votes in topics])
    return log_meeting(meeting=meeting, lines=lines, by=by, today=today, confirmed=confirmed)


def find_group(org: Organisation, name: str, on: date) -> PartyGroup:
    group = PartyGroup.objects.on(on).filter(org=org, name=name).first()
    if group is None:
        raise ValidationError({"group": f"{org}没有叫“{name}”的党小组。"})
    return group


def find_members(
    org: Organisation, absences: list[tuple[str, AbsenceReason]], on: date
) -> list[tuple[Member, AbsenceReason]]:
    """Absentees by name on the roster of the day; a namesake or a stranger is refused by name."""
    if not absences:
        return []
    on_roster = list(roster(org, on))
    found = []
    for name, reason in absences:
        same = [member for member in on_roster if member.name == name]
        if len(same) != 1:
            why = "有同名的，请改在网页上登记" if same else f"{on:%Y-%m-%d}不在本支部名册上"
            raise ValidationError({"absences": f"“{name}”{why}。"})
        found.append((same[0], reason))
    return found


LEDGER = Ledger("meetings", "会议活动台账", Meeting, "meetings:list", COLUMNS, rows, take, list_rows=list_rows)
