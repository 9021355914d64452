"""Which text of a unit goes into a batch: the one it settled last, the one it is writing, else one made anew.

A superior gets what was frozen or submitted, and never the draft that a branch is still writing
(lifecycle.visibility): in its place a 送审稿 is made from the records.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from partywork.accounts.gate import Gate
from partywork.orgs.models import Organisation
from summaries.batch.order import BatchOrder
from summaries.lifecycle.models import Snapshot
from summaries.lifecycle.visibility import own_reports, seen_reports
from summaries.reports.models import KEPT_STATES, Report

FRESH = "按记录新编的送审稿"
DRAFT = "单位在编的稿子"


@dataclass(frozen=True)
class Stored:
    """A report that a unit has: with ``snapshot`` what was kept of it last, else its present draft."""

    report: Report
    snapshot: Snapshot | None

    @property
    def label(self) -> str:
        return DRAFT if self.snapshot is None else f"{self.snapshot}"

    def is_newer_than(self, other: "Stored") -> bool:
        """Of several reports the version kept last; a draft only where nothing was kept, the latest data first."""
        if self.snapshot is not None and other.snapshot is not None:
            return (self.snapshot.at, self.snapshot.pk) > (other.snapshot.at, other.snapshot.pk)
        if self.snapshot is not None or other.snapshot is not None:
            return self.snapshot is not None
        return (self.report.data_date, self.report.pk) > (other.report.data_date, other.report.pk)


def stored_of(orgs: Iterable[Organisation], order: BatchOrder, gate: Gate) -> dict[int, Stored]:
    """By organisation the report to take, for those that have one; a few queries for all."""
    reports = seen_reports(gate).filter(org__in=list(orgs), period_code=order.period.code)
    if order.outline:
        reports = reports.filter(outline=order.outline)
    found = list(reports.select_related("org"))
    own = set(own_reports(gate).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    kept = {each.report_id: each for each in Snapshot.objects.filter(report__in=found).order_by("at", "pk")}
    best: dict[int, Stored] = {}
    for report in found:
        is_written_on = report.pk in own and report.state not in KEPT_STATES  # newer than what was kept of it
        each = Stored(report, None if is_written_on else kept.get(report.pk))
        if report.org_id not in best or each.is_newer_than(best[report.org_id]):
            best[report.org_id] = each
    return best
