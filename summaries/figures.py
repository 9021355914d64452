"""How a token prints; ``described`` makes the figure behind it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from django.urls import reverse

from partywork.common.money import yuan
from partywork.common.text import format_date, join_list
from partywork.measures import lookup
from partywork.measures.declarations import (
    UNFILLED,
    Measure,
    PerOrg,
    Regular,
    Request,
)
from partywork.measures.display import print_number, printed
from partywork.measures.regularity import BUCKETS, owed_buckets
from partywork.measures.values import Part, Value, percent
from partywork.meetings.enums import MeetingKind
from partywork.plans.spread import spread_of
from summaries.described import PERIOD_UNITS, PlainNumber, exact_number, figure_of, recorded, stands
from summaries.document import Figure
from summaries.facts import Facts
from summaries.hedges import HEDGES, hedged, in_ten_thousands
from summaries.styles import (
    AGAINST,
    DECLARED,
    HOW_OFTEN,
    MANY,
    MISSED,
    NAMES,
    ONE_UNIT,
    PARTS,
    PER_UNIT,
    RHYTHMS,
    SHARE,
    SPLIT,
    TARGET,
)
from summaries.tokens import Slot, indicator_of, unit_of

MANY_FROM = 3  # 多次
SINCE_FOUNDED = "成立以来"  # said of a unit founded within the period, which owes nothing of the time before
_BY_NAME = frozenset((*NAMES, MISSED))
_ASPECTS = frozenset((*PER_UNIT, *ONE_UNIT))
_OTHERWISE = _BY_NAME | _ASPECTS | {AGAINST, DECLARED}  # what these print is not the figure's own number
_QUOTES = {"名单": "{}", MISSED: "{}", "书名": "《{}》", "引文": "“{}”"}
_INNER = {"书名": str.maketrans("《》", "〈〉"), "引文": str.maketrans("“”", "‘’")}
_EVERY = {  # said of several, and of the only one
    "day": ("每天", "当天"),
    "week": ("每周", "当周"),
    "half_month": ("每半个月", "半月内"),
    "month": ("每月", "当月"),
    "two_months": ("每两个月", "两个月内"),
    "quarter": ("每季度", "当季"),
}


class Printed(NamedTuple):
    """What stands in the text for a token. ``is_zero``: a figure that says nothing happened.

    ``describe`` makes the figure of the token's own facts (``figure_behind``); None for a mere word.
    """

    text: str
    is_zero: bool = False
    describe: Callable[[Facts], Figure] | None = None


def ask_for(slots: Iterable[Slot], facts: Facts) -> None:
    """Evaluate what the tokens need: one query a source for each run of days and each unit told apart."""
    asked: dict[Facts, list[Request]] = defaultdict(list)
    for slot in slots:
        there = facts_for(slot, facts)
        if there is not None:
            asked[there] += slot.requests
    for there, requests in asked.items():
        there.ask(requests)


def facts_for(slot: Slot, facts: Facts) -> Facts | None:
    """The facts of the token's own unit and days; None where they lie outside what the report may know."""
    here = facts.of_unit(slot.of) if slot.of else facts
    if slot.request is None or slot.dates is None or here is None:
        return here
    window = slot.dates.window(facts.window)
    if window is None or (window.span.is_empty and not stands(lookup.measure(slot.request.code))):
        return None
    return here.at(window)


def print_slot(slot: Slot, facts: Facts) -> Printed | None:
    """The token as printed; None when the records give nothing to print (``nothing.why`` says why)."""
    if slot not in facts.printed:  # asked when a sentence is chosen, and again when it is set
        facts.printed[slot] = _print_slot(slot, facts)
    return facts.printed[slot]


def _print_slot(slot: Slot, facts: Facts) -> Printed | None:
    if slot.request is None:
        return Printed(facts.words[slot.word])
    there = facts_for(slot, facts)
    if there is None:
        return None
    if slot.style in _BY_NAME:
        return _names(slot, there)
    measure, value = lookup.measure(slot.request.code), there.value(slot.request)
    if slot.style in _ASPECTS:
        return _aspect(slot, measure, value)
    if slot.style == AGAINST:
        return _against(slot, measure, there)
    if slot.style == DECLARED:
        return _declared(slot, measure, value)
    if slot.style != TARGET and (value.number is None or is_least_of_none(measure, value)):
        return None
    text, number = _text(slot, measure, value, there)
    return Printed(text, value.is_nothing, partial(figure_of, slot, measure, text, number)) if text else None


def is_nothing(slot: Slot, facts: Facts) -> bool:
    """Whether it prints a zero at most, told by the bare number."""
    assert slot.request is not None
    has_own = slot.dates is not None or slot.of or slot.style in _OTHERWISE
    return not has_own and facts.value(slot.request).is_nothing


