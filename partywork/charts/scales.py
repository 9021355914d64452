"""Axes: round ticks that cover the data, and what of the labels fits beside each other."""

from collections.abc import Sequence
from decimal import Decimal
from unicodedata import east_asian_width

from partywork.charts.data import Number

STEPS = (1, 2, 5, 10)
FEW = 4  # steps of an axis, about
WIDE, NARROW = 1.0, 0.62  # of the type's size: a Chinese character; a digit or letter, generously


def ticks(numbers: Sequence[Number], *, whole: bool = True) -> list[Decimal]:
    """Round numbers at equal steps, from 0 or below to the highest of ``numbers`` or above; 0 and 1 for nothing.

    An axis of amounts begins at 0: a cut one would make small differences look big. ``whole``: the numbers are
    counts, so no tick lies between them.
    """
    low = min([Decimal(0), *map(Decimal, numbers)])
    high = max([Decimal(0), *map(Decimal, numbers)])
    step = _step((high - low) / FEW, whole)
    first = (low / step).to_integral_value("ROUND_FLOOR")
    last = max((high / step).to_integral_value("ROUND_CEILING"), first + 1)
    return [step * index for index in range(int(first), int(last) + 1)]


def _step(least: Decimal, whole: bool) -> Decimal:
    if not least:
        return Decimal(1)
    power = Decimal(10) ** least.adjusted()
    step = next(power * each for each in STEPS if power * each >= least)
    return max(step, Decimal(1)) if whole else step


def tick_text(number: Number) -> str:
    """12 → 12, 12000 → 1.2万, 0.5 → 0.5."""
    number = Decimal(number)
    if abs(number) >= 10_000:
        return f"{_plain(number / 10_000)}万"
    return _plain(number)


def _plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def width_of(words: str, size: float) -> float:
    """How wide a text is at most, in the units of its size."""
    return size * sum(WIDE if east_asian_width(sign) in "WFA" else NARROW for sign in words)


def shortened(words: str, size: float, width: float) -> str:
    """The words, cut with … where they do not fit."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(f"{words}…", size) > width:
        words = words[:-1]
    return f"{words}…"


def shown_labels(labels: Sequence[str], size: float, step: float) -> list[int]:
    """Which of the labels, ``step`` apart and centred, stand free of each other: every one, every second …"""
    if not labels:
        return []
    widest = max(width_of(label, size) for label in labels) + size / 3
    every = max(1, int(-(-widest // step))) if step > 0 else len(labels)
    return list(range(0, len(labels), every))
