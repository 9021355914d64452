"""One figure in the list: what it may be narrowed by, how it may be written, and what each way prints now."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import print_number
from summaries.facts import Facts
from summaries.figures import ask_for, figure_behind, print_slot
from summaries.nothing import values_of, why
from summaries.owndates import NoSuchDay, check_dates
from summaries.picker.search import Offer
from summaries.styles import PARTS, SPLIT, TARGET, is_additive, styles_for
from summaries.text import Token, TokenError
from summaries.tokens import Slot, indicator_of, lacks_unit, resolve

TAG, DIM, DATES = "tag", "dim-", "dates"  # names of the choices in the address
NEEDS_UNIT = "请先选单位：单位不同的数量不能加在一起。"
COUNTED = "项数"
_BETWEEN = re.compile(r"[|，,、；;\s]+")  # what people put between two dates
LISTED = 40  # free words offered of one field


@dataclass(frozen=True)
class Choice:
    """A way to narrow: one select box. ``options`` are value and label (进社区（5））."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class Way:
    """What to insert and what it prints now, both with the unit; ``nothing`` says why it prints nothing."""

    text: str
    style: str
    printed: str = ""
    url: str = ""
    nothing: str = ""


@dataclass(frozen=True)
class Panel:
    """Everything the list shows of one figure. ``error`` is about what was chosen."""

    offer: Offer
    choices: tuple[Choice, ...]
    dates: str
    ways: tuple[Way, ...]
    error: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether the choices are in use, or must be."""
        return bool(self.dates or self.error or any(each.chosen for each in self.choices))


def panel(offer: Offer, asked: Mapping[str, str], facts: Facts) -> Panel:
    """The figure with what was chosen in the address."""
    choices = tuple(_choices(offer.request, asked, facts))
    dates = "|".join(filter(None, _BETWEEN.split(asked.get(DATES, ""))))
    narrowing = "".join(_written(each) for each in choices if each.chosen)
    try:
        check_dates(dates)
        ways = tuple(_ways(offer.name + narrowing, dates, facts))
    except (TokenError, NoSuchDay) as error:
        return Panel(offer, choices, dates, (), str(error))
    return Panel(offer, choices, dates, ways)


def _written(choice: Choice) -> str:
    return f"#{choice.chosen}" if choice.name == TAG else f"@{choice.label}={choice.chosen}"


def _choices(request: Request, asked: Mapping[str, str], facts: Facts) -> Iterator[Choice]:
    """Its tag and dimensions, with how much of the figure falls to each value."""
    source = lookup.measure(request.code).source
    taken = {key for key, _ in request.dims}
    if source.tag and not request.tag:
        counted = values_of(request, source.tag, facts)
        yield _choice(TAG, "标签", [(value, str(rows)) for value, rows in counted.items()], asked)
    listed = {key: dim for key, dim in source.dims.items() if dim.values and key not in taken}
    numbers = _numbers(request, {key: list(dim.values) for key, dim in listed.items()}, facts)
    for key, dim in source.dims.items():
        if key in taken:
            continue
        if key in listed:
            values = [(value, numbers.get((key, value), "")) for value in dim.values]
        else:
            values = [(value, str(rows)) for value, rows in values_of(request, dim.path, facts).items()]
        yield _choice(DIM + key, dim.label, values, asked)


def _choice(name: str, label: str, values: list[tuple[str, str]], asked: Mapping[str, str]) -> Choice:
    present = sorted(values, key=lambda each: not each[1])  # those that records carry come first
    options = [(value, f"{value}（{number}）" if number else value) for value, number in present[:LISTED]]
    chosen = asked.get(name, "")
    if chosen and chosen not in dict(options):
        options.append((chosen, chosen))
    return Choice(name, label, tuple(options), chosen)


def _numbers(request: Request, values: Mapping[str, list[str]], facts: Facts) -> dict[tuple[str, str], str]:
    """What the figure is for each value, where it can be split; one query for all."""
    measure = lookup.measure(request.code)
    if not is_additive(measure):
        return {}
    narrowed = {(key, value): request.with_dim(key, value) for key, offered in values.items() for value in offered}
    facts.ask(narrowed.values())
    return {
        key: print_number(measure, facts.value(each).number)
        for key, each in narrowed.items()
        if not facts.value(each).is_nothing
    }


def _ways(expression: str, dates: str, facts: Facts) -> Iterator[Way]:
    exact = resolve(Token(expression, dates), facts.indicators)
    assert exact.request is not None
    if lacks_unit(exact.request):
        raise TokenError(NEEDS_UNIT)
    styles = list(styles_for(lookup.measure(exact.request.code)))
    indicator = indicator_of(exact)
    styles += [TARGET] if indicator and indicator.target is not None else []
    tokens = [Token(expression, "|".join(filter(None, (dates, style)))) for style in styles]
    slots = [resolve(token, facts.indicators) for token in tokens]
    ask_for(slots, facts)
    seen: set[str] = set()
    for token, style, slot in zip(tokens, styles, slots, strict=True):
        way = _way(token, style, slot, facts)
        splits = slot.style == SPLIT and "、" not in way.printed
        if not style or (way.printed and way.printed not in seen and not splits):
            yield way  # one that prints the same as another, or a single part, adds nothing
        seen.add(way.printed)


def _way(token: Token, style: str, slot: Slot, facts: Facts) -> Way:
    printed = print_slot(slot, facts)
    if printed is None:
        return Way(str(token), style, nothing=why(slot, facts))
    figure = figure_behind(slot, facts)
    has_units = slot.prints_unit or slot.style in (PARTS, SPLIT)
    unit = figure.unit if figure and not has_units else ""
    return Way(f"{token}{unit}", style, printed.text + unit, figure.evidence_url if figure else "")


def own_words(facts: Facts) -> Iterable[tuple[str, str]]:
    """Words about the report itself, with what they print; what is counted by typesetting is not for texts."""
    return [("{" + word + "}", text) for word, text in facts.words.items() if word != COUNTED]
