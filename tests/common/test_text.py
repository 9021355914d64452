"""Numerals, ordinals, dates and lists as official Chinese texts write them; names kept whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.common.text import (
    chinese_number,
    format_date,
    join_list,
    normalise_identifier,
    normalise_name,
    one_line,
    ordinal_heading,
    strip_control,
)
from tests.common.refusals import refusal

VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
UNITS = {"十": 10, "百": 100, "千": 1000}


def value_of(spelled: str) -> int:
    """Reads a numeral by the rule of place values, the other way round."""
    total, digit = 0, 0
    for character in spelled:
        if character in UNITS:
            total, digit = total + (digit or 1) * UNITS[character], 0
        else:
            digit = VALUES[character]
    return total + digit


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (0, "零"),
        (3, "三"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (2100, "二千一百"),
        (9999, "九千九百九十九"),
    ],
)
def test_numerals(number, spelled):
    assert chinese_number(number) == spelled


def test_every_numeral_reads_back_and_is_unique():
    spelled = [chinese_number(number) for number in range(10_000)]
    assert [value_of(one) for one in spelled] == list(range(10_000))
    assert [one for one in spelled if "零零" in one or (len(one) > 1 and one.endswith("零"))] == []


@pytest.mark.parametrize("number", [-1, 10_000])
def test_numerals_end_at_9999(number):
    assert refusal(chinese_number, number) == "中文数字只支持0至9999。"


def test_headings_by_level():
    assert [ordinal_heading(level, 12) for level in (1, 2, 3, 4)] == ["十二、", "（十二）", "12.", "（12）"]


@pytest.mark.parametrize(
    ("level", "number", "message"),
    [(5, 1, "标题层级只有1至4级。"), (0, 1, "标题层级只有1至4级。"), (1, 0, "标题序号从1开始。")],
)
def test_headings_outside_the_standard(level, number, message):
    assert refusal(ordinal_heading, level, number) == message


def test_date_styles():
    day = date(2026, 6, 8)
    shown = [format_date(day, style) for style in ("full", "weekday", "short", "ten_days")]
    assert shown == ["2026年6月8日", "2026年6月8日（周一）", "6月8日", "6月上旬"]
    assert format_date(day) == "2026年6月8日"


def test_the_thirds_of_a_month():
    thirds = [format_date(date(2026, 6, day), "ten_days") for day in (1, 10, 11, 20, 21, 30)]
    assert thirds == ["6月上旬", "6月上旬", "6月中旬", "6月中旬", "6月下旬", "6月下旬"]


def test_the_days_of_a_week():
    shown = "".join(format_date(date(2026, 6, day), "weekday")[-2] for day in range(15, 22))
    assert shown == "一二三四五六日"


@pytest.mark.parametrize(
    ("items", "limit", "joined"),
    [
        ([], None, ""),
        (["甲"], 1, "甲"),
        (["甲", "乙"], None, "甲、乙"),
        (["甲", "乙"], 2, "甲、乙"),
        (["甲", "乙", "丙"], 2, "甲、乙等"),
    ],
)
def test_lists(items, limit, joined):
    assert join_list(items, limit) == joined


def test_control_characters_go_and_lines_stay():
    assert strip_control("甲\x00\x07\u200b\u202e乙\r\n丙\r丁\t戊\ufffe\ud800") == "甲乙\n丙\n丁\t戊"


def test_rare_characters_survive():
    rare = "䶮𠮷镕\ue000葛\U000e0101"
    assert strip_control(rare) == rare
    assert normalise_name(rare) == rare


@given(st.text())
def test_cleaned_text_can_be_stored_and_stays_clean(text):
    cleaned = strip_control(text)
    assert cleaned.encode().decode() == cleaned == strip_control(cleaned)
    assert "\x00" not in cleaned


def test_one_line():
    assert one_line("  甲\n乙\t 丙　丁 ") == "甲 乙 丙 丁"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("张 三", "张三"),
        ("　李　四\u200b ", "李四"),
        ("王 小 明", "王小明"),
        ("阿卜杜 ・ 热合曼", "阿卜杜·热合曼"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("Anna  Li", "Anna Li"),
        ("第 3 党支部", "第 3 党支部"),
        ("Ｃ区第１党支部（联合）", "C区第1党支部（联合）"),
        ("䶮 𠮷", "䶮𠮷"),
    ],
)
def test_names(typed, stored):
    assert normalise_name(typed) == stored


@pytest.mark.parametrize(("typed", "stored"), [(" ｚｚ－００１ ", "ZZ-001"), ("a 1\u200b2", "A12"), ("（甲）", "(甲)")])
def test_identifiers(typed, stored):
    assert normalise_identifier(typed) == stored


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise_name(normalise_name(text)) == normalise_name(text)
