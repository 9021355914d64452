"""个别, 部分 and 多数: one or a tenth, under half, half or more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from partywork.measures import lookup
from partywork.measures.declarations import Request
from summaries.checks.amounts import amounts
from summaries.checks.found import Check
from summaries.checks.known import habits
from summaries.checks.reading import Passage, Piece, Reading, Written
from summaries.facts import Facts
from summaries.findings.rules import share_word
from summaries.typeset import Page

_WORD = re.compile(
    r"个别|极少数|少数(?!民族)|(?<!大)部分(?=党?支部|党组织|党员|单位|问题|事项|干部|同志)|大多数|大部分|多数|绝大多数|普遍"
)
_LACK = re.compile(r"不够|没有|未|不足|不经常")
_MEANS = {"个别": "个别", "极少数": "个别", "少数": "部分", "部分": "部分"}


@dataclass(frozen=True)
class Share:
    """So many of so many, and what of."""

    part: int
    whole: int
    what: str


def shares(reading: Reading) -> Iterator[Check]:
    for passage in reading.passages:
        written = reading.state.written.get(passage.pieces[0].anchor if passage.pieces else "")
        for match in _WORD.finditer(passage.text):
            found = _judge(match, passage, written, reading.facts)
            if found:
                yield found


def _judge(match: re.Match[str], passage: Passage, written: Written | None, facts: Facts) -> Check | None:
    said, anchor = match[0], passage.at(match.start()).anchor
    if written and said in written.plain:  # chosen from the records
        return None
    share = _share(match, passage, written, facts)
    if share is None:
        if written is None or written.own is None or said not in written.own or written.part not in ("done", "problem"):
            return None
        message = f"“{said}”要有数字依据：一个或不到一成写“个别”，不到一半写“部分”，一半以上写“多数”，请核对"
        return Check("warning", "share", message, anchor, said)
    right = share_word(share.part, share.whole) if share.part else ""
    if right == _MEANS.get(said, "多数"):
        return None
    advice = f"应写“{right}”" if right else "这一句不能写"
    message = f"“{said}”与数字不符：{share.what}，{share.whole}个中有{share.part}个，{advice}"
    return Check("error", "share", message, anchor, said)


def _share(match: re.Match[str], passage: Passage, written: Written | None, facts: Facts) -> Share | None:
    """From the numbers in the sentence, else from the other wording of the passage, else from a habit it names."""
    sentence = passage.sentence(match.start())
    share = _of_numbers(Passage((Piece(sentence.text),)), "这一句写的")
    if share or written is None or written.own is None:
        return share
    if written.figured:
        runs = Page(facts).runs(written.figured)
        return _of_numbers(Passage(tuple(Piece(run.text) for run in runs)), "按记录")
    words = sentence.text
    habit = next((each for each in habits() if each.what in words and _LACK.search(words)), None)
    return _missed(habit.request, facts) if habit else None


def _of_numbers(passage: Passage, what: str) -> Share | None:
    """甲个……中有乙个: the first two numbers of one unit, the larger first."""
    counted = [each for each in amounts(passage) if each.unit]
    for whole, part in pairwise(counted):
        if whole.unit == part.unit and whole.value >= part.value:
            return Share(int(part.value), int(whole.value), what)
    return None


def _missed(request: Request, facts: Facts) -> Share | None:
    value = facts.value(request)
    if not value.whole or not isinstance(value.number, int):
        return None
    habit = lookup.measure(request.code).name.removesuffix("的支部数")
    return Share(value.whole - value.number, value.whole, f"没有做到{habit}的")
