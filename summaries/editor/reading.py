"""A report's paragraphs and versions as pages show them, printed with the figures of now."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from partywork.common.text import format_date
from summaries.editor.headings import own_headings
from summaries.editor.models import ParagraphVersion, VersionKind
from summaries.editor.passages import origin_of, origin_word
from summaries.editor.queries import all_versions, had_texts
from summaries.facts import Facts
from summaries.figures import ask_for
from summaries.lifecycle.wording import marked
from summaries.outlines.format import Outline
from summaries.outlines.shelf import outline_of
from summaries.reports.desk import order_of
from summaries.reports.models import Paragraph, ParagraphState, Part, Report
from summaries.text import TokenError
from summaries.typeset import Page, known_slots

EMPTY = "（空）"
NOBODY = "系统"


class Reading:
    """Prints the texts of one report; figures are evaluated as they are met."""

    def __init__(self, report: Report, today: date) -> None:
        self.report, self.today = report, today
        self.page = Page(Facts(order_of(report)))

    def plain(self, text: str) -> str:
        """As printed; what cannot be understood stays as typed."""
        try:
            return "".join(run.text for run in self.page.runs(text)) or EMPTY
        except TokenError:
            return text

    @cached_property
    def called(self) -> dict[tuple[str, str], str]:
        return own_headings(self.report)

    def place(self, paragraph: Paragraph) -> str:
        """Where a paragraph stands, in words: 工作开展 · 严格组织生活."""
        heading = self.called.get((paragraph.section, paragraph.heading), paragraph.heading)
        printed = self.plain(heading) if heading else ""
        return " · ".join(filter(None, [paragraph.get_section_display(), printed]))

    @property
    def outline(self) -> Outline:
        return outline_of(self.page.facts.order)

    def parts(self) -> list[tuple[str, str]]:
        """The parts that the report has, for choosing one; what was done first."""
        kinds = {Part.OPENING, Part.CLOSING, *(section.kind for section in self.outline.sections)}
        order = [Part.DONE, Part.PROBLEM, Part.PLAN, Part.OPENING, Part.CLOSING]
        return [(part.value, part.label) for part in order if part in kinds]

    def rows(self) -> list[dict[str, Any]]:
        """Every paragraph for the list, its figures evaluated together."""
        paragraphs = list(self.report.paragraphs.all())
        facts = self.page.facts
        ask_for(known_slots([each.text for each in paragraphs], facts), facts)
        return [self._row(each) for each in paragraphs]

    def _row(self, paragraph: Paragraph) -> dict[str, Any]:
        args = [self.report.pk, paragraph.pk]
        return {
            "anchor": paragraph.anchor,
            "place": self.place(paragraph),
            "origin": origin_of(paragraph),
            "word": origin_word(paragraph),
            "text": self.plain(paragraph.text),
            "has_news": paragraph.has_news,
            "is_dropped": paragraph.state == ParagraphState.DROPPED,
            "is_proposed": paragraph.state == ParagraphState.PROPOSED,
            "is_movable": paragraph.is_movable,
            "edit_url": reverse("summaries:paragraph", args=args),
            "step_url": reverse("summaries:paragraph_step", args=args),
            "earlier_url": reverse("summaries:earlier_texts", args=args),
        }

    def news(self, paragraph: Paragraph) -> dict[str, Any] | None:
        """What the records say now beside the own text, and what they said when that was written."""
        if not paragraph.has_news:
            return None
        if not paragraph.offered_text:
            return {"is_gone": True}
        before, after = marked(self.plain(paragraph.base_text), self.plain(paragraph.offered_text))
        return {"is_gone": False, "then": before, "now": after}

    def versus(self, paragraph: Paragraph, typed: str) -> dict[str, Any]:
        """The text somebody else has saved beside the one just typed."""
        theirs, mine = marked(self.plain(paragraph.text), self.plain(typed))
        last = had_texts(paragraph).select_related("by").last()
        said = f"{self._who(last)}{self.moment(last.at)}改过它" if last else "它变了：重新编制过，或有人作了选择"
        if paragraph.state == ParagraphState.DROPPED:
            said += "，现在是“不写”"
        return {
            "said": said,
            "theirs": theirs,
            "mine": mine,
        }

    def versions(self, paragraph: Paragraph) -> list[dict[str, Any]]:
        """Newest first. The newest that was used is the present text."""
        versions = list(all_versions(paragraph))
        used = [each for each in versions if each.kind != VersionKind.LOST]
        return [
            {
                "pk": each.pk,
                "text": self.plain(each.text),
                "who": self._who(each),
                "at": self.moment(each.at),
                "word": each.get_kind_display(),
                "is_lost": each.kind == VersionKind.LOST,
                "is_present": bool(used) and each == used[0],
            }
            for each in versions
        ]

    def _who(self, version: ParagraphVersion) -> str:
        return version.by.full_name if version.by else NOBODY

    def clock(self, paragraph: Paragraph) -> str:
        """When the paragraph was saved last, as the time of day: 10:05."""
        last = had_texts(paragraph).last()
        return f"{localtime(last.at):%H:%M}" if last else ""

    def moment(self, at: datetime) -> str:
        """今天 10:05, or the date before the time."""
        local = localtime(at)
        day = "今天" if local.date() == self.today else format_date(local.date(), "short")
        return f"{day} {local:%H:%M}"
