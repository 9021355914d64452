"""Words that claim an effect or a hundred per cent, as the writer typed them, against the records."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from partywork.measures import lookup
from partywork.measures.declarations import Ratio, Request
from summaries.checks.amounts import amounts
from summaries.checks.found import Check
from summaries.checks.reading import Passage, Reading
from summaries.facts import Facts
from summaries.phrases.sentences import LibraryError

FILE = Path(__file__).parent / "claims.toml"
FULL = Decimal(100)

_ALL = re.compile(
    r"全部|全覆盖|全面覆盖|每[名位个](?=党?员|支部|党支部|党组织|干部|同志)|全员|百分之百|百分百|100[%％]|(?<![平人年月日户周])均(?![衡匀等线值])"
    r"|(?<=[支部党员]{2})都(?=已|按|参加|完成|能|做到)|无一(?=遗漏|缺席|欠缴)|应[换改收缴交]尽[换改收缴交]"
)
_EFFECT = re.compile(
    r"明显|显著|大幅|圆满|不断增强|不断提升|有效提升|进一步提升|进一步增强|空前|极大|蔚然成风|风清气正|走在前列"
)
_DENIED = re.compile(r"没有|未|尚|不|并非")


@dataclass(frozen=True)
class Claim:
    words: re.Pattern[str]
    request: Request


@cache
def claims() -> tuple[Claim, ...]:
    """Which rate answers for which words. Raises LibraryError for a figure that is no rate."""
    found = []
    for raw in tomllib.loads(FILE.read_text(encoding="utf-8"))["claim"]:
        request = lookup.parse_request(raw["figure"])
        if not isinstance(lookup.measure(request.code).of, Ratio):
            raise LibraryError(f"claims.toml：“{raw['figure']}”不是比率")
        found.append(Claim(re.compile(raw["words"]), request))
    return tuple(found)


def all_of_them(reading: Reading) -> Iterator[Check]:
    """全部, 每名, 均, 全覆盖 in what was done: true only at a hundred per cent."""
    for passage in reading.own_in("opening", "done"):
        for match in _ALL.finditer(passage.text):
            if passage.is_typed(match.start(), match.end()):
                found = _judge(match, passage, reading.facts)
                if found:
                    yield found


def _judge(match: re.Match[str], passage: Passage, facts: Facts) -> Check | None:
    clause, anchor, said = passage.clause(match.start()), passage.at(match.start()).anchor, match[0]
    if _DENIED.search(passage.text[clause.start : match.start()][-3:]):
        return None
    sentence = passage.sentence(match.start())
    short = next((each for each in _rates(passage, sentence.start, sentence.end) if each < FULL), None)
    if short is not None:
        return Check("error", "all", f"“{said}”不成立：同一句里写的是{short.normalize():f}%，请照实写", anchor, said)
    claim = _claim(clause.text)
    if claim is None:
        return Check(
            "warning", "all", f"“{clause.text.strip('，。；')}”里的“{said}”要有依据，请对照记录核实", anchor, said
        )
    name = lookup.measure(claim.request.code).name
    value = facts.value(claim.request)
    if value.number is None:
        return Check("warning", "all", f"“{said}”要有依据，{name}没有可以计算的记录，请核实", anchor, said)
    if is_full(claim.request, facts):
        return None
    assert isinstance(value.number, Decimal | int)
    rate = f"{value.number.normalize():f}" if isinstance(value.number, Decimal) else str(value.number)
    return Check("error", "all", f"“{said}”不成立：{name}按记录是{rate}%，请照实写", anchor, said)


def is_full(request: Request, facts: Facts) -> bool:
    """Whether a rate is a hundred per cent without rounding."""
    of = lookup.measure(request.code).of
    assert isinstance(of, Ratio)
    return facts.value(Request(of.part)).number == facts.value(Request(of.whole)).number


def _claim(words: str) -> Claim | None:
    return next((claim for claim in claims() if claim.words.search(words)), None)


def _rates(passage: Passage, start: int, end: int) -> Iterator[Decimal]:
    return (each.value for each in amounts(passage) if start <= each.start < end and each.unit == "%")


def effects(reading: Reading) -> Iterator[Check]:
    """明显, 显著, 圆满: no record can show it."""
    for passage in reading.own_in("opening", "done"):
        for match in _EFFECT.finditer(passage.text):
            if passage.is_typed(match.start(), match.end()):
                message = (
                    f"“{passage.clause(match.start()).text.strip('，。；')}”里的“{match[0]}”要有依据，请对照记录核实"
                )
                yield Check("warning", "effect", message, passage.at(match.start()).anchor, match[0])


def over_full(reading: Reading) -> Iterator[Check]:
    """A rate above a hundred per cent; what grew by more than that is no rate."""
    for passage in reading.passages:
        for each in amounts(passage):
            if each.unit != "%" or each.value <= FULL:
                continue
            clause = passage.clause(each.start).text
            if _RATE.search(clause) and not _GROWTH.search(clause):
                message = f"“{clause.strip('，。；')}”：比率不会超过100%，请核对分子和分母"
                yield Check("error", "rate", message, passage.at(each.start).anchor, each.text)


_RATE = re.compile(r"率|占|完成|覆盖|达到")
_GROWTH = re.compile(r"增长|提高|上升|增加|同比|环比|超额|目标")
