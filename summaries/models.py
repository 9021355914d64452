"""The app's models, gathered from its slices so that Django finds them."""

from summaries.checks.models import CheckAcknowledgement
from summaries.editor.models import OwnHeading, ParagraphVersion
from summaries.lifecycle.models import ReportStep, Snapshot, SnapshotPart
from summaries.outlines.models import OwnOutline
from summaries.ownforms.models import OwnForm
from summaries.phrases.models import OwnFormulation, OwnPhrase, SilencedSentence
from summaries.reports.models import Paragraph, Report
from summaries.tasks.models import Highlight, ReplyStep, SummaryTask, TaskReply

__all__ = [
    "CheckAcknowledgement",
    "Highlight",
    "OwnForm",
    "OwnFormulation",
    "OwnHeading",
    "OwnOutline",
    "OwnPhrase",
    "Paragraph",
    "ParagraphVersion",
    "ReplyStep",
    "Report",
    "ReportStep",
    "SilencedSentence",
    "Snapshot",
    "SnapshotPart",
    "SummaryTask",
    "TaskReply",
]
