"""The shapes a rule's value may have, and how they read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.rules.values import Bracket, Frequency, Range, Share, read, show


@pytest.mark.parametrize(
    ("raw", "value", "unit", "text"),
    [
        (6, 6, "个月", "6 个月"),
        (20, 20, "分", "0.20 元"),
        (False, False, "", "否"),
        (True, True, "", "是"),
        ({"times": 1, "every": "quarter"}, Frequency(1, "quarter"), "次", "每季度 1 次"),
        ({"part": 1, "whole": 2}, Share(1, 2), "", "不少于 1/2"),
        ({"part": 1, "whole": 2, "strict": True}, Share(1, 2, True), "", "超过 1/2"),
        ({"part": 1, "whole": 3, "limit": True}, Share(1, 3, limit=True), "", "不超过 1/3"),
        ({"least": 20, "most": 100}, Range(20, 100), "分", "0.20 元 至 1.00 元"),
        (
            [{"up_to_fen": 500000, "rate": 50}, {"up_to_fen": None, "rate": 150}],
            (Bracket(500000, 50), Bracket(None, 150)),
            "",
            "5000 元及以下 0.5%；以上 1.5%",
        ),
    ],
)
def test_reads_and_shows(raw, value, unit, text):
    assert (read(raw), show(read(raw), unit)) == (value, text)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "6",
        1.5,
        [],
        {"times": 1, "every": "day"},
        {"least": 3, "most": 1},
        {"part": 1},
        {"part": 1, "whole": 3, "strict": True, "limit": True},
        [{"up_to_fen": 100, "rate": 1}],
        [{"up_to_fen": 200, "rate": 1}, {"up_to_fen": 100, "rate": 2}, {"up_to_fen": None, "rate": 3}],
        [{"up_to_fen": None, "rate": 1}, {"up_to_fen": None, "rate": 2}],
    ],
)
def test_refuses_what_means_nothing(raw):
    with pytest.raises(ValueError, match=r"规则的值看不懂|分档应从低到高"):
        read(raw)


@given(st.integers(0, 500), st.integers(1, 500))
def test_half_and_more_than_half_differ_only_at_the_half(count, total):
    enough, more = Share(1, 2).met_by(count, total), Share(1, 2, True).met_by(count, total)
    assert enough == (2 * count >= total)
    assert (enough != more) == (2 * count == total)


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_limit_is_kept_exactly_where_more_than_it_is_not_reached(count, total):
    assert Share(1, 3, limit=True).met_by(count, total) != Share(1, 3, strict=True).met_by(count, total)


def test_nobody_out_of_nobody_is_no_quorum():
    assert Share(1, 2).met_by(0, 0) is False
