"""What the records know about the things a writer puts a number to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from partywork.measures import lookup
from partywork.measures.declarations import Breakdown, EventDate, Measure, PerOrg, Ratio, Regular, Request
from partywork.measures.display import exact
from summaries.checks.amounts import Amount
from summaries.facts import Facts, catalogue

_TAIL = re.compile(r"(?:次数|人次|户次|家次|篇次|总数|件数|项数|户数|人数|篇数|期数|学时|金额|数|率)\Z")
_HEAD = re.compile(r"\A(?:开展|召开|组织|安排|举行|举办|收缴|讲)")
_EVERY = {
    "month": "月",
    "week": "周",
    "quarter": "季度",
    "day": "天",
    "half_month": "半月",
    "two_months": "两个月",
}
_REGULAR = re.compile(r"\A每(?:月|周|季度|天|半月|两个月)(?P<what>.+)的支部数\Z")
# Words that say of a thing that it was done, when and how often, and narrow nothing: 另讲党课, 共召开了支委会.
_SUMMED = "共计|合计|总计|累计|总共|一共|共|达到|达|为|有|计"
_DONE = "组织|开展|召开|举办|举行|进行|安排|完成|讲授|讲|开|接收|收缴|走访|了|过"
_PLAIN = (
    "(?:[一二三四五六七八九十]+是|上半年|下半年|全年|今年以来|期内|先后|已经|已|另外|另|此外|同时|还|又|并|现有|目前有|新"
    f"|各支部|支部|{_SUMMED}|{_DONE})*"
)
_BETWEEN = f"(?:次数|活动|会议)?(?:先后|已经|已|{_SUMMED}|{_DONE})*"  # a name and its number: 党课累计讲授20次
# What stands in such a list is a part, until the sentence turns to something else.
_PART = re.compile(
    r"(?:从[^，。；]{1,12}看|按[^，。；]{1,12}分|分为|分成|分别|其中|包括)(?:(?!，(?:另|还|同时|此外|共|累计))[^。；])*\Z"
)
_ALONE = re.compile(rf"(?:\A|[，。；：、]){_PLAIN}\Z")
SHORTEST = 2


@dataclass(frozen=True)
class Known:
    """A figure of the catalogue: ``stem`` is what its name is about (支委会 of 支委会次数)."""

    measure: Measure
    request: Request
    stem: str
    value: Decimal

    @property
    def token(self) -> str:
        return "{" + self.measure.name + "}"

    def says(self) -> str:
        return f"{self.measure.name}按记录是{self.value.normalize():f}{self.measure.unit}"


@dataclass(frozen=True)
class Habit:
    """A per-branch figure that tells whether something is done every month (quarter …)."""

    request: Request
    every: str
    what: str


@cache
def _stems() -> tuple[tuple[str, Request, Measure], ...]:
    found = []
    for request in catalogue():
        measure = lookup.measure(request.code)
        if isinstance(measure.of, Breakdown | EventDate | PerOrg | Regular):
            continue
        stem = _TAIL.sub("", measure.name)
        if len(stem) >= SHORTEST and stem != measure.name:
            found.append((stem, request, measure))
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@cache
def habits() -> tuple[Habit, ...]:
    found = []
    for measure in lookup.all_measures():
        match = _REGULAR.match(measure.name)
        if match and isinstance(measure.of, Regular):
            found.append(Habit(Request(measure.code), _EVERY[measure.of.every], _HEAD.sub("", match["what"])))
    return tuple(found)


@cache
def rates() -> dict[str, Request]:
    """Every rate by its name."""
    measures = (measure for measure in lookup.all_measures() if isinstance(measure.of, Ratio))
    return {measure.name: Request(measure.code) for measure in measures}


def about(words: str, unit: str, facts: Facts) -> Iterator[Known]:
    """The figures of that unit that the words name, the one named most exactly first."""
    for stem, request, measure in _stems():
        if measure.unit == ("元" if unit == "万元" else unit) and stem in words:
            number = exact(measure, facts.value(request))
            if isinstance(number, int | Decimal):
                yield Known(measure, request, stem, Decimal(number))


def stands_beside(known: Known, amount: Amount, text: str) -> bool:
    """Whether the number is that figure's beyond doubt: its name beside it and no word that narrows.

    春节前慰问37人次 is a part of 慰问人次 and contradicts nothing, and neither does 书记讲党课3次.
    """
    if _PART.search(text[: amount.start]):
        return False
    before = re.compile(rf"(?:\A|[，。；：、]){_PLAIN}{re.escape(known.stem)}{_BETWEEN}\Z")
    behind = re.compile(rf"{re.escape(known.stem)}(?![^，。；：、）])")  # 1名党员交纳大额党费 is no number of members
    return bool(before.search(text[: amount.start])) or (
        bool(behind.match(text, amount.end)) and bool(_ALONE.search(text[: amount.start]))
    )


def in_unit(amount: Amount) -> Decimal:
    """The value in 元 where it is in 万元."""
    return amount.value * 10000 if amount.unit == "万元" else amount.value
