"""The ledgers of visits and of talks: list, Excel sheet and import sheet from one set of columns."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from partywork.accounts.models import User
from partywork.entries.ledger import checked_column, date_column, key_column, org_column, tail_columns, text_column
from partywork.ledgers.cells import as_choice, as_fen, as_int
from partywork.ledgers.columns import Column, Ledger
from partywork.orgs.models import Organisation
from partywork.visits.actions import log_talk, log_visit
from partywork.visits.enums import (
    FundSource,
    GiftKind,
    ObjectKind,
    Occasion,
    TalkKind,
    TalkPair,
    VisitKind,
    VisitorRank,
)
from partywork.visits.models import Talk, Visit

VISIT_COLUMNS = [
    date_column(),
    org_column(),
    Column("kind", "方式", lambda v: v.get_kind_display(), width=10, parse=as_choice(VisitKind), required=True,
           choices=VisitKind, help="送了慰问金或慰问品的填慰问", example="走访"),
    Column("object_kind", "对象类别", lambda v: v.get_object_kind_display(), width=16, parse=as_choice(ObjectKind),
           required=True, choices=ObjectKind, example="居民"),
    text_column("object_name", "走访对象", 18, required=True, personal=True, help="个人或单位的名称",
                example="王某一户"),
    text_column("title", "标题", 24, in_list=False),
    text_column("place", "地点", 14, in_list=False),
    text_column("visitors", "走访人员", 16, in_list=False, help="几个人用顿号隔开"),
    Column("visitor_rank", "走访人身份", lambda v: v.get_visitor_rank_display(), width=14,
           parse=as_choice(VisitorRank), choices=VisitorRank, in_list=False, help="几个人一起去的，填职务最高的"),
    Column("visitor_count", "走访人员数", lambda v: v.visitor_count, "int", 10, parse=as_int, in_list=False,
           help="不填按 1 人"),
    Column("households", "户数", lambda v: v.households, "int", 8, parse=as_int, total="households"),
    Column("enterprises", "企业数", lambda v: v.enterprises, "int", 8, parse=as_int, in_list=False,
           total="enterprises", help="走访企业必填"),
    Column("people_reached", "走访人数", lambda v: v.people_reached, "int", 10, parse=as_int,
           total="people_reached", help="见到或慰问了多少人；慰问必填"),
    Column("occasion", "场合", lambda v: v.get_occasion_display(), width=8, parse=as_choice(Occasion),
           choices=Occasion, help="不填按日常"),
    Column("gift_kind", "慰问形式", lambda v: v.get_gift_kind_display(), width=10, parse=as_choice(GiftKind),
           choices=GiftKind, in_list=False),
    Column("amount_fen", "金额（元）", lambda v: v.amount_fen or None, "money", 12, parse=as_fen, total="amount_fen",
           help="慰问金，或慰问品的购置金额"),
    Column("fund_source", "资金来源", lambda v: v.get_fund_source_display(), width=14, parse=as_choice(FundSource),
           choices=FundSource, in_list=False),
    text_column("situation", "走访情况", 30, in_list=False, personal=True),
    text_column("needs", "反映的诉求", 30, in_list=False, personal=True, help="几件用分号隔开，有几件计几件"),
    text_column("answer", "答复和办理", 30, in_list=False, personal=True),
    *tail_columns(),
    key_column(),
    checked_column(),
]  # fmt: skip

TALK_COLUMNS = [
    date_column(),
    org_column(),
    Column("kind", "类型", lambda t: t.get_kind_display(), width=10, parse=as_choice(TalkKind), required=True,
           choices=TalkKind, example="谈心谈话"),
    Column("pair", "谈话双方", lambda t: t.get_pair_display(), width=14, parse=as_choice(TalkPair),
           choices=TalkPair, help="谈心谈话必填", example="支委与党员"),
    text_column("talker", "谈话人", 12, required=True),
    Column("people", "谈话对象人数", lambda t: t.people, "int", 12, parse=as_int, required=True, total="people"),
    text_column("place", "地点", 14, in_list=False),
    *[column for column in tail_columns() if column.key != "remark"],
    key_column(),
    checked_column(),
]  # fmt: skip


def rows(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.select_related("org")


def take_visit(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> Visit:
    """Log one imported visit. A refusal names the column it is about."""
    confirmed = values.pop("confirmed")
    given = {key: value for key, value in values.items() if value is not None}
    given["occasion"] = given.get("occasion") or Occasion.ORDINARY
    return log_visit(visit=Visit(**{**given, "org": org}), by=by, today=today, confirmed=confirmed)


def take_talk(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> Talk:
    """Log one imported talk. A refusal names the column it is about."""
    confirmed = values.pop("confirmed")
    given = {key: value for key, value in values.items() if value is not None}
    return log_talk(talk=Talk(**{**given, "org": org}), by=by, today=today, confirmed=confirmed)


VISIT_LEDGER = Ledger("visits", "走访慰问台账", Visit, "visits:list", VISIT_COLUMNS, rows, take_visit)
TALK_LEDGER = Ledger(
    "talks", "谈话台账", Talk, "talks:list", TALK_COLUMNS, rows, take_talk,
    notes=["只登记谈话这件事，不写谈话内容。"],
)  # fmt: skip
