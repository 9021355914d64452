"""Two versions of a report side by side: its kept ones and, for its own unit, the present draft."""

from dataclasses import dataclass

from summaries.document import Document, plain_text
from summaries.lifecycle.differences import Difference, differences
from summaries.lifecycle.models import Snapshot, SnapshotKind
from summaries.lifecycle.sealing import document_of
from summaries.lifecycle.wording import Row, changes_only, compare
from summaries.reports.desk import open_report
from summaries.reports.models import Report

NOW = "now"
NOW_LABEL = "现在的稿子"


@dataclass(frozen=True)
class Comparison:
    """``rows``: every paragraph, equal ones too; ``figures``: those that differ."""

    rows: list[Row]
    figures: list[Difference]

    @property
    def changed_rows(self) -> list[Row]:
        return changes_only(self.rows)

    @property
    def words(self) -> str:
        """How much changed, in a line."""
        texts, figures = len(self.changed_rows), len(self.figures)
        if not texts and not figures:
            return "文字和数字都没有变化"
        if not figures:
            return f"{texts}段文字有变化，数字没有变化"
        return f"{texts}段文字、{figures}个数字有变化" if texts else f"{figures}个数字有变化，文字没有变化"


def kept_versions(report: Report) -> dict[str, Snapshot]:
    """Every kept version by its number in the address, the latest first."""
    return {str(each.pk): each for each in report.snapshots.select_related("by").order_by("-at", "-pk")}


def document_named(report: Report, name: str, kept: dict[str, Snapshot]) -> Document:
    """The text of a kept version or of the present draft."""
    return open_report(report).compiled.document if name == NOW else document_of(kept[name])


def compare_versions(old: Document, new: Document) -> Comparison:
    return Comparison(compare(_lines(old), _lines(new)), differences(old, new))


def submission_before(snapshot: Snapshot) -> Snapshot | None:
    """The submission before this version: what a superior saw last time."""
    earlier = snapshot.report.snapshots.filter(kind=SnapshotKind.SUBMITTED, pk__lt=snapshot.pk)
    return earlier.order_by("-pk").first()


def _lines(document: Document) -> list[str]:
    return plain_text(document).splitlines()
