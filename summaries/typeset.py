"""From the paragraphs of a draft, with tokens, to a Document: numbers filled in, headings numbered.

The same for a draft fresh from the records and for one that a writer has edited.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Literal

from partywork.common.text import ordinal_heading
from summaries.compile import Item, Part
from summaries.document import Block, Document, Figure, Heading, Meta, Paragraph, Run
from summaries.facts import Facts
from summaries.figures import ask_for, figure_behind, print_slot
from summaries.numbering import closed, counted_heading, counted_text, group_mark, item_mark, run_together
from summaries.outlines.format import LEAD, Outline, Section
from summaries.styles import DECLARED, SPLIT
from summaries.tables import NO_TABLES, Tables
from summaries.text import MISSING, Token, TokenError, parse
from summaries.titles import break_title
from summaries.tokens import Slot, resolve, slots_of

DRAFT_MARK = "送审稿"
ONE_LIST = 6  # so few paragraphs of a part are one list
UNKNOWN = "【无法取数：{}】"


@dataclass(frozen=True)
class Printable:
    """A paragraph that is to be printed: where it stands and its text with tokens.

    ``anchor`` names the stored paragraph it is, for links to it; ``key`` its source (see compile.Item).
    """

    part: Part
    heading: str
    text: str
    anchor: str = ""
    key: str = ""

    @property
    def is_lead(self) -> bool:
        """Whether it introduces a section instead of being one of its items."""
        return self.key.startswith(LEAD)


@dataclass(frozen=True)
class DeclaredMark:
    """（其中填报5次）: stands behind the figure and its ``unit``, where the text goes on with it."""

    runs: tuple[Run, ...] = ()
    unit: str = ""

    def behind(self, text: str) -> tuple[Run, ...]:
        if not self.runs or not text.startswith(self.unit):
            return (*self.runs, Run(text))
        return (Run(self.unit), *self.runs, Run(text.removeprefix(self.unit)))


@dataclass
class Page:
    """The figures printed so far, in the order of their first appearance."""

    facts: Facts
    figures: dict[str, Figure] = field(default_factory=dict)

    def runs(self, text: str, anchor: str = "") -> tuple[Run, ...]:
        """The text with its tokens printed; a figure without records is 【待补】, and so is nothing else."""
        runs: list[Run] = []
        already = ""  # printed by the token before, and not to be printed again
        mark = DeclaredMark()
        for part in parse(text):
            if isinstance(part, Token):
                runs += mark.runs
                run, already = self._token(part)
                mark = self._mark(part, run, already)
                runs.append(run)
            else:
                runs += mark.behind(part.removeprefix(already))
                already, mark = "", DeclaredMark()
        runs += mark.runs
        printed = (run for run in runs if run.text)
        return tuple(replace(run, anchor=anchor) for run in printed) if anchor else tuple(printed)

    def _mark(self, token: Token, run: Run, already: str) -> "DeclaredMark":
        """What is said behind a figure of which something was declared: it is never mixed in silently."""
        figure = self.figures.get(run.figure_id or "")
        if figure is None or figure.declared is None:
            return DeclaredMark()
        slot = resolve(token, self.facts.indicators)
        if slot.style == SPLIT:
            return DeclaredMark()  # 填报 stands among the parts
        declared = self._figure(replace(slot, style=DECLARED, detail=""))
        if declared is None:
            return DeclaredMark()
        number = Run(declared.printed, declared.id)
        if figure.declared == figure.number:
            return DeclaredMark((Run("（填报数）"),), figure.unit if not already else "")
        return DeclaredMark((Run("（其中填报"), number, Run(f"{declared.unit}）")), figure.unit if not already else "")

    def _token(self, token: Token) -> tuple[Run, str]:
        """The token as printed, and what somebody may have typed behind it that it has printed itself.

        {走访户数|以上} prints its unit, and names cut short end in 等.
        """
        try:
            slot = resolve(token, self.facts.indicators)
        except TokenError:
            return Run(self.alone(token)), ""
        figure = self._figure(slot)
        if figure is not None:
            return Run(figure.printed, figure.id), figure.unit if slot.prints_unit else ""
        text = self.alone(token)
        return Run(text), "等" if text.endswith("等") else ""

    def alone(self, token: Token) -> str:
        """The token as printed, without what is said behind it."""
        try:
            printed = print_slot(resolve(token, self.facts.indicators), self.facts)
        except TokenError:
            return UNKNOWN.format(token.expression)
        return printed.text if printed else MISSING

    def _figure(self, slot: Slot) -> Figure | None:
        """The figure a token prints, which from now on stands on the page."""
        known = self.figures.get(slot.id) if slot.request else None
        found = known or figure_behind(slot, self.facts)
        return self.figures.setdefault(found.id, found) if found else None


def fresh(items: Iterable[Item]) -> list[Printable]:
    """A draft as it leaves the pipeline: candidates stand in it in the wording without figures.

    A 送审稿 shows what was found so that the writer can decide; a final prints only what was accepted.
    """
    return [Printable(item.part, item.heading, item.text, key=item.key) for item in items]


def known_slots(texts: Iterable[str], facts: Facts) -> list[Slot]:
    """The tokens of the texts, to evaluate them in one go; unknown ones are left for the check."""
    found: list[Slot] = []
    for text in texts:
        try:
            found += slots_of(text, facts.indicators)
        except TokenError:
            continue
    return found


def typeset(
    paragraphs: Sequence[Printable],
    outline: Outline,
    facts: Facts,
    *,
    tables: Tables = NO_TABLES,
    title: str = "",
    draft_mark: str = DRAFT_MARK,
) -> Document:
    """The report. ``title`` replaces the outline's where the writer gave one."""
    ask_for(known_slots([each.text for each in paragraphs], facts), facts)
    order, page = facts.order, Page(facts)
    words = title or order.org.name + _plain(page, outline.title)
    blocks = [
        *_alone(paragraphs, "opening", page),
        *(block for chapter in _chapters(paragraphs, outline) for block in chapter.blocks(page)),
        *_alone(paragraphs, "closing", page),
    ]
    return Document(
        title_lines=break_title(words, keep=[order.org.name]),
        addressee=facts.superior.name if facts.superior else "",
        blocks=tuple(blocks),
        signature=order.org.name,
        date=order.signed_on,
        meta=Meta(order.period.label, order.data_date, order.org.name),
        attachments=tables.attachments,
        draft_mark=draft_mark,
        figures=(*page.figures.values(), *(each for each in tables.figures if each.id not in page.figures)),
    )


