"""The measures by which an indicator's values are read: 指标：集体经济收入.

An indicator bound to a declared figure *is* that figure; any other is read off its typed values, in the way its
definition says.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from asgiref.local import Local
from django.core.signals import request_started
from django.db.models import Q

from partywork.measures.declarations import Measure, Ratio, Request, StatedSum
from partywork.measures.lookup import OWN
from partywork.measures.themes import Theme
from partywork.plans.enums import Reading
from partywork.plans.measures import VALUES, latest
from partywork.plans.models import Indicator

CODE = "indicator:"
PART, WHOLE = ":part", ":whole"
HOW = {
    Reading.SUM: "期内各次、各组织填的数值相加，没有填的不出数",
    Reading.LATEST: "每个组织期内最后一次填的数值，各组织相加，没有填的不出数",
    Reading.RATE: "填了分母的各次，数值合计 ÷ 分母合计",
}


@dataclass
class Known:
    """Indicators read since this request began, and the measures their values are read by."""

    indicators: dict[int, Indicator] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)


_local = Local()


def known() -> Known:
    if not hasattr(_local, "known"):
        _local.known = Known()
    found: Known = _local.known
    return found


def forget(**kwargs: object) -> None:  # noqa: ARG001 (a signal names its sender)
    """With the next request, so that a rename shows."""
    _local.known = Known()


request_started.connect(forget, dispatch_uid="indicator_measures")


def remember(indicators: Iterable[Indicator]) -> None:
    for each in indicators:
        known().indicators[each.pk] = each
        known().measures.update((measure.code, measure) for measure in measures_of(each))


def code_of(indicator: Indicator) -> str:
    return f"{CODE}{indicator.pk}"


def by_code(code: str) -> Indicator | None:
    """The indicator with this code (or a measure's that belongs to it); None when there is none."""
    pk = code.removeprefix(CODE).partition(":")[0]
    if not code.startswith(CODE) or not pk.isdecimal():
        return None
    if int(pk) not in known().indicators:
        # With its siblings: a text that uses one often uses several.
        remember(Indicator.objects.filter(org__in=Indicator.objects.filter(pk=int(pk)).values("org")[:1]))
    return known().indicators.get(int(pk))


def request_of(indicator: Indicator) -> Request:
    """The figure an indicator stands for."""
    remember([indicator])
    return indicator.request or Request(code_of(indicator))


def measures_of(indicator: Indicator) -> list[Measure]:
    """The indicator's own measure first, then those a rate is made of.

    Also of a bound one: whoever shows a text must know its name by its code.
    """
    code, name = code_of(indicator), OWN + indicator.name
    theme, reading, own = indicator.theme or Theme.BUSINESS.value, Reading(indicator.reading), Q(indicator=indicator.pk)
    definition = f"{indicator.definition}；{HOW[reading]}" if indicator.definition else HOW[reading]
    if reading == Reading.RATE:
        rate = Measure(code, name, "%", theme, VALUES, Ratio(code + PART, code + WHOLE), definition)
        return [rate, *_halves(indicator, theme, definition)]
    where = own if reading == Reading.SUM else (lambda window: own & latest(window))
    return [Measure(code, name, indicator.unit, theme, VALUES, _sum_of("value_milli"), definition, where)]


def _halves(indicator: Indicator, theme: str, definition: str) -> list[Measure]:
    with_whole = Q(indicator=indicator.pk, denominator_milli__isnull=False)
    code, name = code_of(indicator), OWN + indicator.name
    return [
        Measure(code + end, f"{name}（{word}）", "", theme, VALUES, _sum_of(field), definition, with_whole)
        for end, word, field in ((PART, "分子", "value_milli"), (WHOLE, "分母", "denominator_milli"))
    ]


def _sum_of(field: str) -> StatedSum:
    return StatedSum(field, thousandths=True)
