"""The paragraphs on the report's page: how each came about, in a word, and what can be done with it there."""

from functools import cached_property
from typing import Any, cast

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString

from summaries.document import Block, Heading, Table
from summaries.document import Paragraph as Printed
from summaries.editor.headings import field_name, own_headings, renamed
from summaries.editor.models import ParagraphVersion
from summaries.outlines.shelf import outline_of
from summaries.reports.desk import Desk, printable
from summaries.reports.models import Paragraph, ParagraphState, Report
from summaries.typeset import section_of

# How a paragraph came about: css class and word. Only what differs from 系统成文 is marked.
GENERATED, REWRITTEN, OWN, PROPOSED, DROPPED = "generated", "rewritten", "own", "proposed", "dropped"
WORDS = {
    GENERATED: "系统成文",
    REWRITTEN: "改写",
    OWN: "自己写的",
    PROPOSED: "待确认",
    DROPPED: "不写",
}


def origin_of(paragraph: Paragraph) -> str:
    if paragraph.state == ParagraphState.DROPPED:
        return DROPPED
    if paragraph.is_own:
        return OWN
    if paragraph.own_text is not None:
        return REWRITTEN
    return PROPOSED if paragraph.state == ParagraphState.PROPOSED else GENERATED


def origin_word(paragraph: Paragraph) -> str:
    return WORDS[origin_of(paragraph)]


def draft_key(user: Any, report: Report, *more: object) -> str:
    """Under what a browser keeps a text that has not reached the server; nobody else's who uses the same one."""
    return ":".join(map(str, ["draft", user.pk, report.pk, *more]))


class Passages:
    """Dresses the blocks of a report that may be changed; give ``around`` to the HTML renderer."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.paragraphs = {each.anchor: each for each in desk.paragraphs}
        self.slot = get_template("summaries/_slot.html")
        self.heading = get_template("summaries/_heading.html")

    @cached_property
    def with_versions(self) -> set[int]:
        versions = ParagraphVersion.objects.filter(paragraph__report=self.desk.report).order_by()
        return set(versions.values_list("paragraph_id", flat=True).distinct())

    def around(self, block: Block, html: SafeString) -> SafeString:
        if isinstance(block, Table):
            return html
        if isinstance(block, Heading):
            return self._heading(block, html)
        return self._slot(block, html) if block.anchor else html

    def _slot(self, block: Printed, html: SafeString) -> SafeString:
        passages = [self.tools(self.paragraphs[anchor]) for anchor in block.anchors]
        return _drawn(self.slot, html=html, passages=passages, is_single=len(passages) == 1)

    def tools(self, paragraph: Paragraph) -> dict[str, Any]:
        """What the writer can do with a paragraph."""
        origin = origin_of(paragraph)
        return {
            "pk": paragraph.pk,
            "anchor": paragraph.anchor,
            "origin": origin,
            "word": "" if origin == GENERATED else WORDS[origin],
            "has_news": paragraph.has_news,
            "is_proposed": origin == PROPOSED,
            "has_figure": bool(paragraph.figured_text),
            "can_move": paragraph.is_movable,
            "has_versions": paragraph.pk in self.with_versions,
            "edit_url": self._url("paragraph", paragraph.pk),
            "step_url": self._url("paragraph_step", paragraph.pk),
            "earlier_url": self._url("earlier_texts", paragraph.pk),
            "add_url": self._url("new_paragraph") + f"?after={paragraph.pk}",
        }

    def _heading(self, block: Heading, html: SafeString) -> SafeString:
        under = self.paragraphs.get(block.anchor)
        heading = under and self._heading_of(block, under)
        if not under or not heading:
            return html
        url = f"{self._url('headings')}#id_{field_name(under.section, heading)}"
        return _drawn(self.heading, html=html, url=url, anchor=f"h-{under.pk}-{block.level}")

    def _heading_of(self, block: Heading, under: Paragraph) -> str:
        """What the outline calls this heading; the section's own one stands on the first level."""
        if block.level > 1:
            return under.heading
        plan = outline_of(self.desk.compiled.facts.order)
        called = renamed(plan, self._called)
        section = section_of(printable(under, self._called), called, None)
        return plan.sections[called.sections.index(section)].heading if section else ""

    @cached_property
    def _called(self) -> dict[tuple[str, str], str]:
        return own_headings(self.desk.report)

    def _url(self, name: str, *args: int) -> str:
        return reverse(f"summaries:{name}", args=[self.desk.report.pk, *args])


def _drawn(template: Any, **context: Any) -> SafeString:
    """A template's own output is safe: it escapes what it is given."""
    return cast("SafeString", template.render(context))
