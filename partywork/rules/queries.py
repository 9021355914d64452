"""What holds where and when: the nearest organisation's rule, else the national one, as of a date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Q

from partywork.measures.once import once_an_evaluation
from partywork.orgs.models import Organisation
from partywork.orgs.queries import ids_of_path, placement_of
from partywork.rules.models import Rule
from partywork.rules.values import Brackets, Frequency, Range, Share, Value

T = TypeVar("T")


class UnknownRule(LookupError):
    """A rule nobody has laid down for that day."""


@dataclass(frozen=True)
class RuleBook:
    """Every rule that holds for one organisation on one day, read at once.

    Make one for a request or a compile with ``rules_for`` and pass it on; it never changes, and nothing
    is kept beyond it, so a changed rule is seen by the next request.
    """

    rules: Mapping[str, Rule]
    on: date
    _values: dict[str, Value] = field(default_factory=dict, repr=False, compare=False)  # read once: thousands ask

    def has(self, code: str) -> bool:
        return code in self.rules

    def rule(self, code: str) -> Rule:
        """The row with its title and citation. Raises UnknownRule."""
        try:
            return self.rules[code]
        except KeyError:
            raise UnknownRule(f"{self.on:%Y-%m-%d}没有代码为“{code}”的规则。") from None

    def value(self, code: str) -> Value:
        if code not in self._values:
            self._values[code] = self.rule(code).typed
        return self._values[code]

    def number(self, code: str) -> int:
        """A whole number in the rule's unit; amounts are in fen."""
        return _typed(code, self.value(code), int)

    def flag(self, code: str) -> bool:
        return _typed(code, self.value(code), bool)

    def frequency(self, code: str) -> Frequency:
        return _typed(code, self.value(code), Frequency)

    def share(self, code: str) -> Share:
        return _typed(code, self.value(code), Share)

    def range(self, code: str) -> Range:
        return _typed(code, self.value(code), Range)

    def brackets(self, code: str) -> Brackets:
        return _typed(code, self.value(code), tuple)


def rules_for(*, on: date, org: Organisation | None = None) -> RuleBook:
    """The rules that hold on a day, for an organisation or (without one) in general. At most two queries."""
    ranks = {None: -1} | {pk: depth for depth, pk in enumerate(_ancestors(org, on))}
    reach = Q(org__isnull=True) | Q(org__in=[pk for pk in ranks if pk is not None])
    rows = Rule.objects.filter(reach, effective_from__lte=on)
    nearest_last = sorted(rows, key=lambda rule: (ranks[rule.org_id], rule.effective_from))
    return RuleBook({rule.code: rule for rule in nearest_last}, on)


@once_an_evaluation
def national_rules(on: date) -> RuleBook:
    """The rules of a day that hold in general: figures of one evaluation share one book."""
    return rules_for(on=on)


def rule(code: str, *, on: date, org: Organisation | None = None) -> Value:
    """One rule's value; use ``rules_for`` where several are needed. Raises UnknownRule."""
    return rules_for(on=on, org=org).value(code)


def _ancestors(org: Organisation | None, on: date) -> list[int]:
    """Ids from the root down to the organisation itself on that day."""
    placement = placement_of(org, on) if org else None
    return ids_of_path(placement.path) if placement else []


def _typed(code: str, value: Value, kind: type[T]) -> T:
    """Raises TypeError when the rule holds something else: a fault of the data, not of the reader."""
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"规则“{code}”不是所要的类型：{value!r}")
    return value
