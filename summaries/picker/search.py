"""Finding figures by what people type, and by theme."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from partywork.common.pinyin import typed, where_found
from partywork.measures import lookup
from partywork.measures.declarations import EventDate, Measure, Request
from partywork.measures.display import printed
from partywork.measures.lookup import OWN
from partywork.measures.themes import Theme
from partywork.plans.indicator_measures import code_of, request_of
from partywork.plans.models import Indicator
from summaries.facts import Facts
from summaries.tokens import UNIT, lacks_unit

SHOWN = 30  # results of a search; more words find fewer
LONGEST = 30  # characters of a search that are read
OWN_THEME = "自定义指标"


@dataclass(frozen=True)
class Offer:
    """A figure as the list offers it; ``code`` is what the list's addresses name it by."""

    code: str
    name: str
    theme: str
    definition: str
    request: Request


@dataclass(frozen=True)
class Row:
    """An offer with its present value."""

    offer: Offer
    value: str
    unit: str


@dataclass(frozen=True)
class Found:
    """Rows by theme; ``more`` when there are others; ``near`` where nothing was found."""

    groups: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    more: bool = False
    near: tuple[str, ...] = ()


def offers(facts: Facts) -> list[Offer]:
    """Every figure a text about this unit may use: its own first, then the catalogue."""
    return [*map(_own, facts.indicators.all), *(_declared(each) for each in lookup.all_measures() if _is_useful(each))]


def _own(indicator: Indicator) -> Offer:
    request = request_of(indicator)
    definition = indicator.definition or lookup.measure(request.code).definition
    return Offer(code_of(indicator), OWN + indicator.name, OWN_THEME, f"{definition}（{indicator.org}设立）", request)


def _declared(measure: Measure) -> Offer:
    return Offer(measure.code, measure.name, measure.theme, measure.definition, Request(measure.code))


def _is_useful(measure: Measure) -> bool:
    """A figure without a unit means nothing, but for a date and for a quantity that is narrowed to a unit."""
    return bool(measure.unit) or isinstance(measure.of, EventDate) or UNIT in measure.source.dims


def offer_by_code(code: str, facts: Facts) -> Offer | None:
    """What the list offers under a code; None for one that it does not offer to this unit."""
    return next((each for each in offers(facts) if each.code == code), None)


def themes(facts: Facts) -> list[tuple[str, int]]:
    """Themes with the number of their figures, in the order of a report."""
    found = [each.theme for each in offers(facts)]
    order = [OWN_THEME, *Theme.values]
    return [(theme, found.count(theme)) for theme in order if theme in found]


def of_theme(theme: str, facts: Facts) -> Found:
    return _found([each for each in offers(facts) if each.theme == theme], facts)


def search(query: str, facts: Facts) -> Found:
    """Figures whose name, theme or 口径 the words are found in; a name that begins with them comes first."""
    wanted = typed(query)[:LONGEST]
    ranked = [(rank, at, each) for at, each in enumerate(offers(facts)) if (rank := _rank(wanted, each)) is not None]
    chosen = [each for _, _, each in sorted(ranked, key=lambda found: found[:2])]
    if not chosen:
        return Found(near=tuple(get_close_matches(query, [each.name for each in offers(facts)], n=4, cutoff=0.35)))
    return _found(chosen[:SHOWN], facts, more=len(chosen) > SHOWN)


def _rank(wanted: str, offer: Offer) -> int | None:
    """How well an offer answers: 0 its whole name; then where in the name; then its theme; then its 口径."""
    name = offer.name.removeprefix(OWN)
    at = where_found(wanted, name)
    if at is not None:
        return 0 if wanted == typed(name) else 1 + at
    if where_found(wanted, offer.theme) == 0:
        return 100
    return 200 if len(wanted) > 1 and wanted in typed(offer.definition) else None


def _found(chosen: Iterable[Offer], facts: Facts, *, more: bool = False) -> Found:
    """The offers with their values, evaluated together."""
    chosen = list(chosen)
    facts.ask(each.request for each in chosen)
    groups: dict[str, list[Row]] = {}
    for each in chosen:
        groups.setdefault(each.theme, []).append(_row(each, facts))
    return Found(tuple((theme, tuple(rows)) for theme, rows in groups.items()), more)


def _row(offer: Offer, facts: Facts) -> Row:
    measure, value = lookup.measure(offer.request.code), facts.value(offer.request)
    if lacks_unit(offer.request):
        return Row(offer, "", "按单位取数")
    return Row(offer, printed(measure, value), measure.unit if value.number is not None else "")
