"""A text as it would print now, with what is wrong with it in words."""

from dataclasses import dataclass

from partywork.measures import lookup
from partywork.measures.declarations import StatedSum
from summaries.compose import sentence_text
from summaries.facts import Facts
from summaries.figures import ask_for, facts_for, print_slot
from summaries.nothing import unknown_values, why
from summaries.phrases.sentences import LibraryError
from summaries.phrases.wordings import typed_sentence
from summaries.text import Part, Token, TokenError, parse
from summaries.tokens import Slot, lacks_unit, resolve, stored
from summaries.typeset import Page

WIDE_BRACES = "“｛”是全角的大括号，指标要写在半角的 { } 里。"
ZERO = "没有登记记录，印出来是0，请核实后再这样写。"
UNSAID = "按现在的记录，这一句没有可写的，总结里不会有它。"
PEOPLE = ("人", "名")  # what 人次 are not


@dataclass(frozen=True)
class Piece:
    """A stretch of the printed text; with ``url`` a figure that leads to its records."""

    text: str
    url: str = ""
    definition: str = ""


@dataclass(frozen=True)
class Tried:
    """``errors`` keep the text from being saved; ``notes`` say what to look at."""

    pieces: tuple[Piece, ...] = ()
    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def tried_sentence(text: str, kind: str, facts: Facts) -> Tried:
    """A sentence of the library as a report would have it: what is not on record is left out.

    ``kind`` is what it is said to tell (deed or aim), which decides what may stand in it.
    """
    found = tried(text, facts)
    if found.errors:
        return found
    try:
        sentence = typed_sentence([stored(text, facts.indicators)], key="tried", kind=kind)
    except (LibraryError, TokenError) as error:
        return Tried(errors=(str(error),))
    said = sentence_text(sentence, facts)
    notes = [note for note in found.notes if not note.endswith(ZERO)]
    return Tried(_pieces(said, facts), notes=(*notes, *(() if said else (UNSAID,))))


def tried(text: str, facts: Facts) -> Tried:
    """The text printed for a unit and period."""
    try:
        parts = parse(text)
    except TokenError as error:
        return Tried(errors=(str(error),))
    slots: dict[Token, Slot] = {}
    errors = [WIDE_BRACES] if "｛" in text else []
    for part in parts:
        if isinstance(part, Token):
            try:
                slots[part] = resolve(part, facts.indicators)
            except TokenError as error:
                errors.append(str(error))
    if errors:
        return Tried(errors=tuple(dict.fromkeys(errors)))
    ask_for(slots.values(), facts)
    return Tried(_pieces(text, facts), notes=tuple(_notes(parts, slots, facts)))


def _pieces(text: str, facts: Facts) -> tuple[Piece, ...]:
    page = Page(facts)
    runs = page.runs(text)
    figures = [page.figures[run.figure_id] if run.figure_id else None for run in runs]
    return tuple(
        Piece(run.text, figure.evidence_url, f"{figure.name}：{figure.definition}") if figure else Piece(run.text)
        for run, figure in zip(runs, figures, strict=True)
    )


def _notes(parts: tuple[Part, ...], slots: dict[Token, Slot], facts: Facts) -> list[str]:
    notes: list[str] = []
    for part, after in zip(parts, (*parts, "")[1:], strict=True):
        if isinstance(part, Token) and slots[part].request is not None:
            notes += _about(slots[part], after if isinstance(after, str) else "", facts)
    return list(dict.fromkeys(notes))


def _about(slot: Slot, after: str, facts: Facts) -> list[str]:
    assert slot.request is not None
    unit, there = lookup.measure(slot.request.code).unit, facts_for(slot, facts) or facts
    printed = print_slot(slot, facts)
    if printed is None:
        return [why(slot, facts)]
    if printed.is_zero and not isinstance(lookup.measure(slot.request.code).of, StatedSum):
        unknown = "".join(unknown_values(slot.request, there))
        return [unknown or f"“{lookup.show_request(slot.request)}”{ZERO}"]
    if lacks_unit(slot.request):
        return [f"{slot.token}没有写明单位，单位不同的数量加在一起没有意义，请写成 {{…@单位=亩}} 的样子。"]
    if unit == "人次" and after.startswith(PEOPLE) and not after.startswith("人次"):
        return [f"{slot.token}数的是人次，同一个人参加几次算几次，后面请写“人次”。"]
    return list(unknown_values(slot.request, there))
