"""How a token prints, and the figure behind it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.urls import reverse

from partywork.common.money import yuan
from partywork.common.periods import Period
from partywork.common.text import format_date, join_list
from partywork.declared.places import declared_url
from partywork.measures import lookup
from partywork.measures.declarations import (
    UNFILLED,
    Balance,
    Breakdown,
    Count,
    Measure,
    PerOrg,
    Regular,
    Request,
    Stock,
)
from partywork.measures.display import exact, print_number, printed
from partywork.measures.regularity import BUCKETS, owed_buckets
from partywork.measures.values import Part, Value, percent
from partywork.measures.window import Window
from partywork.meetings.enums import MeetingKind
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.pages.figures import figure_url
from partywork.plans.spread import spread_of
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
from summaries.tokens import ONE_OF, Slot, by_code, indicator_of, unit_of

MANY_FROM = 3  # 多次
SINCE_FOUNDED = "成立以来"  # said of a unit founded within the period, which owes nothing of the time before
OWN_RECORDS = "本级："  # in the id of what one unit's own records make a figure
_QUOTES = {"名单": "{}", MISSED: "{}", "书名": "《{}》", "引文": "“{}”"}
_INNER = {"书名": str.maketrans("《》", "〈〉"), "引文": str.maketrans("“”", "‘’")}
_ASPECTS = {
    "总数": "有关支部的总数",
    "未达数": "没有做到的支部数",
    "应有期数": "应有的期数",
    "实有期数": "做到的期数",
    "缺期数": "没有做到的期数",
    HOW_OFTEN: "做到的支部数或期数",
    DECLARED: "填报数",
    AGAINST: "达到计划目标的",
    TARGET: "要达到的目标",
    **dict.fromkeys(RHYTHMS, "有记录的期数，全部下级合在一起看"),
}
PERIOD_UNITS = {
    "day": "天",
    "week": "周",
    "half_month": "个半月",
    "month": "个月",
    "two_months": "个双月",
    "quarter": "个季度",
}
_EVERY = {  # said of several, and of the only one
    "day": ("每天", "当天"),
    "week": ("每周", "当周"),
    "half_month": ("每半个月", "半月内"),
    "month": ("每月", "当月"),
    "two_months": ("每两个月", "两个月内"),
    "quarter": ("每季度", "当季"),
}


@dataclass(frozen=True)
class Printed:
    """What stands in the text for a token. ``is_zero``: a figure that says nothing happened."""

    text: str
    figure: Figure | None = None
    is_zero: bool = False


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
    if window is None or (window.span.is_empty and not _stands(lookup.measure(slot.request.code))):
        return None
    return here.at(window)


def _stands(measure: Measure) -> bool:
    """Whether a figure is of a day and not of a period."""
    of = measure.of.of if isinstance(measure.of, Breakdown | PerOrg) else measure.of
    return isinstance(of, Stock | Balance)


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
    if slot.style in (*NAMES, MISSED):
        return _names(slot, there)
    measure, value = lookup.measure(slot.request.code), there.value(slot.request)
    if slot.style in (*PER_UNIT, *ONE_UNIT):
        return _aspect(slot, measure, value, there)
    if slot.style == AGAINST:
        return _against(slot, measure, there)
    if slot.style == DECLARED:
        return _declared(slot, measure, value, there)
    if slot.style != TARGET and (value.number is None or is_least_of_none(measure, value)):
        return None
    text, number = _text(slot, measure, value, there)
    return Printed(text, _figure(slot, measure, text, number, there), value.is_nothing) if text else None


def is_least_of_none(measure: Measure, value: Value) -> bool:
    """各N次 with a unit that has none: never printed, the total is offered instead."""
    return isinstance(measure.of, PerOrg) and measure.of.stat == "min" and value.number == 0


def catalogue_figure(request: Request, facts: Facts) -> Figure | None:
    """A figure of the catalogue for the list of figures; None where there is nothing to say."""
    if facts.value(request).is_nothing:
        return None
    found = print_slot(Slot(request, "", ""), facts)
    return found.figure if found else None


def unit_figure(request: Request, org: Organisation, value: Value, text: str, facts: Facts) -> Figure:
    """A cell of a table of units: what the records of ``org`` itself make it, printed as ``text``."""
    measure = lookup.measure(request.code)
    name = lookup.show_request(request)
    return Figure(
        id=f"{by_code(request)}|{OWN_RECORDS}{org.code}",
        token=f"{{{name}|{ONE_OF}{org.code}}}" if org.kind in BRANCH_KINDS else "",  # a token takes in what lies below
        name=f"{org.short_name}{name}",
        printed=text,
        number=_exact(measure, value),
        unit=unit_of(request),
        definition=f"{measure.definition}；此处只算{org.short_name}自己的记录",
        theme=measure.theme,
        evidence_url=figure_url(request, org.code, facts.window, own=True),
        evidence_count=_counted(measure, value),
        declared=_exact(measure, Value(value.declared)) if value.declared else None,
        unit_code=org.code,
    )


_Number = int | float | str | None


def _text(slot: Slot, measure: Measure, value: Value, facts: Facts) -> tuple[str | None, _Number]:
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
        return _split(slot, measure, value, facts), _exact(measure, value)
    return _styled(slot, measure, value, facts), _exact(measure, value)


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


def _share(slot: Slot, value: Value, facts: Facts) -> tuple[str | None, _Number]:
    """A figure in percent of another, both by their records; nothing where it is no part of it."""
    assert slot.whole is not None
    part, whole = _recorded(value), _recorded(facts.value(slot.whole))
    if part is None or whole is None or part > whole:
        return None, None
    share = percent(part, whole)
    return (None, None) if share is None else (f"{float(share):g}%", float(share))


def _recorded(value: Value) -> int | None:
    return value.number - value.declared if isinstance(value.number, int) else None


def _declared(slot: Slot, measure: Measure, value: Value, facts: Facts) -> Printed | None:
    """How much of a figure was declared; None where all of it rests on records."""
    if not value.declared:
        return None
    text = print_number(measure, value.declared)
    return Printed(text, _figure(slot, measure, text, _exact(measure, Value(value.declared)), facts))


def _against(slot: Slot, measure: Measure, facts: Facts) -> Printed | None:
    """Who reached a target of the unit's that is asked of each one: 12个支部中有10个每月达到."""
    item = facts.plan_item(int(slot.detail))
    spread = spread_of(item, facts.window.on) if item and item.request == slot.request else None
    if item is None or spread is None or not spread.text:
        return None
    figure = _figure(slot, measure, spread.text, spread.met, facts)
    told = f"{measure.definition}；此处为对照计划“{item.text}”（{item.target_text}），{item.counted_over.label}，"
    told += f"应达到{spread.due}，达到{spread.met}，截至{format_date(facts.window.on)}"
    url = reverse("plans:detail", args=[item.pk])
    return Printed(spread.text, replace(figure, definition=told, unit="", evidence_url=url, evidence_count=None))


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