def figure_behind(slot: Slot, facts: Facts) -> Figure | None:
    """All that is said of the figure that a token prints; None for a mere word, and where nothing is printed.

    Asked where it is printed only: of most figures a sentence is weighed by, and not said.
    """
    printed, there = print_slot(slot, facts), facts_for(slot, facts)
    return printed.describe(there) if printed and printed.describe and there else None


def is_least_of_none(measure: Measure, value: Value) -> bool:
    """各N次 with a unit that has none: never printed, the total is offered instead."""
    return isinstance(measure.of, PerOrg) and measure.of.stat == "min" and value.number == 0


def catalogue_figure(request: Request, facts: Facts) -> Figure | None:
    """A figure of the catalogue for the list of figures; None where there is nothing to say."""
    if facts.value(request).is_nothing:
        return None
    return figure_behind(Slot(request, "", ""), facts)


def _text(slot: Slot, measure: Measure, value: Value, facts: Facts) -> tuple[str | None, PlainNumber]:
    """The token as printed, and the exact number behind it."""
    if slot.style == SHARE:
        return _share(slot, value, facts)
    if slot.style == HOW_OFTEN:
        return how_often(measure, value, facts), _how_many(value, facts)
    if slot.style in RHYTHMS:
        return rhythm(slot, facts)
    if slot.style == TARGET:
        return _target(slot)
    if slot.style == SPLIT:
        return _split(slot, measure, value, facts), exact_number(measure, value)
    return _styled(slot, measure, value, facts), exact_number(measure, value)


def _styled(slot: Slot, measure: Measure, value: Value, facts: Facts) -> str | None:
    assert slot.request is not None
    style, unit, number = slot.style, unit_of(slot.request), value.number
    if isinstance(number, date):
        same_year = number.year == facts.order.period.year
        if style == "旬":
            return ("" if same_year else f"{number.year}年") + format_date(number, "ten_days")
        return format_date(number, "short" if same_year and style != "年月日" else "full")
    if style in HEDGES:
        return hedged(_amount(measure, value), style, unit) or _exactly(style, measure, value, unit)
    if style == MANY and isinstance(number, int) and number >= MANY_FROM:
        return f"多{unit}"
    if style == "万元":
        assert isinstance(number, int)
        return in_ten_thousands(number)
    if style == PARTS:
        return _parts(measure, value.parts)
    return _exactly(style, measure, value, unit)


def _exactly(style: str, measure: Measure, value: Value, unit: str) -> str:
    return printed(measure, value) + (unit if style in ("以上", MANY, "单位") else "")


def _amount(measure: Measure, value: Value) -> Decimal:
    number = value.number
    assert isinstance(number, int | Decimal)
    if measure.is_money:
        return yuan(int(number))
    return Decimal(number) / 1000 if measure.in_thousandths else Decimal(number)


def _parts(measure: Measure, parts: Iterable[Part]) -> str | None:
    """支部书记3次、班子成员1次; None when no row says what it is."""
    parts = list(parts)
    if all(part.label == UNFILLED for part in parts):
        return None
    labels = {UNFILLED: "未注明"}
    return join_list([f"{labels.get(p.label, p.label)}{print_number(measure, p.number)}{measure.unit}" for p in parts])


def _split(slot: Slot, measure: Measure, value: Value, facts: Facts) -> str | None:
    """Any figure by a dimension of its records; the rest is told too, so the parts make up the total."""
    facts.ask(slot.parts.values())
    numbers = {label: facts.value(request).number or 0 for label, request in slot.parts.items()}
    parts = [Part(label, number) for label, number in numbers.items() if isinstance(number, int) and number]
    assert isinstance(value.number, int)
    rest = value.number - value.declared - sum(part.number for part in parts)
    parts += [Part(UNFILLED, rest)] if rest else []
    return _parts(measure, [*parts, Part(DECLARED, value.declared)] if value.declared else parts)


def _share(slot: Slot, value: Value, facts: Facts) -> tuple[str | None, PlainNumber]:
    """A figure in percent of another, both by their records; nothing where it is no part of it."""
    assert slot.whole is not None
    part, whole = recorded(value), recorded(facts.value(slot.whole))
    if part is None or whole is None or part > whole:
        return None, None
    share = percent(part, whole)
    return (None, None) if share is None else (f"{float(share):g}%", float(share))


def _declared(slot: Slot, measure: Measure, value: Value) -> Printed | None:
    """How much of a figure was declared; None where all of it rests on records."""
    if not value.declared:
        return None
    text, number = print_number(measure, value.declared), exact_number(measure, Value(value.declared))
    return Printed(text, describe=partial(figure_of, slot, measure, text, number))


