"""Kinds and sectors of organisations (中国共产党支部工作条例（试行）第4、5条)."""

from django.db.models import TextChoices


class OrgKind(TextChoices):
    COMMITTEE = "committee", "党委"
    WORKING_COMMITTEE = "working_committee", "党工委"
    LEADING_GROUP = "leading_group", "党组"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    TEMPORARY_BRANCH = "temporary_branch", "临时党支部"
    GRID_BRANCH = "grid_branch", "网格党支部"


BRANCH_KINDS = (OrgKind.BRANCH, OrgKind.JOINT_BRANCH, OrgKind.TEMPORARY_BRANCH, OrgKind.GRID_BRANCH)
UPPER_KINDS = (OrgKind.COMMITTEE, OrgKind.WORKING_COMMITTEE, OrgKind.LEADING_GROUP, OrgKind.GENERAL_BRANCH)
# 党工委、党组 are appointed, not elected: they have no 换届.
ELECTED_KINDS = (*BRANCH_KINDS, OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH)


class Sector(TextChoices):
    OFFICE = "office", "机关"
    PUBLIC_INSTITUTION = "public_institution", "事业单位"
    COMMUNITY = "community", "社区"
    VILLAGE = "village", "农村"
    STATE_ENTERPRISE = "state_enterprise", "国有企业"
    PRIVATE_ENTERPRISE = "private_enterprise", "非公企业"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织"
    SCHOOL = "school", "学校"
    HOSPITAL = "hospital", "医院"
    RETIRED = "retired", "离退休"
    OTHER = "other", "其他"


# 两新组织: 新经济组织 and 新社会组织.
NEW_SECTORS = (Sector.PRIVATE_ENTERPRISE, Sector.SOCIAL_ORGANISATION)


class ActivityDay(TextChoices):
    NONE = "", "未固定"
    MONTH_DAY = "month_day", "每月固定日期"
    MONTH_WEEKDAY = "month_weekday", "每月第几个星期几"
    WEEKLY = "weekly", "每周固定星期几"
