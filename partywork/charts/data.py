"""What a chart is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Number = int | Decimal
Tone = Literal["plain", "strong", "mid", "soft", "faint", "open", "red"]
"""Red for what matters, greys for the rest; ``open`` is an outline: not known."""


@dataclass(frozen=True)
class Mark:
    """One number of a chart.

    ``number`` is None where there is none (a rate without a whole, a month to come); ``text`` is how the number reads
    ("86.5%"), ``url`` leads to its records, ``hint`` is said when the pointer rests on it.
    """

    label: str
    number: Number | None
    text: str = ""
    url: str = ""
    hint: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Row:
    """A line of a stacked chart: parts that add up. ``text`` stands behind the bar, the total where it is empty."""

    label: str
    parts: Sequence[Mark]
    text: str = ""

    @property
    def total(self) -> Number:
        return sum((part.number or 0 for part in self.parts), 0)


@dataclass(frozen=True)
class Frame:
    """The paper a chart is drawn on, in units of its viewBox, and the size of its type.

    A chart is scaled to the width it gets: a smaller frame gives bigger type.
    """

    width: int = 400
    height: int = 200
    type: float = 12


@dataclass(frozen=True)
class Caption:
    """What a chart says of itself: ``key`` is its own on the page, ``about`` is read out in place of the picture."""

    key: str
    title: str
    about: str
