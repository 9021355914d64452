"""Which text of a unit goes into a batch: the one it has settled, the one it is writing, else one made anew.

A superior gets what was frozen or submitted, and never the draft that a branch is still writing
(lifecycle.visibility): in its place a 送审稿 is made from the records.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from partywork.accounts.gate import Gate
from partywork.orgs.models import Organisation
from summaries.batch.order import BatchOrder
from summaries.lifecycle.models import Snapshot, SnapshotKind
from summaries.lifecycle.visibility import own_reports, seen_reports
from summaries.reports.models import Report

FRESH = "按记录新编的送审稿"
DRAFT = "单位在编的稿子"


@dataclass(frozen=True)
class Stored:
    """A report that a unit has: with ``snapshot`` what was kept of it, else its present draft."""

    report: Report
    snapshot: Snapshot | None

    @property
    def label(self) -> str:
        return DRAFT if self.snapshot is None else f"{self.snapshot}"

    @property
    def is_frozen(self) -> bool:
        return self.snapshot is not None and self.snapshot.kind == SnapshotKind.FROZEN

    @property
    def rank(self) -> tuple[bool, bool, str, int]:
        """Of several: frozen before submitted before a draft, then the latest data."""
        return self.is_frozen, self.snapshot is not None, self.report.data_date.isoformat(), self.report.pk


def stored_of(orgs: Iterable[Organisation], order: BatchOrder, gate: Gate) -> dict[int, Stored]:
    """By organisation the report to take, for those that have one; a few queries for all."""
    reports = seen_reports(gate).filter(org__in=list(orgs), period_code=order.period.code)
    if order.outline:
        reports = reports.filter(outline=order.outline)
    found = list(reports.select_related("org"))
    writing = set(own_reports(gate).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    frozen, submitted = _latest(found, SnapshotKind.FROZEN), _latest(found, SnapshotKind.SUBMITTED)
    best: dict[int, Stored] = {}
    for report in found:
        sent = None if report.pk in writing else submitted.get(report.pk)  # one's own draft is newer than what was sent
        each = Stored(report, frozen.get(report.pk, sent))
        if report.org_id not in best or each.rank > best[report.org_id].rank:
            best[report.org_id] = each
    return best


def _latest(reports: Iterable[Report], kind: SnapshotKind) -> dict[int, Snapshot]:
    """The last snapshot of the kind by report."""
    kept = Snapshot.objects.filter(report__in=list(reports), kind=kind).order_by("number")
    return {snapshot.report_id: snapshot for snapshot in kept}
