"""Marks of headings and items, counts in text, and texts run together."""

import pytest

from partywork.common.text import chinese_count
from summaries.numbering import counted_heading, counted_text, group_mark, item_mark, run_together


@pytest.mark.parametrize(("mark", "expected"), [("（一）", "（十一）"), ("1.", "11."), ("一是", "十一是")])
def test_a_group_is_numbered_as_the_outline_says(mark, expected):
    assert group_mark(mark, 11) == expected


@pytest.mark.parametrize(
    ("mark", "number", "count", "expected"),
    [
        ("一是", 2, 3, "二是"),
        ("一是", 10, 10, "十是"),
        ("一是", 2, 11, "2."),  # nobody says 十一是
        ("1.", 2, 3, "2."),
        ("（1）", 2, 3, "（2）"),
        ("", 2, 3, ""),
        ("一是", 1, 1, ""),
    ],
)
def test_an_item_is_numbered_unless_it_stands_alone(mark, number, count, expected):
    assert item_mark(mark, number, count) == expected


@pytest.mark.parametrize(("number", "expected"), [(1, "一"), (2, "两"), (10, "十"), (12, "十二"), (22, "二十二")])
def test_things_are_counted_with_liang(number, expected):
    assert chinese_count(number) == expected


@pytest.mark.parametrize(
    ("count", "single", "expected"),
    [
        (5, "工作安排", "实施五项行动"),
        (2, "工作安排", "实施两项行动"),
        (1, "工作安排", "工作安排"),
        (1, "", "实施一项行动"),
    ],
)
def test_a_heading_counts_its_own_items(count, single, expected):
    assert counted_heading("实施{项数}项行动", single, count) == expected


def test_a_sentence_that_would_count_one_thing_is_left_out():
    text = "坚持学在前。{期内}抓了{项数}项工作。"
    assert counted_text(text, 3) == "坚持学在前。{期内}抓了三项工作。"
    assert counted_text(text, 1) == "坚持学在前。"
    assert counted_text("没有计数。", 0) == "没有计数。"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["甲", "乙。", "丙"], ["甲；", "乙；", "丙。"]),
        (["抓学习。读书{学习材料篇数}篇。", "乙"], ["抓学习。读书{学习材料篇数}篇。", "乙。"]),
        (["甲"], ["甲。"]),
        ([], []),
    ],
)
def test_single_sentences_are_parted_by_semicolons(texts, expected):
    assert run_together(texts) == expected
