"""In which months, quarters and years a duty falls due."""

from datetime import date

import pytest

from partywork.common.periods import HalfYear, Month, Quarter, Year
from partywork.compliance.turns import turns
from partywork.rules.models import Rule
from partywork.rules.shelf import RuleShelf

CODE = "meeting.anything"
LONG_AGO = date(2000, 1, 1)


def rule(every, since=LONG_AGO, times=1):
    return Rule(code=CODE, value={"times": times, "every": every}, effective_from=since)


def periods(first, last, *rules):
    shelf = RuleShelf(rules)
    return [turn for turn, _ in turns(CODE, lambda day: shelf.book((), day), first, last)]


@pytest.mark.parametrize(
    ("every", "first", "last", "expected"),
    [
        ("month", date(2026, 3, 1), date(2026, 3, 1), [Month(2026, 3)]),
        ("month", date(2026, 3, 2), date(2026, 5, 12), [Month(2026, 4), Month(2026, 5)]),
        ("month", date(2024, 2, 1), date(2024, 2, 29), [Month(2024, 2)]),
        ("month", date(2025, 12, 15), date(2026, 1, 1), [Month(2026, 1)]),
        ("quarter", date(2026, 1, 1), date(2026, 4, 1), [Quarter(2026, 1), Quarter(2026, 2)]),
        ("quarter", date(2026, 1, 2), date(2026, 3, 31), []),
        ("half_year", date(2026, 1, 1), date(2026, 7, 1), [HalfYear(2026, 1), HalfYear(2026, 2)]),
        ("year", date(2025, 1, 1), date(2026, 6, 30), [Year(2025), Year(2026)]),
        ("month", date(2026, 6, 1), date(2026, 5, 31), []),
    ],
)
def test_only_whole_periods_that_have_begun(every, first, last, expected):
    assert periods(first, last, rule(every)) == expected


def test_a_rule_changed_in_mid_quarter_holds_from_the_next_whole_period():
    changed = [rule("month"), rule("quarter", date(2026, 5, 1))]
    assert periods(date(2026, 1, 1), date(2026, 7, 1), *changed) == [
        *(Month(2026, m) for m in range(1, 5)),
        Quarter(2026, 3),
    ]
    back = [rule("quarter"), rule("month", date(2026, 2, 15))]
    assert periods(date(2026, 1, 1), date(2026, 5, 1), *back) == [Quarter(2026, 1), Month(2026, 4), Month(2026, 5)]


def test_each_period_asks_for_what_held_on_its_first_day():
    shelf = RuleShelf([rule("month"), rule("month", date(2026, 2, 2), times=2)])
    found = turns(CODE, lambda day: shelf.book((), day), date(2026, 1, 1), date(2026, 3, 1))
    assert [(turn.code, frequency.times) for turn, frequency in found] == [
        ("2026-01", 1),
        ("2026-02", 1),
        ("2026-03", 2),
    ]
