"""The whole check: every rule over one reading of the report."""

from collections.abc import Callable, Iterator

from summaries.checks import blanks, progress
from summaries.checks.found import LEVELS, Check
from summaries.checks.reading import Reading, State
from summaries.document import Document
from summaries.facts import Facts

Rule = Callable[[Reading], Iterator[Check]]

NOTHING_STORED = State()

RULES: tuple[Rule, ...] = (
    blanks.blanks,
    progress.undecided,
    progress.unfinished_period,
    progress.changed_since,
)


def check(document: Document, facts: Facts, state: State = NOTHING_STORED) -> list[Check]:
    """What to look at: errors first, and in each level as the report goes. The same thing is said once."""
    reading = Reading(document, facts, state)
    found = dict.fromkeys(each for rule in RULES for each in rule(reading))
    return sorted(found, key=lambda each: (LEVELS.index(each.level), reading.order_of(each.anchor)))
