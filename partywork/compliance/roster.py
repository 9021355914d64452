"""How many people each organisation and each of its party groups has on a day, from one query."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from partywork.access.scope import Scope
from partywork.members.enums import PARTY_STAGES, Stage
from partywork.members.models import Standing


@dataclass
class Heads:
    """Party members on a roster: all of them, and the full members (正式党员) among them."""

    members: int = 0
    full: int = 0
    groups: dict[int, "Heads"] = field(default_factory=dict)

    def add(self, stage: str, number: int) -> None:
        self.members += number
        self.full += number if stage == Stage.FULL else 0


NOBODY = Heads()


def heads_in(scope: Scope, on: date) -> dict[int, Heads]:
    """By organisation; one without members is left out."""
    rows = Standing.objects.on(on).filter(stage__in=PARTY_STAGES)
    if scope.orgs is not None:
        rows = rows.filter(org__in=scope.orgs)
    found: dict[int, Heads] = defaultdict(Heads)
    for org, group, stage, number in rows.order_by().values_list("org", "group", "stage").annotate(n=Count("pk")):
        found[org].add(stage, number)
        if group is not None:
            found[org].groups.setdefault(group, Heads()).add(stage, number)
    return found