def _alone(paragraphs: Sequence[Printable], part: Part, page: Page) -> list[Block]:
    return [Paragraph(page.runs(each.text, each.anchor)) for each in paragraphs if each.part == part]


def _chapters(paragraphs: Sequence[Printable], outline: Outline) -> list["Chapter"]:
    """The sections that have something to print, numbered through; a single one needs no number."""
    filed: dict[str, list[Printable]] = {section.key: [] for section in outline.sections}
    last: dict[str, Section] = {}
    for each in paragraphs:
        section = section_of(each, outline, last.get(each.part))
        if section is not None:
            last[each.part] = section
            filed[section.key].append(each)
    chapters = [
        Chapter(section, filed[section.key], is_short(section.kind, paragraphs)) for section in outline.sections
    ]
    printed = [chapter for chapter in chapters if chapter.says_something]
    headed = [chapter for chapter in printed if chapter.section.heading and chapter.section.numbered]
    if len(headed) > 1:
        for number, chapter in enumerate(headed, 1):
            chapter.number = ordinal_heading(1, number)
    return printed


def is_short(part: Part, paragraphs: Iterable[Printable]) -> bool:
    """Whether the items of a part are so few that they need no headings of their own.

    Plans are single sentences: among them a heading must have two on the average.
    """
    headings = Counter(each.heading for each in paragraphs if each.part == part and not each.is_lead)
    items = headings.total()
    return items <= ONE_LIST or (part == "plan" and items < 2 * len(headings))


def section_of(paragraph: Printable, outline: Outline, before: Section | None) -> Section | None:
    """Where a paragraph stands: under its heading; by its source; behind the one before it of the same part."""
    of_kind = [section for section in outline.sections if section.kind == paragraph.part]
    for section in of_kind:
        if paragraph.heading and paragraph.heading in section.headings:
            return section
    source = paragraph.key.partition(":")[2]
    for section in of_kind:
        if any(source in group.sources for group in section.groups):
            return section
    return before or next(iter(of_kind), None)


