"""What a measure evaluates to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

Number = int | Decimal | date


@dataclass(frozen=True)
class Part:
    label: str
    number: int


@dataclass(frozen=True)
class Value:
    """A figure and what it is made of.

    ``number`` is None when there is nothing to say: no event, a rate without a whole. Money is in fen,
    a percentage has one decimal. ``whole`` is the number of units a per-branch figure is about or
    the whole of a rate. ``per_org`` gives the figure of each unit; ``due`` the buckets each unit owed.
    ``declared`` is how much of ``number`` was declared and has no records (填报数).
    """

    number: Number | None
    whole: int | None = None
    parts: tuple[Part, ...] = ()
    per_org: Mapping[int, int] = field(default_factory=dict)
    due: Mapping[int, int] = field(default_factory=dict)
    declared: int = 0

    @property
    def is_nothing(self) -> bool:
        return self.number is None or self.number == 0


TENTH = Decimal("0.1")


def percent(part: int, whole: int) -> Decimal | None:
    """part / whole in percent with one decimal, half up; None without a whole.

    100 is said of all and 0 of none: 2499 of 2500 are 99.9 %, one of 3000 is 0.1 %.
    """
    if not whole:
        return None
    rounded = (Decimal(part) * 100 / Decimal(whole)).quantize(TENTH, ROUND_HALF_UP)
    if 0 < part < whole:
        return min(max(rounded, TENTH), 100 - TENTH)
    return rounded
