"""How many addresses were tried by how many people: told at the end of the run, also from several processes."""

from dataclasses import dataclass, field
from typing import Any

KEY = "access matrix"


@dataclass
class Tally:
    """What one test did; ``leaks`` says who read what where."""

    address: str
    actors: set[str] = field(default_factory=set)
    requests: int = 0
    leaks: list[str] = field(default_factory=list)

    def property(self) -> tuple[str, list[Any]]:
        """In a form that travels between processes."""
        return KEY, [self.address, sorted(self.actors), self.requests, len(self.leaks)]


def line(tallies: list[list[Any]]) -> str:
    addresses = {address for address, *_ in tallies}
    actors = {actor for _, names, *_ in tallies for actor in names}
    requests, leaks = (sum(each[at] for each in tallies) for at in (2, 3))
    return f"{KEY}: {len(addresses)} addresses × {len(actors)} actors = {requests} requests, {leaks} leaks"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line, where the matrix was part of the run."""
    reports = (report for reports in terminalreporter.stats.values() for report in reports)
    found = [value for each in reports for key, value in getattr(each, "user_properties", ()) if key == KEY]
    if found:
        terminalreporter.write_line(line(found))
