"""What is read out of what somebody typed."""

from datetime import date

import pytest

from partywork.search.words import Asked

TODAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("typed", "words", "first", "last"),
    [
        ("2026-05-18", "", date(2026, 5, 18), date(2026, 5, 18)),
        ("2026年5月18日 党课", "党课", date(2026, 5, 18), date(2026, 5, 18)),
        ("5月18日", "", date(2026, 5, 18), date(2026, 5, 18)),
        ("5月支委会", "支委会", date(2026, 5, 1), date(2026, 5, 31)),
        ("２０２６年２月", "", date(2026, 2, 1), date(2026, 2, 28)),
        ("2025年 换届", "换届", date(2025, 1, 1), date(2025, 12, 31)),
        ("11月", "", date(2025, 11, 1), date(2025, 11, 30)),  # this year's has not begun
        ("2月29日", "", date(2026, 2, 28), date(2026, 2, 28)),
    ],
)
def test_days_are_read_and_the_rest_are_words(typed, words, first, last):
    asked = Asked.read(typed)
    assert asked.days is not None
    assert (asked.words, asked.days.span(TODAY, ahead=False)) == (words, (first, last))


def test_a_deadline_lies_ahead():
    days = Asked.read("11月").days
    assert days is not None
    assert days.span(TODAY, ahead=True) == (date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize("typed", ["13月", "2026-13-01", "2月30日", "青组〔2026〕3号", "12345", "5"])
def test_what_is_no_day_stays_a_word(typed):
    asked = Asked.read(typed)
    assert (asked.days, asked.words) == (None, typed)


@pytest.mark.parametrize(
    "typed", ["13800001234", "138 0000 1234", "138-0000-1234", "11010119800101002x", "１３８００００１２３４"]
)
def test_a_persons_number_is_kept_out_of_everything_shown(typed):
    asked = Asked.read(typed)
    assert (asked.text, asked.words, len(asked.number) >= 11) == ("", "", True)


@pytest.mark.parametrize(("typed", "can_be"), [("z", False), ("zw", True), ("张", True), ("张 5月", False)])
def test_one_letter_names_nobody(typed, can_be):
    assert Asked.read(typed).names_people is can_be
