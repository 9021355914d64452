"""How a figure may be printed: the words behind the bar of a token, and which figures they fit.

余 近 约 超过 以上      rounded (see hedges); 以上 prints its unit
多次                    three or more times without the number, else the number with its unit
万元 单位               in ten thousand yuan; with its unit
分项 按类型             the parts of a breakdown, or of any figure split by one of its dimensions
占党员总数              its share of another figure, in percent
频次                    of 每月…的支部数: 每月 only where it is true, else how many of them
每周 每月 每季度        of anything dated, the unit with all below it taken as one: 每周 only where no week
                        is missing, else 26周中有24周; also 每天 每半月 每两月
目标                    of an indicator: the number it is to reach
总数 未达数 未达名单    of a per-branch figure: those concerned, those that missed, their names
应有期数 实有期数 缺期数 of a regular figure over a single branch
名单 书名 引文          what is behind the figure by name; 名单3: at most three names
旬 年月日               of a date: 6月中旬, 2026年6月18日
对照12                  who of each branch, month, quarter or person reached the target of a plan item, by its id
填报                    how much of the figure was declared and has no records; the product writes it itself
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from partywork.measures.declarations import (
    Balance,
    Breakdown,
    Count,
    Dim,
    Distinct,
    EventDate,
    Every,
    Flow,
    Measure,
    Money,
    PerOrg,
    Quantity,
    Ratio,
    Regular,
    StatedSum,
    Stock,
    Sum,
)
from partywork.measures.declared import can_be_declared
from summaries.hedges import HEDGES

PER_UNIT = ("总数", "未达数")  # of a per-branch figure: units concerned, units that missed a month or have none
ONE_UNIT = ("应有期数", "实有期数", "缺期数")  # of a regular figure over a single branch: its months
NAMES = ("名单", "书名", "引文")  # what is behind the figure, by name: plain, 《》, “”
MISSED, MANY, HOW_OFTEN, PARTS, SPLIT, SHARE = "未达名单", "多次", "频次", "分项", "按", "占"
DECLARED = "填报"
AGAINST = "对照"
TARGET = "目标"  # of an indicator: the number it is to reach
RHYTHMS: dict[str, Every] = {
    "每周": "week", "每月": "month", "每季度": "quarter", "每天": "day", "每半月": "half_month", "每两月": "two_months",
}  # fmt: skip
OFFERED_RHYTHMS = ("每周", "每月", "每季度")
DATES = ("旬", "年月日")
STYLES = (
    *HEDGES, MANY, "万元", "单位", PARTS, HOW_OFTEN, *OFFERED_RHYTHMS, *DATES, MISSED, *PER_UNIT, *ONE_UNIT, *NAMES,
)  # fmt: skip
OWN_UNIT = ("以上", MANY, "万元", "单位", SHARE)  # print their unit themselves

MANY_UNITS = frozenset("次场期篇件项个家户")  # 多次, 多场: what may be told without its number
_ANY = (object,)
_NUMBERS = (Count, Sum, Money, Quantity, Distinct, Stock, StatedSum, PerOrg, Regular, Breakdown)
_FITTING: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("", "单位"), _ANY),
    **dict.fromkeys(PER_UNIT, (Regular, PerOrg)),
    **dict.fromkeys((*ONE_UNIT, MISSED, HOW_OFTEN), (Regular,)),
    **dict.fromkeys(DATES, (EventDate,)),
    PARTS: (Breakdown,),
    SHARE: (Count, Sum, Stock, Distinct, Money, Quantity, StatedSum),
}
_COUNTED = re.compile(rf"(?P<name>{'|'.join((*NAMES, MISSED))})(?P<limit>[1-9]\d?)\Z")

# What may be printed by name; never a person.
NAMED_FIELDS = frozenset({"title", "text", "place", "partner", "partners", "object", "org", "source", "category"})
NAMED_MEASURES = frozenset({"partner.units"})  # units that worked along; those the work was for stay unnamed
NAMED_LEDGERS = frozenset({"meetings", "worklog"})


def split_style(written: str) -> tuple[str, str]:
    """A style and what it is about: 名单3 → 名单, 3; 占党员总数 → 占, 党员总数; 余 → 余, "" """
    if written.startswith(AGAINST) and written.removeprefix(AGAINST).isdecimal():
        return AGAINST, written.removeprefix(AGAINST)
    counted = _COUNTED.match(written)
    if counted:
        return counted["name"], counted["limit"]
    for prefix in (SHARE, SPLIT):
        if written.startswith(prefix) and len(written) > len(prefix):
            return prefix, written.removeprefix(prefix).strip()
    return written, ""


def is_style(style: str) -> bool:
    return style in ("", *STYLES, *RHYTHMS, TARGET, SHARE, SPLIT, DECLARED, AGAINST)


def near_styles(style: str) -> list[str]:
    """What somebody may have meant by a style that there is not."""
    return get_close_matches(style, STYLES, n=1, cutoff=0.3) or list(HEDGES)


def fits(style: str, measure: Measure) -> bool:
    """Whether a figure can print that way."""
    if style == DECLARED:
        return can_be_declared(measure)
    if style == AGAINST:
        return not isinstance(measure.of, EventDate)
    if style == "万元":
        return measure.is_money
    if style in NAMES:
        return can_name(measure)
    if style == MANY:
        return measure.unit in MANY_UNITS and isinstance(measure.of, Count | Sum)
    if style in RHYTHMS:
        return has_rhythm(measure)
    if style == TARGET:
        return False  # tokens knows whether it is an indicator's
    if style == SPLIT:
        return any(can_split(measure, dim) for dim in measure.source.dims.values())
    return isinstance(measure.of, _FITTING.get(style, _NUMBERS))


def styles_for(measure: Measure) -> Iterator[str]:
    """The styles to choose from in the list of figures, the exact number first."""
    for style in ("", *STYLES):
        if fits(style, measure):
            yield style
    for dim in measure.source.dims.values():
        if can_split(measure, dim):
            yield f"{SPLIT}{dim.label}"


def has_rhythm(measure: Measure) -> bool:
    """Whether the rows of a figure happen on days, so that weeks and months without any can be told."""
    of = measure.of
    return isinstance(of, Count | Sum | Money | Quantity) and not isinstance(of, Flow | Balance)


def can_split(measure: Measure, dim: Dim) -> bool:
    """Whether the values of a dimension take the figure apart, so that the parts and the rest make it up."""
    return dim.partition and bool(dim.values) and is_additive(measure)


def is_additive(measure: Measure) -> bool:
    """Whether the figures of two halves of the rows add up to that of both."""
    of = measure.of
    if isinstance(of, Stock):
        return not of.of
    return isinstance(of, Count | Sum | Money | Quantity | StatedSum)


def adds_up_over_units(measure: Measure) -> bool:
    """Whether the units' own figures add up to the whole's: what a table of units may hold."""
    return isinstance(measure.of, Balance) or is_additive(measure)


def can_name(measure: Measure) -> bool:
    """Whether what is behind a figure may be listed by name."""
    of = measure.of
    if isinstance(of, Regular):
        return True
    if isinstance(of, Distinct):
        return measure.code in NAMED_MEASURES or of.field.split("__")[-1] in NAMED_FIELDS
    return measure.source.ledger in NAMED_LEDGERS and not isinstance(of, Ratio | PerOrg)
