"""The money arithmetic of dues: brackets at their bounds, rounding, the limit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.dues.arithmetic import monthly_dues, rate_for
from partywork.rules.loading import shipped_rules
from partywork.rules.values import Bracket, Brackets


def shipped(code: str) -> Brackets:
    value = next(rule.typed for rule in shipped_rules() if rule.code == code)
    assert isinstance(value, tuple)
    return value


SALARY = shipped("dues.salary.brackets")
RETIRED = shipped("dues.retired.brackets")
BASES = st.integers(0, 100_000_000)


@pytest.mark.parametrize(
    ("base_fen", "rate", "monthly_fen"),
    [
        (0, 50, 0),
        (300_000, 50, 1_500),
        (300_001, 100, 3_000),
        (500_000, 100, 5_000),
        (500_001, 150, 7_500),
        (1_000_000, 150, 15_000),
        (1_000_001, 200, 20_000),
        (4_999_999, 200, 100_000),
        (5_000_000, 200, 100_000),
        (9_000_000, 200, 100_000),
    ],
)
def test_the_whole_base_takes_the_rate_of_its_bracket_and_a_bound_belongs_below(base_fen, rate, monthly_fen):
    assert monthly_dues(base_fen, SALARY, step_fen=10, limit_fen=100_000) == (rate, monthly_fen)


@pytest.mark.parametrize(("base_fen", "rate"), [(500_000, 50), (500_001, 100), (2_000_000, 100)])
def test_retired_members_have_two_brackets(base_fen, rate):
    assert rate_for(base_fen, RETIRED) == rate


@pytest.mark.parametrize(
    ("base_fen", "monthly_fen"),
    [(100_900, 500), (101_000, 510), (102_999, 510), (103_000, 520)],  # 5.045, 5.05, 5.14995, 5.15 yuan
)
def test_rounds_half_up_to_a_tenth_of_a_yuan(base_fen, monthly_fen):
    assert monthly_dues(base_fen, SALARY, step_fen=10, limit_fen=None)[1] == monthly_fen


@given(BASES, st.sampled_from([1, 10, 50, 100]))
def test_the_amount_is_the_nearest_step_to_the_exact_product(base_fen, step):
    rate, monthly = monthly_dues(base_fen, SALARY, step_fen=step, limit_fen=None)
    exact = Fraction(base_fen * rate, 10_000)
    assert monthly % step == 0
    assert -Fraction(step, 2) < monthly - exact <= Fraction(step, 2)
    assert isinstance(monthly, int)


@given(BASES, BASES)
def test_a_higher_base_never_pays_less(one, other):
    low, high = sorted((one, other))
    amounts = [monthly_dues(base, SALARY, step_fen=10, limit_fen=100_000)[1] for base in (low, high)]
    assert amounts == sorted(amounts)


@given(BASES)
def test_nobody_pays_more_than_the_limit(base_fen):
    free = monthly_dues(base_fen, SALARY, step_fen=10, limit_fen=None)[1]
    assert monthly_dues(base_fen, SALARY, step_fen=10, limit_fen=100_000)[1] == min(free, 100_000)


@given(BASES)
def test_the_rate_is_the_only_bracket_that_fits(base_fen):
    bounds = [-1, *(b.up_to_fen if b.up_to_fen is not None else base_fen + 1 for b in SALARY)]
    fitting = [b.rate for b, low, high in zip(SALARY, bounds, bounds[1:], strict=False) if low < base_fen <= high]
    assert fitting == [rate_for(base_fen, SALARY)]


def test_an_open_table_takes_any_base():
    assert rate_for(10**15, (Bracket(None, 7),)) == 7
