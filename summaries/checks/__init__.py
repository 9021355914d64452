"""What to look at before a report leaves: errors stop a final, warnings ask, notes explain."""

from summaries.checks.found import Check, Level, errors
from summaries.checks.reading import State, Written
from summaries.checks.run import check

__all__ = ["Check", "Level", "State", "Written", "check", "errors"]
