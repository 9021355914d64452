"""The activity day, from words and back."""

import pytest

from partywork.ledgers.cells import CellError
from partywork.orgs.activity import ActivityRule, as_activity_rule
from partywork.orgs.enums import ActivityDay


@pytest.mark.parametrize(
    ("typed", "rule", "words"),
    [
        ("每月第一个周五", ActivityRule(ActivityDay.MONTH_WEEKDAY, 1, 5), "每月第一个周五"),
        ("每月第2个星期天", ActivityRule(ActivityDay.MONTH_WEEKDAY, 2, 7), "每月第二个周日"),
        ("每月最后一个周三", ActivityRule(ActivityDay.MONTH_WEEKDAY, 5, 3), "每月最后一个周三"),
        ("每月 5 号", ActivityRule(ActivityDay.MONTH_DAY, None, 5), "每月5日"),
        ("每周四", ActivityRule(ActivityDay.WEEKLY, None, 4), "每周四"),
        ("", ActivityRule(), ""),
        (None, ActivityRule(), ""),
    ],
)
def test_words_become_a_rule_and_the_rule_words(typed, rule, words):
    assert as_activity_rule(typed) == rule
    assert rule.words == words
    assert rule.is_sound


@pytest.mark.parametrize("typed", ["每月第五个周五", "每月32日", "每月0日", "每年一次", "周五"])
def test_what_is_no_fixed_day_is_refused_with_what_would_be_right(typed):
    with pytest.raises(CellError, match="请写成 每月第一个周五"):
        as_activity_rule(typed)


@pytest.mark.parametrize(
    "rule",
    [
        ActivityRule(ActivityDay.WEEKLY, 1, 4),
        ActivityRule(ActivityDay.MONTH_WEEKDAY, None, 4),
        ActivityRule(ActivityDay.MONTH_DAY, None, None),
        ActivityRule("", None, 3),
    ],
)
def test_numbers_that_do_not_belong_to_the_rule_are_unsound(rule):
    assert not rule.is_sound
    assert rule.words == ""
