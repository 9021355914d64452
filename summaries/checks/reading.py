"""A report as the check reads it: what is printed where, what of it is a figure and what was typed by hand."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from summaries.document import Document, Figure, Heading, Paragraph, Run
from summaries.facts import Facts
from summaries.text import Token, TokenError, parse
from summaries.typeset import Page

_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")
_CLAUSE = re.compile(r"[^，。；！？：]+[，。；！？：]?")


@dataclass(frozen=True)
class Written:
    """What is known of a stored passage beside its printed text.

    ``own`` is the writer's text with tokens by name, None where the product wrote it; ``plain`` is what the product
    would write now and ``figured`` the wording of a candidate with its figures; ``changed`` says that the records
    would now word it otherwise.
    """

    part: str
    theme: str = ""
    own: str | None = None
    plain: str = ""
    figured: str = ""
    changed: bool = False
    proposed: bool = False


@dataclass(frozen=True)
class State:
    """What the check knows beside the document. ``written``: by anchor, in the order of the report.

    ``unwritten``: passages that a new compile would add or take away. ``then``: figures as they were printed in
    a version that has left the unit, by id.
    """

    written: Mapping[str, Written] = field(default_factory=dict)
    proposed: int = 0
    unwritten: int = 0
    then: Mapping[str, str] = field(default_factory=dict)


class Piece(NamedTuple):
    """A stretch of a passage: a figure, words typed by the writer, or words of the product."""

    text: str
    figure: Figure | None = None
    typed: bool = False
    anchor: str = ""


class Stretch(NamedTuple):
    """A sentence or clause of a passage, by its place in it."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, eq=False)
class Passage:
    """A paragraph as printed; equal to itself alone.

    ``part`` is opening, done, problem or plan; "" where nothing is stored.
    """

    pieces: tuple[Piece, ...]
    part: str = ""
    theme: str = ""

    @cached_property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for piece in self.pieces:
            starts.append(at)
            at += len(piece.text)
        return starts

    def at(self, place: int) -> Piece:
        """The piece that covers a place of the text."""
        return self.pieces[bisect_right(self._starts, place) - 1]

    def is_typed(self, start: int, end: int) -> bool:
        """Whether any of it was typed by the writer."""
        return any(piece.typed for piece in self.between(start, end))

    def figure(self, start: int, end: int) -> Figure | None:
        """The first figure printed there."""
        return next((piece.figure for piece in self.between(start, end) if piece.figure), None)

    def between(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces that cover any of the places from ``start`` to before ``end``."""
        starts = self._starts
        return self.pieces[bisect_right(starts, start) - 1 : bisect_left(starts, end)] if start < end else ()

    def sentences(self) -> Iterator[Stretch]:
        return (Stretch(match.start(), match[0]) for match in _SENTENCE.finditer(self.text))

    def clause(self, place: int) -> Stretch:
        """The words between commas around a place."""
        return next(
            (Stretch(m.start(), m[0]) for m in _CLAUSE.finditer(self.text) if m.start() <= place < m.end()),
            Stretch(place, ""),
        )

    def sentence(self, place: int) -> Stretch:
        return next((each for each in self.sentences() if each.start <= place < each.end), Stretch(place, ""))


@dataclass(frozen=True)
class Reading:
    """Everything a rule may look at."""

    document: Document
    facts: Facts
    state: State

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The paragraphs as printed, those of attachments left out."""
        return tuple(self._printed(block) for block in self.document.blocks if isinstance(block, Paragraph))

    def _printed(self, block: Paragraph) -> Passage:
        written = self.state.written.get(block.anchor)
        pieces = tuple(self._piece(run) for run in block.runs)
        return Passage(pieces, written.part if written else "", written.theme if written else "")

    def _piece(self, run: Run) -> Piece:
        figure = self.document.figures_by_id[run.figure_id] if run.figure_id else None
        return Piece(run.text, figure, anchor=run.anchor)

    @cached_property
    def own(self) -> tuple[Passage, ...]:
        """The passages that the writer worded, with what was typed by hand."""
        page = Page(self.facts)
        return tuple(
            Passage(tuple(_own_pieces(each.own, anchor, page)), each.part, each.theme)
            for anchor, each in self.state.written.items()
            if each.own
        )

    def own_in(self, *parts: str) -> Iterator[Passage]:
        return (passage for passage in self.own if passage.part in parts)

    @cached_property
    def sections(self) -> list[tuple[Heading | None, list[Passage]]]:
        """The passages under each heading, in order."""
        passages = iter(self.passages)
        found: list[tuple[Heading | None, list[Passage]]] = [(None, [])]
        for block in self.document.blocks:
            if isinstance(block, Heading):
                found.append((block, []))
            elif isinstance(block, Paragraph):
                found[-1][1].append(next(passages))
        return found

    def order_of(self, anchor: str) -> int:
        """Where a passage stands; the report as a whole comes first."""
        return self._order.get(anchor, -1)

    @cached_property
    def _order(self) -> dict[str, int]:
        anchors: Iterable[str] = (piece.anchor for passage in self.passages for piece in passage.pieces)
        return {anchor: place for place, anchor in enumerate(dict.fromkeys(anchors)) if anchor}


def _own_pieces(text: str, anchor: str, page: Page) -> Iterator[Piece]:
    try:
        parts = parse(text)
    except TokenError:  # a text stored by hand; its braces are told of as printed
        parts = (text,)
    for part in parts:
        if isinstance(part, Token):
            for run in page.runs(str(part)):
                yield Piece(run.text, page.figures.get(run.figure_id or ""), anchor=anchor)
        elif part:
            yield Piece(part, typed=True, anchor=anchor)
