"""The list of what units below submitted or froze."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from partywork.ledgers.columns import Column, Ledger
from summaries.lifecycle.columns import CHANGED, STATE
from summaries.lifecycle.models import Snapshot
from summaries.reports.models import Report


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
