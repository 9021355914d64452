"""How a token prints, and the figure behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partywork.common.money import yuan
from partywork.common.text import format_date, join_list
from partywork.measures import lookup
from partywork.measures.declarations import UNFILLED, Breakdown, Count, Measure, Request, Stock
from partywork.measures.display import exact, print_number, printed
from partywork.measures.values import Value
from partywork.meetings.enums import MeetingKind
from partywork.pages.figures import figure_url
from summaries.document import Figure
from summaries.facts import Facts
from summaries.hedges import HEDGES, hedged, in_ten_thousands
from summaries.text import Token
from summaries.tokens import NAMES, ONE_UNIT, PER_UNIT, Slot

_QUOTES = {"名单": "{}", "未达名单": "{}", "书名": "《{}》", "引文": "“{}”"}
_INNER = {"书名": str.maketrans("《》", "〈〉"), "引文": str.maketrans("“”", "‘’")}
_ASPECTS = {
    "总数": "有关支部的总数",
    "未达数": "没有做到的支部数",
    "应有期数": "应有的期数",
    "实有期数": "做到的期数",
    "缺期数": "没有做到的期数",
}


@dataclass(frozen=True)
class Printed:
    """What stands in the text for a token. ``is_zero``: a figure that says nothing happened."""

    text: str
    figure: Figure | None = None
    is_zero: bool = False


def print_slot(slot: Slot, facts: Facts) -> Printed | None:
    """The token as printed; None when the records give nothing to print."""
    if slot.request is None:
        return Printed(facts.words[slot.word])
    if slot.style in NAMES or slot.style == "未达名单":
        return _names(slot.request, slot.style, facts)
    measure, value = lookup.measure(slot.request.code), facts.value(slot.request)
    if slot.style in PER_UNIT or slot.style in ONE_UNIT:
        return _aspect(slot, measure, value, facts)
    if value.number is None:
        return None
    text = _text(slot.style, measure, value)
    if text is None:
        return None
    return Printed(text, _figure(slot, measure, text, _exact(measure, value), facts), value.is_nothing)


def catalogue_figure(request: Request, facts: Facts) -> Figure | None:
    """A figure of the catalogue for the list of figures; None where there is nothing to say."""
    if facts.value(request).is_nothing:
        return None
    found = print_slot(Slot(request, "", ""), facts)
    return found.figure if found else None


def _text(style: str, measure: Measure, value: Value) -> str | None:
    number = value.number
    if style in HEDGES:
        return hedged(_amount(measure, value), style, measure.unit) or _exactly(style, measure, value)
    if style == "万元":
        assert isinstance(number, int)
        return in_ten_thousands(number)
    if style == "旬":
        assert isinstance(number, date)
        return format_date(number, "ten_days")
    if style == "分项":
        return _parts(measure, value)
    return _exactly(style, measure, value)


def _exactly(style: str, measure: Measure, value: Value) -> str:
    return printed(measure, value) + (measure.unit if style in ("以上", "单位") else "")


def _amount(measure: Measure, value: Value) -> Decimal:
    number = value.number
    assert isinstance(number, int | Decimal)
    if measure.is_money:
        return yuan(int(number))
    return Decimal(number) / 1000 if measure.in_thousandths else Decimal(number)


def _parts(measure: Measure, value: Value) -> str | None:
    """支部书记3次、班子成员1次; None when no row says what it is."""
    assert isinstance(measure.of, Breakdown)
    if all(part.label == UNFILLED for part in value.parts):
        return None
    labels = {UNFILLED: "未注明"}
    return join_list(
        [f"{labels.get(p.label, p.label)}{print_number(measure, p.number)}{measure.unit}" for p in value.parts]
    )


def _names(request: Request, style: str, facts: Facts) -> Printed | None:
    names = facts.names(request, style)
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


def _exact(measure: Measure, value: Value) -> int | float | str | None:
    number = exact(measure, value)
    if isinstance(number, Decimal):
        if measure.is_money:
            return f"{number:.2f}"
        return int(number) if number == number.to_integral_value() else float(number)
    return number


def _figure(slot: Slot, measure: Measure, text: str, number: int | float | str | None, facts: Facts) -> Figure:
    assert slot.request is not None
    name = lookup.show_request(slot.request)
    about = _ASPECTS.get(slot.style, "")
    return Figure(
        id=slot.id,
        token=str(Token(name, slot.style)),
        name=f"{name}（{about}）" if about else name,
        printed=text,
        number=number,
        unit=_unit(slot.style, measure),
        definition=measure.definition + (f"；此处为{about}" if about else ""),
        theme=measure.theme,
        evidence_url=figure_url(slot.request, facts.order.org.code, facts.window),
        evidence_count=_records(slot, measure, facts),
    )


def _records(slot: Slot, measure: Measure, facts: Facts) -> int | None:
    """How many records the figure's page lists, where the figure itself counts them."""
    assert slot.request is not None
    number = facts.value(slot.request).number
    counts = isinstance(measure.of, Count) or (isinstance(measure.of, Stock) and not measure.of.of)
    if not counts or measure.source.record or slot.style in (*PER_UNIT, *ONE_UNIT):
        return None
    return number if isinstance(number, int) else None


def _unit(style: str, measure: Measure) -> str:
    every = getattr(measure.of, "every", "month")
    return PERIOD_UNITS[every] if style in ONE_UNIT else measure.unit


PERIOD_UNITS = {
    "day": "天",
    "week": "周",
    "half_month": "个半月",
    "month": "个月",
    "two_months": "个双月",
    "quarter": "个季度",
}
