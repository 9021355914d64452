"""What can be true but seldom is: the author reads it first, and it is written when the author means it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Doubt:
    """One thing to look at again: beside which field, and why, with what to do."""

    field: str
    text: str


class Doubtful(ValidationError):
    """Nothing is wrong for certain. Whoever writes calls the action again with ``confirmed`` and it saves.

    ``mark`` names exactly these doubts: a confirmation holds for what was read, not for what is typed later.
    """

    def __init__(self, doubts: Iterable[Doubt]) -> None:
        self.doubts = list(doubts)
        by_field = defaultdict(list)
        for doubt in self.doubts:
            by_field[doubt.field].append(doubt.text)
        super().__init__(dict(by_field))

    @property
    def mark(self) -> str:
        told = "\n".join(f"{doubt.field}:{doubt.text}" for doubt in self.doubts)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def ask_about(doubts: Iterable[Doubt], *, confirmed: bool) -> None:
    """Raises Doubtful when there is a doubt that nobody has confirmed."""
    found = list(doubts)
    if found and not confirmed:
        raise Doubtful(found)
