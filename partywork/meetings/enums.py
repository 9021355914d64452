"""Kinds of meetings (支部工作条例第11—18条) and who lectures."""

from django.db.models import TextChoices


class MeetingKind(TextChoices):
    """One gathering may be several of these at once (套会); each has a boolean column of its name."""

    COMMITTEE = "is_committee", "支委会"
    GENERAL = "is_general", "党员大会"
    GROUP = "is_group", "党小组会"
    LECTURE = "is_lecture", "党课"
    THEME_DAY = "is_theme_day", "主题党日"
    LIFE = "is_life", "组织生活会"
    APPRAISAL = "is_appraisal", "民主评议"
    DEMOCRATIC_LIFE = "is_democratic_life", "民主生活会"
    STUDY_CENTRE = "is_study_centre", "中心组学习"
    PARTY_COMMITTEE = "is_party_committee", "党委（党组）会"
    STUDY = "is_study", "集中学习研讨"
    JOINT = "is_joint", "联席会"
    PROMOTION = "is_promotion", "推进会"
    OTHER = "is_other", "其他会议"


# 组织生活: what counts toward the gatherings of organisation life; a 套会 is one gathering.
ORGANISATION_LIFE = (
    MeetingKind.COMMITTEE,
    MeetingKind.GENERAL,
    MeetingKind.GROUP,
    MeetingKind.LECTURE,
    MeetingKind.THEME_DAY,
    MeetingKind.LIFE,
    MeetingKind.APPRAISAL,
)


class LecturerRank(TextChoices):
    UPPER_LEADER = "upper_leader", "上级领导"
    LEADER = "leader", "本单位领导班子成员"
    SECRETARY = "secretary", "支部书记"
    COMMITTEE_MEMBER = "committee_member", "支部委员"
    MEMBER = "member", "普通党员"
    INVITED = "invited", "外请专家"


class TopicTag(TextChoices):
    FIRST = "first", "第一议题"
    INTEGRITY = "integrity", "党风廉政"
    IDEOLOGY = "ideology", "意识形态"
    DEVELOPMENT = "development", "发展党员"
    RECTIFICATION = "rectification", "问题整改"
    ORGANISATION = "organisation", "组织建设"
    BUSINESS = "business", "业务工作"
    OTHER = "other", "其他"


class AbsenceReason(TextChoices):
    LEAVE = "leave", "请假"
    ABSENT = "absent", "无故缺席"
    LATE = "late", "迟到"
    MADE_UP = "made_up", "已补学"
