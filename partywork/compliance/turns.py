"""The months, quarters and years in which a recurring duty falls due."""

from collections.abc import Callable, Iterator
from datetime import date

from partywork.common.periods import Period, PeriodKind, period_of
from partywork.rules.queries import RuleBook
from partywork.rules.values import Every, Frequency

KINDS: dict[Every, PeriodKind] = {"month": "month", "quarter": "quarter", "half_year": "half", "year": "year"}

BookOn = Callable[[date], RuleBook]
"""The rules in force on a day, for one unit."""


def turns(code: str, books: BookOn, first: date, last: date) -> Iterator[tuple[Period, Frequency]]:
    """The periods of a rule that begin between ``first`` and ``last``, each with the frequency it asks for.

    Each goes by the rule in force on its first day. A branch founded, or a rule changed, in mid-period owes
    from the next whole one on.
    """
    start = first
    while start <= last:
        frequency = books(start).frequency(code)
        turn = period_of(start, KINDS[frequency.every])
        if turn.start == start:
            yield turn, frequency
        start = turn.next.start
