"""公民身份号码: right ones pass unchanged, wrong ones say what is wrong, damaged ones are explained."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from partywork.common.identity_number import birth_date, check_digit, gender, mask, validate_identity_number
from tests.common.refusals import refusal

TODAY = date(2026, 6, 18)
NOT_A_REGION = "身份证号码的前两位不是有效的地区代码，请对照证件核对。"
NOT_A_BIRTH = "身份证号码第7至14位不是有效的出生日期，请对照证件核对。"
WRONG_CHECK = "身份证号码的校验位不对，可能有一位填错，请对照证件核对。"
DAMAGED = (
    "身份证号码在表格里被当作数字保存，末几位已经丢失，无法还原。请先把该列设为“文本”格式，再对照证件重新填写18位号码。"
)
NOT_A_NUMBER = (NOT_A_REGION, NOT_A_BIRTH, WRONG_CHECK, DAMAGED)


def invented(born: date, sequence: int, region: str = "330000") -> str:
    """A number of nobody: 330000 is a province, which no person is registered to."""
    first17 = f"{region}{born:%Y%m%d}{sequence:03}"
    return first17 + check_digit(first17)


births = st.dates(date(1920, 1, 1), TODAY)
numbers = st.builds(invented, births, st.integers(0, 999))


def why_not(value: object) -> str:
    return refusal(validate_identity_number, value, on=TODAY)


def test_the_check_digit_of_the_standards_example():
    """GB 11643-1999 gives 11010519491231002X."""
    assert check_digit("11010519491231002") == "X"


@given(births, st.integers(0, 999))
def test_a_right_number_says_birth_and_gender(born, sequence):
    number = validate_identity_number(invented(born, sequence), on=TODAY)
    assert (number, birth_date(number)) == (invented(born, sequence), born)
    assert gender(number) == ("男" if sequence % 2 else "女")


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, step):
    assume(place < 17 or number[17] != "X")
    wrong = f"{number[:place]}{(int(number[place]) + step) % 10}{number[place + 1 :]}"
    assert why_not(wrong) in NOT_A_NUMBER


@given(numbers, st.integers(6, 15))
def test_two_swapped_neighbours_are_always_noticed(number, place):
    swapped = f"{number[:place]}{number[place + 1]}{number[place]}{number[place + 2 :]}"
    assume(swapped != number)
    assert why_not(swapped) in NOT_A_NUMBER


def test_blanks_full_width_digits_and_a_small_x_are_forgiven():
    assert validate_identity_number(" １１0105 19491231 002ｘ ", on=TODAY) == "11010519491231002X"


@pytest.mark.parametrize("region", ["810000", "820000", "830000", "710000", "110000", "659999"])
def test_residence_permits_and_unknown_districts_pass(region):
    number = invented(date(1990, 1, 1), 123, region)
    assert validate_identity_number(number, on=TODAY) == number


@pytest.mark.parametrize("region", ["000000", "100000", "160000", "240000", "550000", "910000"])
def test_no_such_province(region):
    assert why_not(invented(date(1990, 1, 1), 123, region)) == NOT_A_REGION


@pytest.mark.parametrize("value", ["3.30102E+17", "3.3e17", 330000199001011000, 3.3e17, 110105194912310021])
def test_numbers_a_spreadsheet_has_damaged(value):
    assert why_not(value) == DAMAGED


def test_a_number_whose_end_became_zeroes_is_explained():
    number = invented(date(1990, 1, 1), 123)
    assert why_not(number[:15] + "000") == DAMAGED


def test_a_true_number_that_ends_in_zeroes_passes():
    true = next(
        number
        for sequence in range(0, 1000, 100)
        for day in range(1, 29)
        if (number := invented(date(1990, 1, day), sequence)).endswith("000")
    )
    assert validate_identity_number(true, on=TODAY) == true


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("330000900101123", "这是15位的旧号码，已停止使用，请填写18位公民身份号码。"),
        ("", "身份证号码应为18位，前17位是数字，最后一位是数字或X。"),
        ("33000019900101123", "身份证号码应为18位，前17位是数字，最后一位是数字或X。"),
        ("33000019900101X234", "身份证号码应为18位，前17位是数字，最后一位是数字或X。"),
        ("330000199002301234", NOT_A_BIRTH),
        ("330000177601011234", NOT_A_BIRTH),
        ("110105194912310021", WRONG_CHECK),
    ],
)
def test_refused_numbers_say_why_and_do_not_repeat_themselves(value, message):
    assert why_not(value) == message


def test_a_birth_in_the_future_depends_on_the_day_passed_in():
    number = invented(date(2026, 6, 19), 11)
    assert why_not(number) == NOT_A_BIRTH
    assert validate_identity_number(number, on=date(2026, 6, 19)) == number


def test_no_birth_date_to_read():
    assert refusal(birth_date, "330000199002301234") == "身份证号码第7至14位不是有效的出生日期。"


@pytest.mark.parametrize(
    ("number", "shown"), [("11010519491231002X", "110**************X"), ("1234", "****"), ("", "")]
)
def test_masking(number, shown):
    assert mask(number) == shown
