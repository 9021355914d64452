"""Drawn charts: what they say, that bars stand for their numbers, that no text lies on another."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.charts.bars import bars, stacked
from partywork.charts.cells import Cell, Line, cells
from partywork.charts.columns import columns
from partywork.charts.data import Caption, Frame, Mark, Row, Tone
from partywork.charts.funnels import funnel
from partywork.charts.lines import lines
from tests.charts import reading
from tests.charts.reading import high, outside, overlapping, texts, tree, wide

CAPTION = Caption("c", "支委会次数（次）", "各月：1月3，2月5。")
NUMBERS = st.none() | st.integers(0, 99_999)
FRAMES = st.sampled_from([Frame(), Frame(300, 150), Frame(240, 140), Frame(340, 92, 13)])


def months(numbers):
    return [
        Mark(f"{index}月", number, "" if number is None else f"{number}", f"/m/{index}/?a=1&b=2")
        for index, number in enumerate(numbers, 1)
    ]


@given(st.lists(NUMBERS, min_size=1, max_size=12), FRAMES)
def test_months_stand_free_and_as_high_as_their_numbers(numbers, frame):
    drawn = columns(months(numbers), CAPTION, frame=frame)
    assert overlapping(drawn) == []
    assert outside(drawn) == []
    heights = [high(bar) for bar in reading.bars(drawn, "plain")]
    filled = [number for number in numbers if number]
    assert len(heights) == len(filled)
    for height, number in zip(heights, filled, strict=True):
        assert height == pytest.approx(max(heights) * number / max(filled), abs=0.2)


@given(st.lists(NUMBERS, min_size=1, max_size=12), FRAMES)
def test_a_line_joins_neighbours_and_leaves_gaps(numbers, frame):
    drawn = lines(months(numbers), CAPTION, frame=frame, most=100)
    assert overlapping(drawn) == []
    assert outside(drawn) == []
    joined = [len(each.get("points", "").split()) for each in tree(drawn).iter("polyline")]
    runs = "".join("-" if number is None else "x" for number in numbers).split("-")
    assert joined == [len(run) for run in runs if len(run) > 1]
    assert len(list(tree(drawn).iter("circle"))) == sum(number is not None for number in numbers)


LABELS = st.text("支部党员岁及以下0123", min_size=1, max_size=18)


@given(st.lists(st.tuples(LABELS, st.integers(0, 5000)), min_size=1, max_size=12), FRAMES)
def test_lying_bars_are_as_long_as_their_numbers(pairs, frame):
    marks = [Mark(label, number, f"{number}") for label, number in pairs]
    drawn = bars(marks, CAPTION, frame=frame)
    assert overlapping(drawn) == []
    assert outside(drawn) == []
    lengths, most = [wide(bar) for bar in reading.bars(drawn, "plain")], max(number for _, number in pairs)
    for length, (_, number) in zip(lengths, pairs, strict=True):
        assert length == pytest.approx(max(lengths) * number / most if most else 0, abs=0.2)


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=1, max_size=8))
def test_the_parts_of_a_stacked_bar_add_up_to_its_total(rows):
    tones: tuple[Tone, ...] = ("mid", "soft", "red")
    drawn = stacked(
        [
            Row(f"党员{index}", [Mark("", part, tone=tone) for part, tone in zip(parts, tones, strict=True)])
            for index, parts in enumerate(rows)
        ],
        CAPTION,
    )
    assert overlapping(drawn) == []
    most = max(map(sum, rows))
    found = reading.bars(drawn, *tones)
    whole = max((float(bar.get("x", "0")) + wide(bar) for bar in found), default=0)
    start = min((float(bar.get("x", "0")) for bar in found), default=0)
    parts = [part for row in rows for part in row if part]
    for bar, part in zip(found, parts, strict=True):
        assert wide(bar) == pytest.approx((whole - start) * part / most, abs=0.3)
    assert [each for each in texts(drawn) if each.isdigit()] == [f"{sum(row)}" for row in rows]


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4).map(lambda steps: list(accumulate(steps))[::-1]))
def test_each_stage_of_a_funnel_is_its_share_of_the_first(numbers):
    stages = [Mark(label, number, f"{number}") for label, number in zip("提启申销", numbers, strict=True)]
    drawn = funnel(stages, CAPTION, aside=Mark("其中逾期", 0, "0", tone="red"))
    assert overlapping(drawn) == []
    lengths = [wide(bar) for bar in reading.bars(drawn, "plain")]
    if numbers[0]:
        assert lengths == pytest.approx([lengths[0] * number / numbers[0] for number in numbers], abs=0.2)
    else:
        assert texts(drawn) == ["没有数据"]


def test_a_funnel_does_not_widen():
    with pytest.raises(ValueError, match="part of the stage before"):
        funnel([Mark("提出", 1, "1"), Mark("销号", 2, "2")], CAPTION)


@given(st.integers(1, 12), st.integers(1, 11), st.sampled_from(["3/4", "128/139", "待办", "—"]))
def test_cells_keep_their_words_inside(heads, rows, words):
    drawn = cells(
        [f"{index}月" for index in range(1, heads + 1)],
        [Line(f"青禾第{index}党支部", [Cell(words, "red")] * heads) for index in range(rows)],
        CAPTION,
        frame=Frame(640, 440, 14),
    )
    assert overlapping(drawn) == []
    assert outside(drawn) == []
    assert len(list(tree(drawn).iter("path"))) == heads * rows  # a shape in each: never colour alone


@pytest.mark.parametrize(
    "drawn",
    [
        columns([], CAPTION, empty="还没有会议"),
        columns(months([None, None]), CAPTION, empty="还没有会议"),
        lines(months([None]), CAPTION, empty="还没有会议"),
        bars([], CAPTION, empty="还没有会议"),
        stacked([], CAPTION, empty="还没有会议"),
        funnel([Mark("提出", 0, "0")], CAPTION, empty="还没有会议"),
        cells([], [], CAPTION, empty="还没有会议"),
    ],
)
def test_an_empty_chart_says_what_is_missing(drawn):
    assert texts(drawn) == ["还没有会议"]


def test_only_zeros_are_drawn_as_zeros():
    drawn = columns(months([0, 0]), CAPTION)
    assert texts(drawn) == ["0", "1", "1月", "2月", "0", "0"]
    assert reading.bars(drawn, "plain") == []


def test_a_chart_is_a_picture_with_title_and_description():
    root = tree(columns(months([3, 5]), CAPTION))
    picture = next(root.iter("g"))
    assert [picture.get("role"), picture.get("aria-labelledby"), picture.get("aria-describedby")] == [
        "img",
        "c-title",
        "c-about",
    ]
    assert [(each.tag, each.get("id"), each.text) for each in picture][:2] == [
        ("title", "c-title", "支委会次数（次）"),
        ("desc", "c-about", "各月：1月3，2月5。"),
    ]


def test_fields_for_the_pointer_lead_to_the_records_and_are_hidden_from_keys_and_readers():
    root = tree(columns(months([3, None]), CAPTION))
    _, fields = list(root)
    assert fields.get("aria-hidden") == "true"
    assert [(each.get("href"), each.get("tabindex")) for each in fields] == [("/m/1/?a=1&b=2", "-1")]


def test_what_is_typed_cannot_become_markup():
    drawn = bars([Mark('<script>"&', 1, "<b>1", "/?a=<b>&c")], Caption("k", "<i>", "a&b"))
    assert texts(drawn) == ['<script>"&', "<b>1"]
    assert {each.tag for each in tree(drawn).iter()} == {"svg", "g", "a", "title", "desc", "rect", "text"}


def test_no_chart_has_a_style_of_its_own():
    drawn = [
        columns(months([1]), CAPTION),
        bars(months([1]), CAPTION),
        cells(["一"], [Line("二", [Cell("3", "red")])], CAPTION),
    ]
    assert [each for svg in drawn for each in tree(svg).iter() if "style" in each.attrib or "fill" in each.attrib] == []
