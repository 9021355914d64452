"""The app's models, gathered from its slices so that Django finds them."""

from summaries.checks.models import CheckAcknowledgement
from summaries.editor.models import OwnHeading, ParagraphVersion
from summaries.lifecycle.models import ReportStep, Snapshot, SnapshotPart
from summaries.outlines.models import OwnOutline
from summaries.ownforms.models import OwnForm
from summaries.phrases.models import OwnFormulation, OwnPhrase, SilencedSentence
from summaries.reports.models import Paragraph, Report

__all__ = [
    "CheckAcknowledgement",
    "OwnForm",
    "OwnFormulation",
    "OwnHeading",
    "OwnOutline",
    "OwnPhrase",
    "Paragraph",
    "ParagraphVersion",
    "Report",
    "ReportStep",
    "SilencedSentence",
    "Snapshot",
    "SnapshotPart",
]
