"""The arithmetic of dues in whole fen and parts per ten thousand: no fraction is ever cut off unseen."""

from partywork.common.money import round_half_up_to
from partywork.rules.values import Brackets

WHOLE = 10_000  # rates are parts of this


def rate_for(base_fen: int, brackets: Brackets) -> int:
    """The rate of the bracket the base lies in; a base on a bound belongs to the lower bracket."""
    return next(b.rate for b in brackets if b.up_to_fen is None or base_fen <= b.up_to_fen)


def monthly_dues(base_fen: int, brackets: Brackets, *, step_fen: int, limit_fen: int | None) -> tuple[int, int]:
    """Rate and monthly dues in fen: the rate on the whole base, rounded half up to the step, at most the limit."""
    rate = rate_for(base_fen, brackets)
    rounded = round_half_up_to(base_fen * rate, step_fen * WHOLE) // WHOLE
    return rate, rounded if limit_fen is None else min(rounded, limit_fen)
