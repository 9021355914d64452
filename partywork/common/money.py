"""Money as integer fen (分): reading what people type, and printing it. Never a binary fraction."""

import re
from decimal import Context, Decimal, DecimalException, DivisionByZero, Inexact, InvalidOperation, Overflow

MAX_FEN = 10**15
"""Amounts beyond ten trillion yuan are typing errors; below it every database holds them exactly."""

_AMOUNT = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]*)?", re.ASCII)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0xFFE5: "¥",
    0x2212: "-",
    0x3000: " ",
    0x3002: ".",
}
_EXACT = Context(prec=40, traps=[Inexact, InvalidOperation, Overflow, DivisionByZero])
_UNITS = (("万元", 10_000), ("万", 10_000), ("元", 1))


def parse_yuan(value: str | int | float | Decimal, *, allow_negative: bool = False) -> int:
    """An amount given in yuan, as integer fen.

    Text may carry thousands separators, full-width digits, ¥ in front and 元 or 万元 behind. A float
    (a spreadsheet cell) is read with the 15 digits a spreadsheet keeps, so 0.1 + 0.2 is 0.30.
    Raises ValueError with a Chinese sentence for anything else, for more than two decimals of a yuan,
    for a negative amount unless allowed, and beyond MAX_FEN.
    """
    try:
        fen = _EXACT.multiply(_as_yuan(value), Decimal(100))
    except DecimalException:  # more digits than any amount has
        raise ValueError("金额的位数过多，请检查后重新填写。") from None
    if fen != fen.to_integral_value():
        raise ValueError("金额最多保留两位小数（到分）。")
    if fen < 0 and not allow_negative:
        raise ValueError("金额不能是负数。")
    if abs(fen) > MAX_FEN:
        raise ValueError("金额过大，请检查单位是元还是万元。")
    return int(fen)


def _as_yuan(value: str | int | float | Decimal) -> Decimal:
    if isinstance(value, bool):
        raise ValueError("金额应是数字，例如 1234.50。")
    if isinstance(value, str):
        return _read_text(value)
    number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise ValueError("金额应是数字，例如 1234.50。")
    return number


def _read_text(text: str) -> Decimal:
    plain = text.translate(_FULL_WIDTH).strip()
    if not plain:
        raise ValueError("请填写金额，例如 1234.50；没有发生的填 0。")
    factor = 1
    for unit, times in _UNITS:
        if plain.endswith(unit):
            plain, factor = plain.removesuffix(unit).rstrip(), times
            break
    found = _AMOUNT.fullmatch(plain.removeprefix("¥").lstrip())
    if found is None:
        raise ValueError("认不出这个金额，请写成 1234.50、1,234.50 或 0.12万元 的样子。")
    sign, whole, fraction = found.groups(default="")
    return _EXACT.multiply(Decimal(f"{sign}{whole.replace(',', '')}{fraction}"), Decimal(factor))


def yuan(fen: int) -> Decimal:
    """Fen as yuan with exactly two decimals: 123450 → Decimal("1234.50")."""
    return Decimal(fen).scaleb(-2)


def format_yuan(fen: int, *, grouped: bool = False) -> str:
    """Fen as yuan with two decimals, 1234.50; `grouped` adds thousands separators (tables only): 1,234.50."""
    return f"{yuan(fen):,.2f}" if grouped else f"{yuan(fen):.2f}"


def round_half_up_to(fen: int, step_fen: int) -> int:
    """Fen rounded to the nearest multiple of `step_fen`, a half away from zero (四舍五入).

    Raises ValueError when the step is not positive.
    """
    if step_fen <= 0:
        raise ValueError("舍入单位应大于0分。")
    steps = (2 * abs(fen) + step_fen) // (2 * step_fen)
    return steps * step_fen if fen >= 0 else -steps * step_fen
