"""The whole check: every rule over one reading of the report."""

from collections.abc import Callable, Iterator

from summaries.checks import (
    blanks,
    claims,
    current,
    dates,
    empties,
    hedging,
    numbering,
    people,
    progress,
    punctuation,
    regular,
    shares,
    tense,
    totals,
    typed,
    wording,
)
from summaries.checks.found import LEVELS, Check
from summaries.checks.reading import Reading, State
from summaries.document import Document
from summaries.facts import Facts

Rule = Callable[[Reading], Iterator[Check]]

NOTHING_STORED = State()

RULES: tuple[Rule, ...] = (
    blanks.blanks,
    empties.empty,
    empties.said_before,
    numbering.ordinals,
    numbering.heading_numbers,
    numbering.counted_headings,
    punctuation.brackets,
    punctuation.half_width,
    punctuation.doubled,
    totals.parts,
    totals.breakdowns,
    totals.tables,
    current.stale,
    current.since_then,
    typed.untraced,
    typed.said_otherwise,
    hedging.hedges,
    hedging.hedged_cells,
    regular.every,
    regular.each_unit,
    shares.shares,
    claims.all_of_them,
    claims.effects,
    claims.over_full,
    people.heads,
    people.more_than_there_are,
    people.names,
    tense.results_in_plan,
    tense.open_tasks_told_as_done,
    dates.cut_off,
    dates.data_date_told,
    dates.outside_period,
    dates.title,
    dates.plan_in_the_past,
    wording.formulations,
    progress.undecided,
    progress.unfinished_period,
    progress.changed_since,
)


def check(document: Document, facts: Facts, state: State = NOTHING_STORED) -> list[Check]:
    """What to look at: errors first, and in each level as the report goes. The same thing is said once."""
    reading = Reading(document, facts, state)
    found = dict.fromkeys(each for rule in RULES for each in rule(reading))
    return sorted(found, key=lambda each: (LEVELS.index(each.level), reading.order_of(each.anchor)))
