"""Money is integer fen, and what is read is what is printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.common.money import MAX_FEN, format_yuan, parse_yuan, round_half_up_to, yuan
from tests.common.refusals import refusal

amounts = st.integers(0, MAX_FEN)
NOT_AN_AMOUNT = "认不出这个金额，请写成 1234.50、1,234.50 或 0.12万元 的样子。"


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.50", 123450),
        ("1,234.50", 123450),
        ("1,234,567", 123456700),
        ("１，２３４．５０元", 123450),
        ("¥12", 1200),
        ("￥ 12.3 元", 1230),
        ("1.2万元", 1200000),
        ("0.123456万", 123456),
        ("12.", 1200),
        (" 0 ", 0),
        ("007", 700),
        (12, 1200),
        (Decimal("0.2"), 20),
        (Decimal("1E+3"), 100000),
        (0.1 + 0.2, 30),
        (18432.6, 1843260),
    ],
)
def test_amounts_as_people_write_them(typed, fen):
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed", ["一百", "1,23", "1234,567", "1.2.3", "1e3", "12美元", ".5", "元", "NaN", "--1", "1 234"]
)
def test_text_that_is_no_amount(typed):
    assert refusal(parse_yuan, typed) == NOT_AN_AMOUNT


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "请填写金额，例如 1234.50；没有发生的填 0。"),
        ("　", "请填写金额，例如 1234.50；没有发生的填 0。"),
        ("1.005", "金额最多保留两位小数（到分）。"),
        ("0.0000001万元", "金额最多保留两位小数（到分）。"),
        (1.005, "金额最多保留两位小数（到分）。"),
        ("-1", "金额不能是负数。"),
        (-1, "金额不能是负数。"),
        ("10000000000000.01", "金额过大，请检查单位是元还是万元。"),
        (Decimal("1E+30"), "金额过大，请检查单位是元还是万元。"),
        (Decimal("1E+999999"), "金额的位数过多，请检查后重新填写。"),
        ("0.01" + "0" * 50 + "1", "金额的位数过多，请检查后重新填写。"),
        ("1" + "0" * 60 + "1万", "金额的位数过多，请检查后重新填写。"),
        (Decimal("NaN"), "金额应是数字，例如 1234.50。"),
        (float("inf"), "金额应是数字，例如 1234.50。"),
        (float("nan"), "金额应是数字，例如 1234.50。"),
        (True, "金额应是数字，例如 1234.50。"),
    ],
)
def test_refused_amounts_say_why(typed, message):
    assert refusal(parse_yuan, typed) == message


@pytest.mark.parametrize("typed", ["-12.50", "−12.50", "－12.50元", Decimal("-12.5"), -12.5])
def test_negative_amounts_only_where_allowed(typed):
    assert parse_yuan(typed, allow_negative=True) == -1250


def test_the_largest_amount():
    assert parse_yuan("10,000,000,000,000") == MAX_FEN


@given(amounts, st.booleans())
def test_what_is_printed_is_read_back(fen, grouped):
    assert parse_yuan(format_yuan(fen, grouped=grouped)) == fen


@given(amounts)
def test_yuan_are_exact(fen):
    assert yuan(fen) * 100 == fen
    assert parse_yuan(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "plain", "grouped"),
    [
        (0, "0.00", "0.00"),
        (5, "0.05", "0.05"),
        (123450, "1234.50", "1,234.50"),
        (-123456789, "-1234567.89", "-1,234,567.89"),
    ],
)
def test_printing(fen, plain, grouped):
    assert (format_yuan(fen), format_yuan(fen, grouped=True)) == (plain, grouped)


@pytest.mark.parametrize(
    ("fen", "step", "rounded"),
    [
        (1234, 10, 1230),
        (1235, 10, 1240),
        (-1235, 10, -1240),
        (4, 10, 0),
        (5, 10, 10),
        (149, 100, 100),
        (7, 1, 7),
    ],
)
def test_rounding_half_up(fen, step, rounded):
    assert round_half_up_to(fen, step) == rounded


@given(st.integers(-(10**9), 10**9), st.integers(1, 10_000))
def test_rounding_gives_the_nearest_multiple(fen, step):
    rounded = round_half_up_to(fen, step)
    assert rounded % step == 0
    assert 2 * abs(rounded - fen) <= step


@pytest.mark.parametrize("step", [0, -10])
def test_rounding_needs_a_positive_step(step):
    assert refusal(round_half_up_to, 100, step) == "舍入单位应大于0分。"
