"""How much was sent and what came of it: told at the end of the run, also from several processes."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

KEY = "fuzz"


@dataclass
class Tally:
    """``bare``: sent to without a form, because no page opened here shows one."""

    inputs: int = 0
    stored: int = 0
    refused: int = 0
    forms: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    files: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    stored_at: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def property(self) -> tuple[str, list[Any]]:
        """In a form that travels between processes."""
        posted = sorted(self.forms | self.bare)
        return KEY, [self.inputs, posted, sorted(self.pages), self.files, self.stored, self.refused, len(self.faults)]


def line(told: list[list[Any]]) -> str:
    inputs, files, stored, refused, faults = (sum(each[at] for each in told) for at in (0, 3, 4, 5, 6))
    forms, pages = (len({name for each in told for name in each[at]}) for at in (1, 2))
    return (
        f"{KEY}: {inputs:,} inputs over {forms} forms and {pages} pages, {files:,} of them files; "
        f"{faults} faults, {stored:,} stored, {refused:,} refused"
    )


def terminal_summary(terminalreporter: Any) -> None:
    """One line, where the fuzz was part of the run."""
    reports = (report for reports in terminalreporter.stats.values() for report in reports)
    found = [value for each in reports for key, value in getattr(each, "user_properties", ()) if key == KEY]
    if found:
        terminalreporter.write_line(line(found))
