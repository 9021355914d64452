"""Ticks cover the data at round steps, labels stand free."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywork.charts.scales import shortened, shown_labels, tick_text, ticks, width_of

counts = st.integers(-10_000, 10**9)
amounts = st.decimals(Decimal("-99"), Decimal(10**7), places=2)


@given(st.lists(counts, max_size=12))
def test_ticks_of_counts_are_whole_even_and_cover_the_data(numbers):
    found = ticks(numbers)
    assert found[0] <= min([0, *numbers])
    assert found[-1] >= max([0, *numbers])
    assert Decimal(0) in found
    assert all(tick == int(tick) for tick in found)
    assert len({later - earlier for earlier, later in pairwise(found)}) == 1
    assert 2 <= len(found) <= 7


@given(st.lists(amounts, max_size=12))
def test_ticks_of_amounts_cover_the_data_without_waste(numbers):
    found = ticks(numbers, whole=False)
    step = found[1] - found[0]
    assert found[0] <= min([Decimal(0), *numbers])
    assert found[-1] >= max([Decimal(0), *numbers])
    assert found[-1] - max([Decimal(0), *numbers]) <= step
    assert 2 <= len(found) <= 7


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ([], [0, 1]),
        ([0, 0], [0, 1]),
        ([1], [0, 1]),
        ([7], [0, 2, 4, 6, 8]),
        ([100], [0, 50, 100]),
        ([-3, 4], [-4, -2, 0, 2, 4]),
    ],
)
def test_ticks_of_few_and_of_no_numbers(numbers, found):
    assert ticks(numbers) == found


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (50, "50"), (12_000, "1.2万"), (100_000, "10万"), (Decimal("0.50"), "0.5")]
)
def test_a_tick_reads_as_people_write_it(number, text):
    assert tick_text(number) == text


@given(st.lists(st.text("月年0123456789", max_size=6), max_size=40), st.floats(5, 60))
def test_shown_labels_keep_clear_of_each_other(labels, step):
    shown = shown_labels(labels, 12, step)
    assert shown[:1] == ([0] if labels else [])
    for earlier, later in pairwise(shown):
        halves = (width_of(labels[earlier], 12) + width_of(labels[later], 12)) / 2
        assert halves <= (later - earlier) * step


@given(st.text("党支部abc12", max_size=30), st.floats(20, 200))
def test_a_name_is_cut_to_its_room_and_not_where_it_fits(words, room):
    found = shortened(words, 12, room)
    assert width_of(found, 12) <= room
    assert (found == words) == (width_of(words, 12) <= room)
