"""The rules of many organisations on many days, from one query: for whatever looks at a whole subtree."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, DateField, QuerySet

from partywork.common.prepared import Given, Prepared
from partywork.orgs.queries import ids_of_path
from partywork.rules.models import Rule
from partywork.rules.queries import RuleBook

Line = tuple[int, ...]
"""The organisations above a unit (and itself) that have laid down rules, the topmost first."""


class RuleShelf:
    """Every rule that came into force by a day. A unit goes by its own superiors' rules, whoever is looking."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_org: dict[int | None, list[Rule]] = defaultdict(list)
        for rule in sorted(rules, key=lambda each: each.effective_from):
            self._by_org[rule.org_id].append(rule)
        self._changes = sorted({rule.effective_from for each in self._by_org.values() for rule in each})
        self._books: dict[tuple[Line, int], RuleBook] = {}

    @property
    def is_national(self) -> bool:
        """Whether no organisation has laid down any of these rules: they then hold alike everywhere."""
        return self._by_org.keys() <= {None}

    def line(self, path: str) -> Line:
        """Whose rules hold at a place in the tree."""
        return tuple(pk for pk in ids_of_path(path) if pk in self._by_org)

    def book(self, line: Line, on: date) -> RuleBook:
        """The rules in force on a day, the nearest organisation's first: what ``rules_for`` gives for one unit."""
        key = line, bisect_right(self._changes, on)
        if key not in self._books:
            found = [
                rule for owner in (None, *line) for rule in self._by_org.get(owner, ()) if rule.effective_from <= on
            ]
            self._books[key] = RuleBook({rule.code: rule for rule in found}, on)
        return self._books[key]


def shelf_until(last: date, *, code: str = "") -> RuleShelf:
    """All rules that are in force on some day up to ``last``, or the one of ``code`` alone. One query."""
    return RuleShelf(_rule_until(code=code, last=last) if code else Rule.objects.filter(effective_from__lte=last))


@Prepared
def _rule_until() -> QuerySet[Rule]:
    return Rule.objects.filter(code=Given("code", CharField()), effective_from__lte=Given("last", DateField()))