def _against(slot: Slot, measure: Measure, facts: Facts) -> Printed | None:
    """Who reached a target of the unit's that is asked of each one: 12个支部中有10个每月达到."""
    item = facts.plan_item(int(slot.detail))
    spread = spread_of(item, facts.window.on) if item and item.request == slot.request else None
    if item is None or spread is None or not spread.text:
        return None
    told = f"{measure.definition}；此处为对照计划“{item.text}”（{item.target_text}），{item.counted_over.label}，"
    told += f"应达到{spread.due}，达到{spread.met}，截至{format_date(facts.window.on)}"
    url = reverse("plans:detail", args=[item.pk])
    text, met = spread.text, spread.met

    def describe(facts: Facts) -> Figure:
        figure = figure_of(slot, measure, text, met, facts)
        return replace(figure, definition=told, unit="", evidence_url=url, evidence_count=None)

    return Printed(text, describe=describe)


def how_often(measure: Measure, value: Value, facts: Facts) -> str | None:
    """每月 only where it is true for every one; otherwise how many units did, or in how many of the months."""
    assert isinstance(measure.of, Regular)
    several, single = _EVERY[measure.of.every]
    each = single if max(value.due.values(), default=0) <= 1 else several
    if facts.is_branch:
        due, had = aspect(value, "应有期数"), aspect(value, "实有期数")
        if not due or not had:
            return None
        unit = PERIOD_UNITS[measure.of.every]
        since = SINCE_FOUNDED if facts.is_new else ""
        return since + (each if due == had else f"{due}{unit}中有{had}{unit}")
    if not value.whole or not value.number:
        return None
    return each if value.number == value.whole else f"{value.whole}个支部中有{value.number}个{each}"


def rhythm(slot: Slot, facts: Facts) -> tuple[str | None, PlainNumber]:
    """每周 where no whole week of the period is without a record of the scope; otherwise in how many there is one."""
    assert slot.request is not None
    every = RHYTHMS[slot.style]
    bucket, unit = BUCKETS[every], PERIOD_UNITS[every]
    due = owed_buckets(bucket, facts.window.span, facts.order.org.founded_on)
    had = len(due & {bucket(day) for day in facts.days(slot.request)})
    if not had:
        return None, None
    several, single = _EVERY[every]
    since = SINCE_FOUNDED if facts.is_new else ""
    said = (several if len(due) > 1 else single) if had == len(due) else f"{len(due)}{unit}中有{had}{unit}"
    return since + said, had


def _target(slot: Slot) -> tuple[str | None, PlainNumber]:
    indicator = indicator_of(slot)
    target = indicator.target if indicator else None
    return (None, None) if target is None else (f"{target.normalize():f}", float(target))


def _how_many(value: Value, facts: Facts) -> PlainNumber:
    number = aspect(value, "实有期数") if facts.is_branch else value.number
    return number if isinstance(number, int) else None


def _names(slot: Slot, facts: Facts) -> Printed | None:
    assert slot.request is not None
    style = slot.style
    names = facts.names(slot.request, style, int(slot.detail or 0))
    if not names.items:
        return None
    wrapped = [quoted(item, style) for item in names.items]
    joined = ("" if style in ("书名", "引文") else "、").join(wrapped)  # no 、 between quotes (GB/T 15834)
    return Printed(joined + ("等" if names.more else ""))


def quoted(title: str, style: str) -> str:
    """A title in the marks of its style; the same marks inside it become single ones (GB/T 15834-2011)."""
    return _QUOTES[style].format(bare(title).translate(_INNER.get(style, {})))


def bare(title: str) -> str:
    """A title without the marks somebody typed around it and without its kind in front (主题党日：…)."""
    kind, colon, rest = title.partition("：")
    if colon and rest and kind in MeetingKind.labels:
        title = rest.strip()
    for opening, closing in ("《》", "“”"):
        if title.startswith(opening) and title.endswith(closing) and title.count(opening) == 1:
            return title[1:-1]
    return title


def _aspect(slot: Slot, measure: Measure, value: Value) -> Printed | None:
    number = aspect(value, slot.style)
    if number is None:
        return None
    return Printed(str(number), number == 0, partial(figure_of, slot, measure, str(number), number))


def aspect(value: Value, style: str) -> int | None:
    """A number beside a per-branch figure; None where no unit is concerned."""
    if not value.whole:
        return None
    met = sum(bool(had) and had >= value.due.get(org, 1) for org, had in value.per_org.items())
    due, had = sum(value.due.values()), sum(value.per_org.values())
    numbers = {
        "总数": value.whole,
        "未达数": value.whole - met,
        "应有期数": due,
        "实有期数": had,
        "缺期数": due - had,
    }
    return numbers[style]
