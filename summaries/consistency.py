"""What to look at before a report leaves: errors stop a final, warnings ask, notes explain.

A 送审稿 always exports; the check says what is still wrong with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from partywork.common.text import format_date
from summaries.document import Block, Document, Heading, Paragraph
from summaries.facts import Facts
from summaries.phrases.sentences import CLAIMS
from summaries.text import MISSING, plain_stretches

Level = Literal["error", "warning", "note"]

_LEFT_BLANK = re.compile(r"[×＊*]{2,}|(?<![A-Za-z0-9])[XＸ]+(?=[个次名人项元户件份期篇年月日%％])|某某|【[^】]*】")
_ORDINAL = re.compile(r"(?:^|[。；：])([一二三四五六七八九十]+)是")
_HALF_BRACKETS = re.compile(r"\([^)]*[\u4e00-\u9fff][^)]*\)")
_TYPED_NUMBER = re.compile(r"[0-9０-９]+(?:\.[0-9]+)?[%％]?")
_EXCERPT = 14


@dataclass(frozen=True)
class Check:
    """One thing to look at, in words that say what to do."""

    level: Level
    message: str
    anchor: str = ""


@dataclass(frozen=True)
class State:
    """What the check knows beside the document: the writer's own texts, what is undecided, what has changed."""

    own_texts: Sequence[str] = ()
    proposed: int = 0
    changed: int = 0


def check(document: Document, facts: Facts, state: State = State()) -> list[Check]:
    found = [*_blanks(document), *_ordinals(document.blocks), *_brackets(document)]
    found += [*_own(state), *_decisions(state), *_period(facts)]
    order = ("error", "warning", "note")
    return sorted(found, key=lambda each: order.index(each.level))


def errors(checks: Sequence[Check]) -> list[str]:
    return [each.message for each in checks if each.level == "error"]


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    return (block for block in document.blocks if isinstance(block, Paragraph))


def _blanks(document: Document) -> Iterator[Check]:
    for paragraph in _paragraphs(document):
        for match in _LEFT_BLANK.finditer(paragraph.text):
            where = paragraph.text[max(0, match.start() - _EXCERPT) : match.end() + 4]
            if match[0] == MISSING:
                yield Check("error", f"“{where}”处没有登记记录，请补录后重新编制，或改写这一句")
            elif match[0].startswith("【无法取数"):
                yield Check("error", f"{match[0].strip('【】')}，请在这一段里改正指标名称")
            elif not match[0].startswith("【"):
                yield Check("error", f"“{where}”处还留着空位，请填上或删去")


def _ordinals(blocks: Sequence[Block]) -> Iterator[Check]:
    """二是 twice in one paragraph, or in the paragraphs of one heading."""
    seen: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            seen = []
        elif isinstance(block, Paragraph):
            for ordinal in _ORDINAL.findall(block.text):
                if ordinal in seen:
                    yield Check("error", f"同一部分里“{ordinal}是”出现了两次，请改正序号")
                seen.append(ordinal)


def _brackets(document: Document) -> Iterator[Check]:
    for paragraph in _paragraphs(document):
        if match := _HALF_BRACKETS.search(paragraph.text):
            yield Check("warning", f"“{match[0]}”用了半角括号，公文里用全角括号")


def _own(state: State) -> Iterator[Check]:
    """Numbers and claims the writer typed: the product cannot answer for them."""
    for text in state.own_texts:
        plain = plain_stretches(text)
        if numbers := _TYPED_NUMBER.findall(plain):
            yield Check("warning", f"手写的数字 {'、'.join(numbers)} 查不到出处，请核对或改用指标")
        for claim in sorted(set(CLAIMS.findall(plain))):
            yield Check("warning", f"“{claim}”要有依据，请对照记录核实")


def _decisions(state: State) -> Iterator[Check]:
    if state.proposed:
        yield Check("note", f"有{state.proposed}条问题和安排是按记录拟出的，请逐条确认、修改或删去")
    if state.changed:
        yield Check("warning", f"有{state.changed}段在编制后记录又有变化，重新编制后更新；自己改写的文字不会动")


def _period(facts: Facts) -> Iterator[Check]:
    order, window = facts.order, facts.window
    if window.is_future:
        yield Check("note", f"{order.period.label}还没有开始")
    elif order.data_date < order.period.end:
        yield Check("note", f"数据截至{format_date(order.data_date)}，{order.period.label}还没有过完")