@dataclass
class Chapter:
    """A section of the outline with its paragraphs of this report; ``number`` is that of its heading.

    In a ``short`` report the items stand without headings of their own.
    """

    section: Section
    inside: list[Printable]
    short: bool
    number: str = ""

    @property
    def leads(self) -> list[Printable]:
        return [each for each in self.inside if each.is_lead]

    @cached_property
    def items(self) -> list[Printable]:
        return [each for each in self.inside if not each.is_lead]

    @property
    def says_something(self) -> bool:
        """An introduction alone says nothing, unless the section consists of it."""
        return bool(self.items or (self.leads and not self.section.groups))

    @cached_property
    def groups(self) -> list[tuple[str, list[Printable]]]:
        """Items under their own headings ("" for none), in order; a single heading is none."""
        groups = [(heading, list(inside)) for heading, inside in groupby(self.items, self._own_heading)]
        short = self.short and not self.section.run_in
        return [("", self.items)] if short or len(groups) == 1 else groups

    def _own_heading(self, item: Printable) -> str:
        return "" if item.heading == self.section.heading else item.heading

    @property
    def count(self) -> int:
        """How many things stand under the section's heading."""
        return len(self.groups) if len(self.groups) > 1 else len(self.items)

    @property
    def heading(self) -> str:
        """The section's heading; one that counts groups gives way to its other wording where there are none."""
        ungrouped = len(self.groups) == 1 and any(group.heading for group in self.section.groups)
        return counted_heading(self.section.heading, self.section.single, 1 if ungrouped else self.count)

    def blocks(self, page: Page) -> list[Block]:
        section, blocks = self.section, list[Block]()
        if section.heading:
            blocks.append(Heading(1, self.number + _plain(page, self.heading), self.inside[0].anchor))
        opening: tuple[Run, ...] = ()
        for lead in self.leads:
            runs = page.runs(counted_text(lead.text, self.count), lead.anchor)
            if section.joined and len(self.groups) == 1:
                opening += runs
            elif runs:
                blocks.append(Paragraph(runs))
        number = 0
        for heading, inside in self.groups:
            number += bool(heading)
            blocks += self._group(number, heading, inside, opening, page)
        return blocks

    def _group(
        self, number: int, heading: str, inside: list[Printable], opening: tuple[Run, ...], page: Page
    ) -> list[Block]:
        section, group = self.section, self.section.group(heading)
        if not heading:
            return _paragraphs(inside, section, opening, page)
        words = _plain(page, counted_heading(heading, group.single if group else "", len(inside)))
        mark = group_mark(section.group_mark, number)
        if section.run_in:
            run = Run(f"{mark}{words}。", anchor=inside[0].anchor)
            return _paragraphs(inside, section, (run,), page)
        level: Literal[2, 3] = 3 if section.group_mark == "1." else 2
        return [Heading(level, mark + words, inside[0].anchor), *_paragraphs(inside, section, (), page)]


def _paragraphs(items: list[Printable], section: Section, opening: tuple[Run, ...], page: Page) -> list[Block]:
    """The paragraphs of one heading, each by itself or as one behind ``opening``; a single one needs no number."""
    if not items:
        return []
    marks = [item_mark(section.item_mark, number, len(items)) for number in range(1, len(items) + 1)]
    together = section.joined or section.run_in
    texts = run_together([each.text for each in items]) if together else [closed(each.text) for each in items]
    runs = [
        (*((Run(mark, anchor=item.anchor),) if mark else ()), *page.runs(text, item.anchor))
        for mark, item, text in zip(marks, items, texts, strict=True)
    ]
    if together:
        return [Paragraph((*opening, *(run for each in runs for run in each)), "lead" if section.run_in else "body")]
    return [Paragraph(each, "lead" if mark else "body") for mark, each in zip(marks, runs, strict=True)]


def _plain(page: Page, text: str) -> str:
    return "".join(run.text for run in page.runs(text))
