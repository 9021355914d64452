"""A finding of the check."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")


@dataclass(frozen=True)
class Check:
    """One thing to look at, in words that say what to do.

    An error stops a final, a warning must be acknowledged by name, a note explains. ``code`` names the rule,
    ``anchor`` the passage of a stored report, ``words`` the words in it that are concerned.
    """

    level: Level
    code: str
    message: str
    anchor: str = ""
    words: str = ""

    @property
    def key(self) -> str:
        """The same for the same finding on the same passage; whatever it says otherwise is another finding."""
        said = f"{self.code}|{self.anchor}|{self.message}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def errors(checks: Sequence[Check]) -> list[str]:
    return [each.message for each in checks if each.level == "error"]
