"""Reading what the writer did to a report."""

from django.db.models import QuerySet

from summaries.editor.models import ParagraphVersion, VersionKind
from summaries.reports.models import Paragraph


def had_texts(paragraph: Paragraph) -> QuerySet[ParagraphVersion]:
    """What the paragraph has said, the present text last; texts that were never used are not among them."""
    return paragraph.versions.exclude(kind=VersionKind.LOST).order_by("pk")


def earlier_version(paragraph: Paragraph) -> ParagraphVersion | None:
    """What an undo brings back: one undo after the other goes one text further back."""
    texts = list(had_texts(paragraph).select_related("back_to"))
    if not texts:
        return None
    origin = texts[-1].back_to or texts[-1]
    return next((each for each in reversed(texts) if each.pk < origin.pk), None)


def all_versions(paragraph: Paragraph) -> QuerySet[ParagraphVersion]:
    """Every text, newest first, with those who wrote them."""
    return paragraph.versions.select_related("by").order_by("-pk")
