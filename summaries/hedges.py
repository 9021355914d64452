"""Rounded figures in prose: 120余, 近300, 约300, 超过120, 120户以上.

A hedge must stay true: 余, 超过 and 以上 round down to the leading digits, 近 rounds up and 约 either way by
at most a twentieth. A number below ten, a round number and one that cannot be hedged truly print as they are.
Never used in tables.
"""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

SMALLEST = 10  # below it every unit matters
NEAR = Decimal("0.05")

_Rounding = str


def hedged(number: Decimal, style: str, unit: str) -> str | None:
    """The number in that style, without its unit except for 以上; None when the exact number must be printed."""
    if number < SMALLEST:
        return None
    return HEDGES[style](number, unit)


def _down(number: Decimal) -> Decimal | None:
    """Down to one leading digit below a hundred, two above; None for a number that is round already."""
    low = _to(number, _step(number), ROUND_FLOOR)
    return low if low < number else None


def _up(number: Decimal) -> Decimal | None:
    return _close(number, ROUND_CEILING)


def _about(number: Decimal) -> Decimal | None:
    return _close(number, ROUND_HALF_UP)


def _close(number: Decimal, rounding: _Rounding) -> Decimal | None:
    """The roundest number within a twentieth."""
    for step in (_magnitude(number), _step(number)):
        candidate = _to(number, step, rounding)
        if candidate == number:
            return None
        if abs(candidate - number) <= NEAR * number:
            return candidate
    return None


def _magnitude(number: Decimal) -> Decimal:
    return Decimal(10) ** number.adjusted()


def _step(number: Decimal) -> Decimal:
    return max(Decimal(10), _magnitude(number) / 10)


def _to(number: Decimal, step: Decimal, rounding: _Rounding) -> Decimal:
    return (number / step).quantize(Decimal(1), rounding) * step


def _print(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _worded(round_to: Callable[[Decimal], Decimal | None], words: str) -> Callable[[Decimal, str], str | None]:
    def wording(number: Decimal, unit: str) -> str | None:
        rounded = round_to(number)
        return None if rounded is None else words.format(number=_print(rounded), unit=unit)

    return wording


HEDGES: dict[str, Callable[[Decimal, str], str | None]] = {
    "余": _worded(_down, "{number}余"),
    "近": _worded(_up, "近{number}"),
    "约": _worded(_about, "约{number}"),
    "超过": _worded(_down, "超过{number}"),
    "以上": _worded(_down, "{number}{unit}以上"),
}


def in_ten_thousands(fen: int) -> str:
    """An amount with its unit: 1.84万元 with at most two decimals; below ten thousand yuan exact, in 元."""
    amount = Decimal(fen).scaleb(-2)
    if amount < 10_000:
        return f"{amount:.2f}".removesuffix(".00") + "元"
    rounded = (amount / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded.normalize():f}万元"
