"""The columns of the list of reports."""

from django.db.models import QuerySet

from partywork.ledgers.columns import Column, Ledger
from summaries.lifecycle.columns import CHANGED, STATE
from summaries.reports.models import Report


def rows(queryset: QuerySet[Report]) -> QuerySet[Report]:
    return queryset.select_related("org", "created_by")


LEDGER = Ledger(
    "reports",
    "工作总结",
    Report,
    "summaries:list",
    [
        Column("title", "标题", str, width=30),
        Column("org", "党组织", lambda r: r.org.short_name, width=18),
        Column("period", "期间", lambda r: r.period.label, width=14),
        Column("data_date", "数据截至", lambda r: r.data_date, "date", 12),
        STATE,
        Column("by", "编制人", lambda r: r.created_by.full_name, width=10),
        CHANGED,
    ],
    rows,
)