def rhythm(slot: Slot, facts: Facts) -> tuple[str | None, _Number]:
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


def _target(slot: Slot) -> tuple[str | None, _Number]:
    indicator = indicator_of(slot)
    target = indicator.target if indicator else None
    return (None, None) if target is None else (f"{target.normalize():f}", float(target))


def _how_many(value: Value, facts: Facts) -> _Number:
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


def _aspect(slot: Slot, measure: Measure, value: Value, facts: Facts) -> Printed | None:
    number = aspect(value, slot.style)
    if number is None:
        return None
    return Printed(str(number), _figure(slot, measure, str(number), number, facts), number == 0)


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


def _figure(slot: Slot, measure: Measure, text: str, number: _Number, facts: Facts) -> Figure:
    assert slot.request is not None
    return Figure(
        id=slot.id,
        token=str(slot.token),
        name=(f"{facts.order.org.short_name}" if slot.of else "") + _name(slot),
        printed=text,
        number=number,
        unit=_unit(slot, measure),
        definition=_definition(slot, measure, facts.window),
        theme=measure.theme,
        evidence_url=_evidence_url(slot, facts),
        evidence_count=_records(slot, measure, facts),
        declared=_declared_of(slot, measure, facts),
    )


def _evidence_url(slot: Slot, facts: Facts) -> str:
    """The records; of a declared number the documents it was taken from."""
    assert slot.request is not None
    if slot.style == DECLARED:
        return declared_url(slot.request, facts.window)
    return figure_url(slot.request, facts.order.org.code, facts.window)


def _declared_of(slot: Slot, measure: Measure, facts: Facts) -> _Number:
    assert slot.request is not None
    declared = 0 if slot.style in (SHARE, DECLARED, AGAINST) else facts.value(slot.request).declared
    return _exact(measure, Value(declared)) if declared else None


def _name(slot: Slot) -> str:
    assert slot.request is not None
    name = lookup.show_request(slot.request)
    if slot.whole:
        name += f"占{lookup.show_request(slot.whole)}"
    about = [_ASPECTS.get(slot.style, ""), slot.dates.text.replace("|", "，") if slot.dates else ""]
    return name + (f"（{'；'.join(filter(None, about))}）" if any(about) else "")


def _definition(slot: Slot, measure: Measure, window: Window) -> str:
    said = [measure.definition]
    if slot.whole:
        whole = lookup.measure(slot.whole.code)
        said.append(f"此处为占{lookup.show_request(slot.whole)}的百分比（{whole.definition}）")
    if slot.style in _ASPECTS:
        said.append(f"此处为{_ASPECTS[slot.style]}")
    if slot.dates:
        said.append(_days(window, stands=_stands(measure)))
    return "；".join(said)


def _days(window: Window, *, stands: bool) -> str:
    until = f"截至{format_date(window.on)}"
    if stands:
        return f"此处{until}"
    if isinstance(window.period, Period):
        return f"此处为{window.period.label}，{until}"
    return f"此处自{format_date(window.period.start)}起累计，{until}"


def _exact(measure: Measure, value: Value) -> _Number:
    number = exact(measure, value)
    if isinstance(number, Decimal):
        if measure.is_money:
            return f"{number:.2f}"
        return int(number) if number == number.to_integral_value() else float(number)
    return number


def _records(slot: Slot, measure: Measure, facts: Facts) -> int | None:
    """How many records the figure's page lists, where the figure itself counts them."""
    assert slot.request is not None
    return None if slot.style in (*PER_UNIT, *ONE_UNIT, *RHYTHMS, TARGET, DECLARED) else _counted(measure, facts.value(slot.request))


def _counted(measure: Measure, value: Value) -> int | None:
    counts = isinstance(measure.of, Count) or (isinstance(measure.of, Stock) and not measure.of.of)
    return _recorded(value) if counts and not measure.source.record else None


def _unit(slot: Slot, measure: Measure) -> str:
    if slot.style == SHARE:
        return "%"
    if slot.style == HOW_OFTEN or slot.style in RHYTHMS:
        return ""
    every = getattr(measure.of, "every", "month")
    assert slot.request is not None
    return PERIOD_UNITS[every] if slot.style in ONE_UNIT else unit_of(slot.request)
