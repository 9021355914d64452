"""How far a half-year has come: of each kind of duty that rules ask for, how much is done of the whole half-year's."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from partywork.common.periods import Period
from partywork.compliance.duties import COLUMNS
from partywork.compliance.lights import Light, Obligation


@dataclass
class Progress:
    """Counts the obligations that pass through ``watch``: those whose period ends in the half-year."""

    half: Period
    _all: Counter[str] = field(default_factory=Counter)
    _met: Counter[str] = field(default_factory=Counter)
    _late: Counter[str] = field(default_factory=Counter)

    def watch(self, found: Iterable[Obligation]) -> Iterator[Obligation]:
        for each in found:
            if each.turn and self.half.contains(each.due_on):
                code = each.duty.code
                self._all[code] += 1
                self._met[code] += each.light is Light.MET
                self._late[code] += each.light is Light.OVERDUE
            yield each

    def counted(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """What it is made from again: all, met and late, by kind of duty."""
        return self._all, self._met, self._late

    def lines(self, page: str, org: int) -> list[dict[str, object]]:
        """[{label, done, total, text, url}] in the order people read duties; ``page`` is where a kind leads."""
        address = reverse(f"compliance:{page}")
        return [
            {
                "label": COLUMNS[code],
                "done": self._met[code],
                "total": self._all[code],
                "text": self._in_words(code),
                "url": f"{address}?{urlencode({'org': org, 'duty': code})}",
            }
            for code in COLUMNS
            if self._all[code]
        ]

    def _in_words(self, code: str) -> str:
        late = f"，欠{self._late[code]}项" if self._late[code] else ""
        return f"全期{self._all[code]}项，已办{self._met[code]}项{late}"
