"""Code tables of visits and talks. Talks: 中国共产党支部工作条例（试行）第19条."""

from django.db.models import TextChoices


class VisitKind(TextChoices):
    VISIT = "visit", "走访"
    CONDOLENCE = "condolence", "慰问"
    CONTACT_POINT = "contact_point", "联系点"
    PAIRED = "paired", "挂钩联系"


class ObjectKind(TextChoices):
    RESIDENT = "resident", "居民"
    ENTERPRISE = "enterprise", "企业"
    PROJECT = "project", "项目"
    PETITION = "petition", "信访"
    HARDSHIP_MEMBER = "hardship_member", "困难党员"
    OLD_MEMBER = "old_member", "老党员"
    OLD_CADRE = "old_cadre", "老干部"
    MARTYR_FAMILY = "martyr_family", "烈士遗属和因公牺牲党员家属"
    HARDSHIP_RESIDENT = "hardship_resident", "困难群众"
    GRASSROOTS = "grassroots", "社区（村）或支部"
    OTHER = "other", "其他"


class VisitorRank(TextChoices):
    UNIT_SECRETARY = "unit_secretary", "党委（党组）书记"
    LEADER = "leader", "班子成员"
    SECRETARY = "secretary", "支部书记"
    COMMITTEE_MEMBER = "committee_member", "支部委员"
    MEMBER = "member", "党员"


LEADER_RANKS = (VisitorRank.UNIT_SECRETARY, VisitorRank.LEADER)


class Occasion(TextChoices):
    NEW_YEAR = "new_year", "元旦"
    SPRING_FESTIVAL = "spring_festival", "春节"
    JULY_FIRST = "july_first", "七一"
    NATIONAL_DAY = "national_day", "国庆"
    ORDINARY = "ordinary", "日常"


class FundSource(TextChoices):
    DUES = "dues", "党费"
    FISCAL = "fiscal", "财政资金"
    CARE = "care", "党内关怀帮扶资金"
    TRADE_UNION = "trade_union", "工会经费"
    OWN = "own", "单位自筹"
    DONATION = "donation", "社会捐赠"
    OTHER = "other", "其他资金"


class GiftKind(TextChoices):
    MONEY = "money", "慰问金"
    GOODS = "goods", "慰问品"


class TalkKind(TextChoices):
    HEART = "heart", "谈心谈话"
    INTEGRITY = "integrity", "廉政谈话"
    ADMISSION = "admission", "入党谈话"
    REMINDER = "reminder", "提醒谈话"


class TalkPair(TextChoices):
    COMMITTEE = "committee", "支委之间"
    COMMITTEE_MEMBER = "committee_member", "支委与党员"
    MEMBERS = "members", "党员之间"
    LEVELS = "levels", "上级与下级"
