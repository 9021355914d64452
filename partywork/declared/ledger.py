"""The ledgers of units' starts and of declared figures."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from partywork.accounts.models import User
from partywork.declared.actions import declare, log_start
from partywork.declared.models import DeclaredFigure, UnitStart
from partywork.entries.enums import STATUS_MARK
from partywork.entries.figured import set_figure
from partywork.entries.ledger import date_column, key_column, org_column, text_column
from partywork.ledgers.cells import as_date, as_milli, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.orgs.models import Organisation

START_COLUMNS = [
    Column("on", "启用日期", lambda s: s.on, "date", 12, parse=as_date, required=True, example="2026-03-10"),
    org_column(),
    text_column("remark", "备注", 30),
    key_column(),
]  # fmt: skip
COLUMNS = [
    date_column("起始日期"),
    Column("until", "截至日期", lambda d: d.until, "date", 12, parse=as_date, required=True, example="2026-03-09"),
    org_column(),
    Column("figure", "指标", lambda d: d.figure, width=22, parse=as_text, required=True,
           help="系统里数的名称，可以加 #标签 和 @类别", example="支委会次数"),
    Column("value_milli", "填报数值", lambda d: d.value, "decimal", 12, parse=as_milli, required=True,
           help="金额以元为单位", example="2"),
    Column("unit", "单位", lambda d: d.unit, width=8),
    text_column("source_document", "来源文件", 28, required=True, example="2026年一季度党建工作情况报告"),
    text_column("declared_by", "填报人", 10, required=True),
    text_column("remark", "备注", 24, in_list=False),
    Column("status", "状态", lambda d: "已取消" if d.status == "cancelled" else "填报", width=8,
           mark=lambda d: STATUS_MARK[d.status] if d.status == "cancelled" else "warn"),
    key_column(),
]  # fmt: skip


def rows(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.select_related("org")


def take_start(values: dict[str, Any], *, org: Organisation, by: User, today: date) -> UnitStart:
    """Log one imported start."""
    return log_start(start=UnitStart(**values, org=org), by=by, today=today)


def take(
    values: dict[str, Any],
    *,
    org: Organisation,
    by: User,
    today: date,  # noqa: ARG001 (every ledger is taken the same way)
) -> DeclaredFigure:
    """Declare one imported number. A refusal names the column it is about."""
    text = values.pop("figure")
    figure = DeclaredFigure(**values, org=org)
    set_figure(figure, text)
    return declare(figure=figure, by=by)


STARTS = Ledger("unit_starts", "启用登记台账", UnitStart, "starts:list", START_COLUMNS, rows, take_start)
LEDGER = Ledger("declared", "填报数台账", DeclaredFigure, "declared:list", COLUMNS, rows, take)
