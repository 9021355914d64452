"""A figure with all that is said about it: its name, unit, 口径, records, and how much of it was declared."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from partywork.common.periods import Period
from partywork.common.text import format_date
from partywork.declared.places import declared_url
from partywork.measures import lookup
from partywork.measures.declarations import (
    Balance,
    Breakdown,
    Count,
    Measure,
    PerOrg,
    Request,
    Stock,
)
from partywork.measures.display import exact
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.pages.figures import figure_url
from summaries.document import Figure
from summaries.facts import Facts
from summaries.styles import AGAINST, DECLARED, HOW_OFTEN, ONE_UNIT, PER_UNIT, RHYTHMS, SHARE, TARGET
from summaries.tokens import ONE_OF, Slot, by_code, unit_of

OWN_RECORDS = "本级："  # in the id of what one unit's own records make a figure

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

PlainNumber = int | float | str | None


def unit_figure(request: Request, org: Organisation, value: Value, text: str, facts: Facts) -> Figure:
    """A cell of a table of units: what the records of ``org`` itself make it, printed as ``text``."""
    measure = lookup.measure(request.code)
    name = lookup.show_request(request)
    return Figure(
        id=f"{by_code(request)}|{OWN_RECORDS}{org.code}",
        token=f"{{{name}|{ONE_OF}{org.code}}}" if org.kind in BRANCH_KINDS else "",  # a token takes in what lies below
        name=f"{org.short_name}{name}",
        printed=text,
        number=exact_number(measure, value),
        unit=unit_of(request),
        definition=f"{measure.definition}；此处只算{org.short_name}自己的记录",
        theme=measure.theme,
        evidence_url=figure_url(request, org.code, facts.window, own=True),
        evidence_count=_counted(measure, value),
        declared=exact_number(measure, Value(value.declared)) if value.declared else None,
        unit_code=org.code,
    )


@dataclass(frozen=True)
class Label:
    """What is said of a figure whatever it comes to."""

    token: str
    name: str
    unit: str
    definition: str


def figure_of(slot: Slot, measure: Measure, text: str, number: PlainNumber, facts: Facts) -> Figure:
    assert slot.request is not None
    label = (_kept_label if slot.is_everyones else _label)(slot, measure, facts.window if slot.dates else None)
    return Figure(
        id=slot.id,
        token=label.token,
        name=(f"{facts.order.org.short_name}" if slot.of else "") + label.name,
        printed=text,
        number=number,
        unit=label.unit,
        definition=label.definition,
        theme=measure.theme,
        evidence_url=_evidence_url(slot, facts),
        evidence_count=_records(slot, measure, facts),
        declared=_declared_of(slot, measure, facts),
    )


def _label(slot: Slot, measure: Measure, window: Window | None) -> Label:
    """``window``: of a figure that has days of its own."""
    return Label(str(slot.token), _name(slot), _unit(slot, measure), _definition(slot, measure, window))


_kept_label = lru_cache(maxsize=8192)(_label)  # reports on thousands of units print the same figures


def _name(slot: Slot) -> str:
    assert slot.request is not None
    name = lookup.show_request(slot.request)
    if slot.whole:
        name += f"占{lookup.show_request(slot.whole)}"
    about = [_ASPECTS.get(slot.style, ""), slot.dates.text.replace("|", "，") if slot.dates else ""]
    return name + (f"（{'；'.join(filter(None, about))}）" if any(about) else "")


def _definition(slot: Slot, measure: Measure, window: Window | None) -> str:
    said = [measure.definition]
    if slot.whole:
        whole = lookup.measure(slot.whole.code)
        said.append(f"此处为占{lookup.show_request(slot.whole)}的百分比（{whole.definition}）")
    if slot.style in _ASPECTS:
        said.append(f"此处为{_ASPECTS[slot.style]}")
    if window:
        said.append(_days(window, stands=stands(measure)))
    return "；".join(said)


def _days(window: Window, *, stands: bool) -> str:
    until = f"截至{format_date(window.on)}"
    if stands:
        return f"此处{until}"
    if isinstance(window.period, Period):
        return f"此处为{window.period.label}，{until}"
    return f"此处自{format_date(window.period.start)}起累计，{until}"


def _unit(slot: Slot, measure: Measure) -> str:
    if slot.style == SHARE:
        return "%"
    if slot.style == HOW_OFTEN or slot.style in RHYTHMS:
        return ""
    every = getattr(measure.of, "every", "month")
    assert slot.request is not None
    return PERIOD_UNITS[every] if slot.style in ONE_UNIT else unit_of(slot.request)


def _evidence_url(slot: Slot, facts: Facts) -> str:
    """The records; of a declared number the documents it was taken from."""
    assert slot.request is not None
    if slot.style == DECLARED:
        return declared_url(slot.request, facts.window)
    return figure_url(slot.request, facts.order.org.code, facts.window)


def _declared_of(slot: Slot, measure: Measure, facts: Facts) -> PlainNumber:
    assert slot.request is not None
    declared = 0 if slot.style in (SHARE, DECLARED, AGAINST) else facts.value(slot.request).declared
    return exact_number(measure, Value(declared)) if declared else None


def _records(slot: Slot, measure: Measure, facts: Facts) -> int | None:
    """How many records the figure's page lists, where the figure itself counts them."""
    assert slot.request is not None
    if slot.style in (*PER_UNIT, *ONE_UNIT, *RHYTHMS, TARGET, DECLARED):
        return None
    return _counted(measure, facts.value(slot.request))


def _counted(measure: Measure, value: Value) -> int | None:
    counts = isinstance(measure.of, Count) or (isinstance(measure.of, Stock) and not measure.of.of)
    return recorded(value) if counts and not measure.source.record else None


def recorded(value: Value) -> int | None:
    return value.number - value.declared if isinstance(value.number, int) else None


def exact_number(measure: Measure, value: Value) -> PlainNumber:
    number = exact(measure, value)
    if isinstance(number, Decimal):
        if measure.is_money:
            return f"{number:.2f}"
        return int(number) if number == number.to_integral_value() else float(number)
    return number


def stands(measure: Measure) -> bool:
    """Whether a figure is of a day and not of a period."""
    of = measure.of.of if isinstance(measure.of, Breakdown | PerOrg) else measure.of
    return isinstance(of, Stock | Balance)
