"""How many people each organisation and each of its party groups has on a day, and how many hours they have learned,
from one query: as counts, for a county has 100,000 of them.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, When

from partywork.access.scope import Scope
from partywork.committees.models import CommitteePost
from partywork.committees.queries import in_force
from partywork.meetings.training_hours import missed_by_outer_member, offered_to_outer_member
from partywork.members.enums import PARTY_STAGES, Stage
from partywork.members.models import Standing

CAME, STAYED, MOVED = 0, 1, 2  # since the year began; in one place all of it; here only since, but on a roster before


class Learners(NamedTuple):
    """Members on a roster since the year began who are alike in what decides their hours."""

    group: int | None
    is_leader: bool  # holds a post in the committee
    offered: int | None  # to those who moved; None: what the branch and the group offered since the year began
    missed: int


@dataclass
class Heads:
    """Party members on a roster: all of them, and the full members (正式党员) among them."""

    members: int = 0
    full: int = 0
    groups: dict[int, "Heads"] = field(default_factory=dict)
    learners: Counter[Learners] = field(default_factory=Counter)

    def add(self, stage: str, number: int) -> None:
        self.members += number
        self.full += number if stage == Stage.FULL else 0


NOBODY = Heads()


def heads_in(scope: Scope, on: date) -> dict[int, Heads]:
    """By organisation; one without members is left out."""
    found: dict[int, Heads] = defaultdict(Heads)
    for org, group, stage, came, is_leader, offered, missed, number in _rows(scope, on):
        found[org].add(stage, number)
        if group is not None:
            found[org].groups.setdefault(group, Heads()).add(stage, number)
        if came != CAME:
            found[org].learners[Learners(group, bool(is_leader), offered, missed)] += number
    return found


def _rows(scope: Scope, on: date) -> Any:
    first = date(on.year, 1, 1)
    people = Standing.objects.on(on).filter(stage__in=PARTY_STAGES)
    if scope.orgs is not None:
        people = people.filter(org__in=scope.orgs)
    before = Standing.objects.real().filter(
        member=OuterRef("member"), stage__in=PARTY_STAGES, since__lte=first, until__gt=first
    )
    # Joined and not by a list of terms in force: SQLite would go through all of them for each member.
    posts = CommitteePost.objects.on(on).filter(
        in_force(on, "term__"), member=OuterRef("member"), term__org=OuterRef("org")
    )
    came = Case(
        When(since__lte=first, then=STAYED), When(Exists(before), then=MOVED), default=CAME,
        output_field=IntegerField(),
    )  # fmt: skip
    offered = Case(When(came=MOVED, then=offered_to_outer_member(on)), default=None, output_field=IntegerField())
    rows = people.order_by().annotate(
        came=came, is_leader=Exists(posts), offered=offered, missed=missed_by_outer_member(on)
    )
    keys = ("org", "group", "stage", "came", "is_leader", "offered", "missed")
    return rows.values_list(*keys).annotate(n=Count("pk"))
