"""The app's models, gathered from its slices so that Django finds them."""

from summaries.checks.models import CheckAcknowledgement
from summaries.editor.models import OwnHeading, ParagraphVersion
from summaries.lifecycle.models import ReportStep, Snapshot, SnapshotPart
from summaries.reports.models import Paragraph, Report

__all__ = [
    "CheckAcknowledgement",
    "OwnHeading",
    "Paragraph",
    "ParagraphVersion",
    "Report",
    "ReportStep",
    "Snapshot",
    "SnapshotPart",
]
