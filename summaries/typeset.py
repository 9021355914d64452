"""From the paragraphs of a draft, with tokens, to a Document: numbers filled in, headings numbered.

The same for a draft fresh from the records and for one that a writer has edited.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from partywork.common.text import chinese_number, ordinal_heading
from partywork.measures.declarations import Request
from summaries.compile import Item, Part
from summaries.document import Attachment, Block, Document, Figure, Heading, Meta, Paragraph, Run
from summaries.facts import Facts
from summaries.figures import print_slot
from summaries.outlines.library import Outline
from summaries.text import MISSING, Token, TokenError, parse
from summaries.titles import break_title
from summaries.tokens import requests_of, resolve

DRAFT_MARK = "送审稿"
ONE_LIST = 6  # so few paragraphs under one heading are one list
UNKNOWN = "【无法取数：{}】"


@dataclass(frozen=True)
class Printable:
    """A paragraph that is to be printed: where it stands and its text with tokens.

    ``anchor`` names the stored paragraph it is, for links to it.
    """

    part: Part
    heading: str
    text: str
    anchor: str = ""


@dataclass
class Page:
    """The figures printed so far, in the order of their first appearance."""

    facts: Facts
    figures: dict[str, Figure] = field(default_factory=dict)

    def runs(self, text: str, anchor: str = "") -> tuple[Run, ...]:
        """The text with its tokens printed; a figure without records is 【待补】, and so is nothing else."""
        runs: list[Run] = []
        already = ""  # printed by the token before, and not to be printed again
        for part in parse(text):
            if isinstance(part, Token):
                run, already = self._token(part)
                runs.append(run)
            else:
                runs.append(Run(part.removeprefix(already)))
                already = ""
        return tuple(replace(run, anchor=anchor) for run in runs if run.text)

    def _token(self, token: Token) -> tuple[Run, str]:
        """The token as printed, and what somebody may have typed behind it that it has printed itself.

        {走访户数|以上} prints its unit, and names cut short end in 等.
        """
        try:
            slot = resolve(token)
        except TokenError:
            return Run(UNKNOWN.format(token.expression)), ""
        printed = print_slot(slot, self.facts)
        if printed is None:
            return Run(MISSING), ""
        if printed.figure is None:
            return Run(printed.text), "等" if printed.text.endswith("等") else ""
        figure = self.figures.setdefault(printed.figure.id, printed.figure)
        return Run(printed.text, figure.id), figure.unit if slot.prints_unit else ""


def fresh(items: Iterable[Item]) -> list[Printable]:
    """A draft as it leaves the pipeline: candidates stand in it in the wording without figures.

    A 送审稿 shows what was found so that the writer can decide; a final prints only what was accepted.
    """
    return [Printable(item.part, item.heading, item.text) for item in items]


def known_requests(paragraphs: Iterable[Printable]) -> list[Request]:
    """The figures the paragraphs ask for, to evaluate them in one go; unknown ones are left for the check."""
    found = []
    for each in paragraphs:
        try:
            found += requests_of(each.text)
        except TokenError:
            continue
    return found


def typeset(
    paragraphs: Sequence[Printable],
    outline: Outline,
    facts: Facts,
    *,
    attachments: tuple[Attachment, ...] = (),
    title: str = "",
    draft_mark: str = DRAFT_MARK,
) -> Document:
    """The report. ``title`` replaces the outline's where the writer gave one."""
    facts.ask(known_requests(paragraphs))
    order, page = facts.order, Page(facts)
    words = title or order.org.name + "".join(run.text for run in page.runs(outline.title))
    blocks: list[Block] = [
        Paragraph(page.runs(each.text, each.anchor)) for each in paragraphs if each.part == "opening"
    ]
    number = 0
    for section in outline.sections:
        inside = [each for each in paragraphs if each.part == section.kind]
        if inside:
            number += 1
            blocks.append(Heading(1, ordinal_heading(1, number) + _plain(page, section.heading)))
            blocks += _grouped(inside, page)
    return Document(
        title_lines=break_title(words, keep=[order.org.name]),
        addressee=facts.superior.name if facts.superior else "",
        blocks=tuple(blocks),
        signature=order.org.name,
        date=order.signed_on,
        meta=Meta(order.period.label, order.data_date, order.org.name),
        attachments=attachments,
        draft_mark=draft_mark,
        figures=tuple(page.figures.values()),
    )


def _grouped(paragraphs: list[Printable], page: Page) -> list[Block]:
    """Under their second-level headings; a single one needs none, and neither does a short section."""
    blocks: list[Block] = []
    several = len({each.heading for each in paragraphs}) > 1 and len(paragraphs) > ONE_LIST
    if not several:
        return _listed(paragraphs, page)
    for number, (heading, inside) in enumerate(groupby(paragraphs, lambda each: each.heading), 1):
        under = list(inside)
        if heading:
            blocks.append(Heading(2, ordinal_heading(2, number) + _plain(page, heading), under[0].anchor))
        blocks += _listed(under, page)
    return blocks


def _listed(paragraphs: list[Printable], page: Page) -> list[Block]:
    """一是…。二是…。 each on its own; a single one needs no number."""
    if len(paragraphs) == 1:
        return [Paragraph(page.runs(closed(paragraphs[0].text), paragraphs[0].anchor))]
    return [
        Paragraph(
            (Run(f"{chinese_number(number)}是", anchor=each.anchor), *page.runs(closed(each.text), each.anchor)), "lead"
        )
        for number, each in enumerate(paragraphs, 1)
    ]


def closed(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith(("。", "；", "！", "？")) else f"{text}。"


def _plain(page: Page, text: str) -> str:
    return "".join(run.text for run in page.runs(text))
