"""Telephone numbers: one stored form, a masked form, and a reason for every refusal."""

import pytest

from partywork.common.phone import mask_phone, validate_phone
from tests.common.refusals import refusal

HINT = "请填写11位手机号码，或“区号-号码”样式的固定电话。"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800000000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("+86 13800000000", "13800000000"),
        ("0086-13800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        (13800000000, "13800000000"),
        (13800000000.0, "13800000000"),
        ("0571-88880000", "0571-88880000"),
        ("057188880000", "0571-88880000"),
        ("（0571）88880000", "0571-88880000"),
        ("010-88880000转12", "010-88880000-12"),
        ("02088880000", "020-88880000"),
        ("88880000", "88880000"),
    ],
)
def test_numbers_as_people_write_them(typed, stored):
    assert validate_phone(typed) == stored
    assert validate_phone(stored) == stored


@pytest.mark.parametrize("typed", ["", "12800000000", "1380000000", "138000000000", "110", "电话", 1.5, None])
def test_refused_numbers_say_what_would_be_right(typed):
    assert refusal(validate_phone, typed) == f"电话号码的格式不对。{HINT}"


def test_scientific_notation_is_explained():
    assert refusal(validate_phone, "1.38E+10") == f"电话号码在表格里变成了科学计数，已不完整。{HINT}"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("0571-88881234", "0571-******34"),
        ("88881234", "******34"),
        ("坏数据", "***"),
        ("", ""),
    ],
)
def test_masking(number, shown):
    assert mask_phone(number) == shown
