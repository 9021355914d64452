"""Rounded figures stay true."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.hedges import HEDGES, hedged, in_ten_thousands


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (126, "余", "120余"),
        (37, "余", "30余"),
        (1234, "余", "1200余"),
        (300, "余", None),
        (9, "余", None),
        (296, "近", "近300"),
        (126, "近", "近130"),
        (301, "近", "近310"),
        (15, "近", None),
        (302, "约", "约300"),
        (300, "约", None),
        (120, "超过", None),
        (121, "超过", "超过120"),
        (126, "以上", "120户以上"),
    ],
)
def test_hedges(number, style, printed):
    assert hedged(Decimal(number), style, "户") == printed


@given(st.integers(0, 10**7), st.sampled_from(sorted(HEDGES)))
def test_a_hedge_never_lies(number, style):
    text = hedged(Decimal(number), style, "户")
    if text is None:
        return
    rounded = int(re.findall("[0-9]+", text)[0])
    assert number >= 10
    if style in ("余", "超过", "以上"):
        assert 0 < number - rounded < max(10, rounded // 5)
    elif style == "近":
        assert 0 < rounded - number <= number * 0.05
    else:
        assert 0 < abs(rounded - number) <= number * 0.05


@pytest.mark.parametrize(
    ("fen", "printed"),
    [
        (0, "0元"),
        (960_000, "9600元"),
        (999_999, "9999.99元"),
        (1_000_000, "1万元"),
        (1_843_260, "1.84万元"),
        (18_450_000, "18.45万元"),
    ],
)
def test_amounts_in_ten_thousands_carry_their_unit(fen, printed):
    assert in_ten_thousands(fen) == printed
