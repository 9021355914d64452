"""The list of what units below submitted or froze, and the columns both lists of reports share."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from partywork.ledgers.columns import Column, Ledger
from summaries.lifecycle.models import Snapshot
from summaries.lifecycle.panel import light_of
from summaries.reports.models import Report, ReportState


def changed_since(report: Report) -> str:
    """What the last look at a frozen report's figures found; "" for one that is not frozen."""
    if report.state != ReportState.FROZEN:
        return ""
    if report.changed_figures is None:
        return "未核对"
    return f"{report.changed_figures}个数字有变" if report.changed_figures else "无变化"


def light_of_changes(report: Report) -> str:
    return "warn" if report.changed_figures else "muted" if report.changed_figures is None else "ok"


STATE = Column("state", "状态", lambda r: r.get_state_display(), width=8, mark=light_of)
CHANGED = Column("changed", "定稿后", changed_since, width=12, mark=light_of_changes, spare=True)


def rows(queryset: QuerySet[Report]) -> QuerySet[Report]:
    """With the latest version that the superior may read: ``kept_id``, ``kept_at``, ``kept_by``."""
    kept = Snapshot.objects.filter(report=OuterRef("pk")).order_by("-at", "-pk")
    return queryset.select_related("org").annotate(
        kept_id=Subquery(kept.values("pk")[:1]),
        kept_at=Subquery(kept.values("at")[:1]),
        kept_by=Subquery(kept.values("by__full_name")[:1]),
    )


LEDGER = Ledger(
    "received_reports",
    "下级报送的总结",
    Report,
    "summaries:received",
    [
        Column("title", "标题", str, width=30),
        Column("org", "党组织", lambda r: r.org.short_name, width=18),
        Column("period", "期间", lambda r: r.period.label, width=14),
        Column("data_date", "数据截至", lambda r: r.data_date, "date", 12),
        STATE,
        Column("kept_at", "报送或定稿", lambda r: timezone.localdate(r.kept_at), "date", 12),
        Column("kept_by", "签发人", lambda r: r.kept_by, width=10),
        CHANGED,
    ],
    rows,
)
