"""Meetings of 三会一课 and the rest; a gathering may be several kinds at once."""

import hashlib
from collections.abc import Sequence
from itertools import zip_longest

from django.db import models
from django.db.models import F, Q

from partywork.entries.models import Entry
from partywork.meetings.enums import ORGANISATION_LIFE, AbsenceReason, LecturerRank, MeetingKind, TopicTag
from partywork.members.models import Member
from partywork.orgs.models import PartyGroup

KIND_COLUMNS = tuple(MeetingKind.values)
LEAST_MINUTES = 20  # characters; “见会议记录本” is alike everywhere and says nothing


class Meeting(Entry):
    """A gathering. Each kind is a boolean column, so 65 figures come from one scan of one index.

    The number present is typed and the exceptions are rows of their own; 应到 is the roster of the day,
    offered by the form and kept as it was.
    """

    is_committee = models.BooleanField("支委会", default=False)
    is_general = models.BooleanField("党员大会", default=False)
    is_group = models.BooleanField("党小组会", default=False)
    is_lecture = models.BooleanField("党课", default=False)
    is_theme_day = models.BooleanField("主题党日", default=False)
    is_life = models.BooleanField("组织生活会", default=False)
    is_appraisal = models.BooleanField("民主评议", default=False)
    is_democratic_life = models.BooleanField("民主生活会", default=False)
    is_study_centre = models.BooleanField("中心组学习", default=False)
    is_party_committee = models.BooleanField("党委（党组）会", default=False)
    is_study = models.BooleanField("集中学习研讨", default=False)
    is_joint = models.BooleanField("联席会", default=False)
    is_promotion = models.BooleanField("推进会", default=False)
    is_other = models.BooleanField("其他会议", default=False)

    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name="党小组"
    )
    chair = models.CharField("主持人", max_length=40, blank=True)
    recorder = models.CharField("记录人", max_length=40, blank=True)
    lecturer = models.CharField("主讲人", max_length=40, blank=True)
    lecturer_rank = models.CharField("主讲人身份", max_length=20, choices=LecturerRank, blank=True)
    belongs_to = models.PositiveSmallIntegerField(
        "所属年度", null=True, blank=True, help_text="组织生活会、民主评议、民主生活会可以在次年一季度召开"
    )
    expected = models.PositiveIntegerField("应到人数")
    present = models.PositiveIntegerField("实到人数")
    observers = models.PositiveIntegerField("列席人数", default=0)
    is_election = models.BooleanField("进行选举", default=False, help_text="到会人数按选举的规定核对")
    voters_expected = models.PositiveIntegerField(
        "应到有表决权人数", null=True, blank=True, help_text="不填按当天名册上的正式党员"
    )
    voters_present = models.PositiveIntegerField(
        "到会有表决权人数", null=True, blank=True, help_text="预备党员没有表决权，不算在内"
    )
    hours = models.PositiveSmallIntegerField("学时", default=0, help_text="计入党员教育培训的学时")
    minutes = models.TextField("会议记录", blank=True)
    minutes_mark = models.CharField(max_length=32, blank=True, editable=False, db_index=True)  # alike text, alike mark
    resolutions = models.TextField("形成决议", blank=True)

    class Meta(Entry.Meta):
        verbose_name = "会议活动"
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(*[(column, True) for column in KIND_COLUMNS], _connector=Q.OR),
                name="meeting_has_a_kind",
                violation_error_message="请至少选择一种会议活动。",
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("expected")),
                name="meeting_present_within_expected",
                violation_error_message="实到人数不能多于应到人数。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["half", "status", "org", "month", "date", *KIND_COLUMNS, "lecturer_rank", "tag", "present",
                        "expected", "hours", "lecturer", "place", "group", "belongs_to"],
                name="meeting_figures",
            ),
            models.Index(fields=["org", "date", "id"], name="meeting_list"),
            models.Index(fields=["date", "id", "org"], name="meeting_by_day"),  # of many units, newest first
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.title or self.kinds_text}"

    def stamp(self) -> None:
        super().stamp()
        self.minutes_mark = mark_of(self.minutes)

    @property
    def kinds(self) -> list[str]:
        """The kind columns that are set."""
        return [column for column in KIND_COLUMNS if getattr(self, column)]

    @kinds.setter
    def kinds(self, columns: list[str]) -> None:
        for column in KIND_COLUMNS:
            setattr(self, column, column in columns)

    @property
    def kinds_text(self) -> str:
        return "、".join(str(MeetingKind(column).label) for column in self.kinds)

    @property
    def is_organisation_life(self) -> bool:
        return any(kind in ORGANISATION_LIFE for kind in self.kinds)


class Topic(models.Model):
    """An agenda item of a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField()
    text = models.CharField("议题", max_length=200)
    tag = models.CharField("类别", max_length=16, choices=TopicTag, blank=True)
    in_favour = models.PositiveIntegerField("赞成票", null=True, blank=True)

    class Meta:
        verbose_name = "议题"
        ordering = ["meeting", "position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="topic_position_once")]

    def __str__(self) -> str:
        return self.text


class Material(models.Model):
    """A document read at a meeting: 《…》."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="materials")
    title = models.CharField("学习材料", max_length=120)

    class Meta:
        verbose_name = "学习材料"
        ordering = ["meeting", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "title"], name="material_once")]

    def __str__(self) -> str:
        return self.title


class Absence(models.Model):
    """Who of the day's roster was not fully there, and why.

    ``half`` is the meeting's own: what somebody missed this year is found without going through earlier years. It may
    be empty only while a server of an older version still writes beside a newer one (docs/releasing.md).
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="absences")
    member = models.ForeignKey(Member, models.PROTECT, related_name="absences", verbose_name="姓名")
    reason = models.CharField("情况", max_length=10, choices=AbsenceReason, default=AbsenceReason.LEAVE)
    half = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = "缺席情况"
        ordering = ["meeting", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="absence_once")]
        indexes = [models.Index(fields=["half", "member", "reason", "meeting"], name="absence_of_half")]

    def __str__(self) -> str:
        return f"{self.member}：{self.get_reason_display()}"


def topic_rows(meeting: Meeting, topics: list[tuple[str, str]], votes: Sequence[int | None] = ()) -> list[Topic]:
    """Unsaved topics in the order given, from (text, tag) and the votes in favour of each."""
    return [
        Topic(meeting=meeting, position=number, text=text, tag=tag, in_favour=in_favour)
        for number, ((text, tag), in_favour) in enumerate(zip_longest(topics, votes[: len(topics)]), 1)
    ]


def absence_rows(meeting: Meeting, absences: Sequence[tuple[Member, AbsenceReason]]) -> list[Absence]:
    """Unsaved absences from the meeting as it stands."""
    return [Absence(meeting=meeting, member=member, reason=reason, half=meeting.half) for member, reason in absences]


def mark_of(minutes: str) -> str:
    """What two records of the same words have in common, however they are spaced; "" for a few words."""
    words = "".join(character for character in minutes if character.isalnum())
    return hashlib.sha256(words.encode()).hexdigest()[:32] if len(words) >= LEAST_MINUTES else ""
