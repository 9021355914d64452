"""The ledger of plan items: list, Excel sheet and import sheet from one set of columns."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from partywork.accounts.models import User
from partywork.entries.figured import set_figure
from partywork.entries.ledger import key_column, org_column, text_column
from partywork.ledgers.cells import as_bool, as_choice, as_date, as_milli, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.measures.themes import Theme
from partywork.orgs.models import Organisation
from partywork.plans.actions import log_plan
from partywork.plans.enums import STATE_MARK, Comparator, Each, PlanState
from partywork.plans.models import PlanItem


def theme_column() -> Column:
    return Column("theme", "主题", lambda r: r.get_theme_display(), width=16, parse=as_choice(Theme), choices=Theme)


def target_columns() -> list[Column]:
    """The figure that is counted, and what it is to reach."""
    return [
        Column("figure", "取数指标", lambda r: r.figure, width=20, parse=as_text, in_list=False,
               help="系统里数的名称，可以加 #标签 和 @类别", example="支委会次数"),
        Column("comparator", "目标要求", lambda r: r.get_comparator_display(), width=10, parse=as_choice(Comparator),
               choices=Comparator, in_list=False, example="不少于"),
        Column("target_milli", "目标值", lambda r: r.target, "decimal", 10, parse=as_milli, in_list=False,
               help="期限所在半年要达到的数，单位与取数指标相同，金额以元为单位", example="6"),
    ]  # fmt: skip


STATE_COLUMN = Column("state", "状态", lambda p: p.get_state_display(), width=8, mark=lambda p: STATE_MARK[p.state])

COLUMNS = [
    Column("due_on", "完成期限", lambda p: p.due_on, "date", 12, parse=as_date, required=True, example="2026-09-30"),
    org_column(),
    text_column("text", "计划事项", 40, required=True, example="完成支部换届"),
    theme_column(),
    text_column("owner", "责任人", 12),
    Column("target_text", "目标", lambda p: p.target_text, width=14),
    *target_columns(),
    Column("each", "按谁算", lambda p: p.get_each_display() if p.measure_code else "", width=12, parse=as_choice(Each),
           choices=Each, in_list=False, help="不填就是合计"),
    Column("over_year", "按全年算", lambda p: "是" if p.over_year else "", width=8, parse=as_bool, in_list=False,
           help="填“是”的从年初算起，不填按期限所在半年算"),
    STATE_COLUMN,
    Column("set_on", "列入日期", lambda p: p.set_on, "date", 12, parse=as_date, in_list=False,
           help="哪天定下的；不填按导入那天，已过期限的按期限"),
    Column("done_on", "完成日期", lambda p: p.done_on, "date", 12, parse=as_date, help="已经完成的填"),
    text_column("result", "完成情况", 30, in_list=False),
    text_column("remark", "备注", 24, in_list=False),
    key_column(),
]  # fmt: skip


def rows(queryset: QuerySet[PlanItem]) -> QuerySet[PlanItem]:
    return queryset.select_related("org")


def take(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> PlanItem:
    """Log one imported row. A refusal names the column it is about."""
    figure = values.pop("figure")
    values["each"] = values.get("each") or Each.WHOLE
    item = PlanItem(**values, org=org)
    item.state = PlanState.DONE if item.done_on else PlanState.OPEN
    set_figure(item, figure)
    return log_plan(item=item, by=by, today=today)


LEDGER = Ledger("plans", "计划台账", PlanItem, "plans:list", COLUMNS, rows, take)
