"""From a sentence of the library and the facts to a sentence of the report, or to none.

What comes out still has its figures as tokens; what the records do not carry has been left out.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple, TypeVar

from partywork.measures import lookup
from partywork.measures.declarations import Request, StatedSum
from partywork.measures.values import Value
from summaries.described import PERIOD_UNITS
from summaries.facts import Facts, Order
from summaries.figures import SINCE_FOUNDED, aspect, is_nothing, print_slot
from summaries.phrases.library import Theme
from summaries.phrases.sentences import Clause, Condition, Section, Sentence
from summaries.styles import PARTS
from summaries.text import Token
from summaries.tokens import Slot, slots_of, unit_of

Wording = TypeVar("Wording")

PARTS_FOLLOW = ("其中", "按时间分，")  # openings that promise parts, and never the whole

_SIGNS = {"=": eq, "!=": ne, ">=": ge, "<=": le, ">": gt, "<": lt}


class Said(NamedTuple):
    """A clause that may be printed; ``proven`` when records carry it.

    ``of`` is the number of units the clause speaks of (N个支部, N个支部中有), so that the next one need not
    say it again; ``every`` when it speaks of each of them.
    """

    text: str
    proven: bool
    of: int | None = None
    every: bool = False


def theme_text(theme: Theme, section: Section, facts: Facts) -> str:
    """What the report says about a theme: its lead and sentences; "" unless records carry one of them."""
    said: list[str] = []
    proven = False
    for sentence in theme.of(section, facts.speaker):
        text = sentence_text(sentence, facts)
        said.append(text)
        proven = proven or bool(text and sentence.sentence_class == "deed")
    if section == "done":
        return f"{choose(theme.leads_for(facts.speaker), theme.name, facts.order)}。{''.join(said)}" if proven else ""
    return "".join(said)


def sentence_text(sentence: Sentence, facts: Facts) -> str:
    """The wording whose turn it is, or the next one that may be printed; "" when none may."""
    turns = in_turn((sentence, *sentence.others), sentence.key, facts.order) if sentence.others else [sentence]
    return next((text for each in turns if (text := _worded(each, facts))), "")


def _worded(sentence: Sentence, facts: Facts) -> str:
    """The sentence with what is left of its clauses; "" when nothing of it may be printed."""
    if sentence.sentence_class == "effect":
        return ""
    said: list[Said] = []
    for clause in sentence.clauses:
        found = clause_text(clause, sentence.key, facts, said)
        if found:
            said.append(found)
    if not said or (sentence.sentence_class == "deed" and not any(each.proven for each in said)):
        return ""
    return sentence.opening + "，".join(each.text for each in said) + "。"


def clause_text(clause: Clause, key: str, facts: Facts, before: Sequence[Said] = ()) -> Said | None:
    """The clause with what the records carry; ``before`` are those of the sentence that it follows."""
    for condition in clause.when:
        if not holds(condition, facts):
            return None
    if clause.regular:
        return _regular(clause, facts, before[-1] if before else None)
    if clause.items:
        kept = [said.text for item in clause.items if (said := _said(item, facts)) and said.proven]
        opening = clause.opening
        if opening in PARTS_FOLLOW and len(kept) == 1 and _is_all(kept[0], before, facts):
            opening = ""
        return Said(opening + "、".join(kept), proven=True) if kept else None
    # The variant whose turn it is, or the next one whose figures are on record.
    texts = clause.texts
    turns = in_turn(texts, f"{key}|{texts[0]}", facts.order) if len(texts) > 1 else texts
    found = next((said for text in turns if (said := _said(text, facts))), None)
    # A condition that holds is itself a fact on record.
    return Said(found.text, proven=True) if found and clause.when else found


def _is_all(item: str, before: Sequence[Said], facts: Facts) -> bool:
    """Whether the only part left is the whole that was told before it, and so no 其中."""
    [part, *_] = _amounts(item, facts)
    return any(part in _amounts(said.text, facts) for said in before)


def _amounts(text: str, facts: Facts) -> list[tuple[str, Any]]:
    """The exact figures of a text with their units."""
    slots = slots_of(text, facts.indicators)
    return [(unit_of(slot.request), facts.value(slot.request).number) for slot in slots if slot.request is not None]


def _said(text: str, facts: Facts) -> Said | None:
    """The text if each of its figures has something to print and they are not all zero."""
    figures = [slot for slot in slots_of(text, facts.indicators) if slot.request is not None]
    if figures and all(is_nothing(slot, facts) and not _states_zero(slot) for slot in figures):
        return None
    says_something = not figures
    for slot in figures:
        printed = print_slot(slot, facts)
        if printed is None or _undivided(slot, facts):
            return None
        says_something = says_something or not printed.is_zero or _states_zero(slot)
    return Said(text, proven=bool(figures)) if says_something else None


def _states_zero(slot: Slot) -> bool:
    """Whether a zero of the figure is itself a record (责任事故0起), and not the want of one."""
    assert slot.request is not None
    return isinstance(lookup.measure(slot.request.code).of, StatedSum)


def _undivided(slot: Slot, facts: Facts) -> bool:
    """A breakdown with a single part tells nothing."""
    return slot.style == PARTS and slot.request is not None and len(facts.value(slot.request).parts) < 2


def _regular(clause: Clause, facts: Facts, before: Said | None) -> Said | None:
    """每月 only when it is true for every one; otherwise how many did, or in how many months.

    In a period of a single month nothing is regular: there it is told how many did it at all.
    """
    request = lookup.parse_request(clause.regular)
    value = facts.value(request)
    once = max(value.due.values(), default=0) <= 1
    if facts.is_branch:
        return None if once else _own_regular(clause, value, request, since(facts, before))
    if not value.whole or value.is_nothing:
        return None
    each = clause.times if once else clause.each
    continued = before is not None and before.of == value.whole
    if value.number == value.whole:
        said_before = continued and before is not None and before.every
        units = "" if said_before else f"{Token(clause.regular, '总数')}个支部"
        return Said(f"{units}{each}", proven=True, of=value.whole, every=True)
    units = "" if continued and not (before and before.every) else f"{Token(clause.regular, '总数')}个支部中有"
    return Said(f"{units}{Token(clause.regular)}个{each}", proven=True, of=value.whole)


def since(facts: Facts, before: Said | None) -> str:
    """What a unit founded within the period says before 每月, once a sentence."""
    return SINCE_FOUNDED if facts.is_new and not (before and SINCE_FOUNDED in before.text) else ""


def _own_regular(clause: Clause, value: Value, request: Request, since: str) -> Said | None:
    """Of a single branch: every month, or how many of the months; of a new one, since it was founded."""
    due, had = aspect(value, "应有期数"), aspect(value, "实有期数")
    if not due or not had:
        return None
    if due == had:
        return Said(since + clause.each, proven=True)
    unit, name = PERIOD_UNITS[getattr(lookup.measure(request.code).of, "every", "month")], clause.regular
    often = f"{Token(name, '应有期数')}{unit}中有{Token(name, '实有期数')}{unit}"
    return Said(f"{since}{often}{clause.times}", proven=True)


def holds(condition: Condition, facts: Facts) -> bool:
    """A figure nobody recorded satisfies no condition."""
    left, right = _number(condition.left, facts, condition.names), _number(condition.right, facts)
    return left is not None and right is not None and bool(_SIGNS[condition.sign](left, right))


def _number(side: Request | int, facts: Facts, names: str = "") -> Any:
    if isinstance(side, int):
        return side
    if names:
        found = facts.names(side, names)
        return len(found.items) + found.more
    number = facts.value(side).number
    return None if isinstance(number, date) else number


def choose(variants: Sequence[str], key: str, order: Order) -> str:
    """The variant whose turn it is."""
    return in_turn(variants, key, order)[0]


def in_turn(variants: Sequence[Wording], key: str, order: Order) -> list[Wording]:
    """All variants, that of this unit and period first.

    Deterministic. Periods that follow each other begin with different ones; so do as many siblings in a row as
    there are variants (by the number their code ends in). ``key`` is the place in the text.
    """
    count, unit, period = len(variants), number_of(order.org.code), order.period
    turn = _digest(f"{key}|{unit // count}") + unit + period.year * period.per_year() + period.number
    first = turn % count
    return [*variants[first:], *variants[:first]]


@lru_cache(maxsize=1024)
def number_of(code: str) -> int:
    """The number a code ends in (DEMO-07: 7), which tells siblings apart; a number of its own for any other."""
    last = re.search(r"[0-9]+\Z", code)
    return int(last[0]) if last else _digest(code)


@lru_cache(maxsize=4096)
def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
