"""Training hours of each member of the roster against what the rules ask of him. For one branch or many."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from partywork.access.scope import Scope
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.committees.queries import in_force
from partywork.meetings.training_hours import hours_by_member
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Standing
from partywork.orgs.dated import holding_on
from partywork.orgs.models import Organisation
from partywork.rules.queries import RuleBook

MEMBER_HOURS, LEADER_HOURS = "training.member_hours", "training.leader_hours"


@dataclass
class Learner:
    """A member on the roster of the day, and the hours since the year began."""

    name: str
    since: date  # on the roster of any branch
    done: int
    is_leader: bool = False  # holds a post in the committee


def learners_in(scope: Scope, on: date) -> dict[int, dict[int, Learner]]:
    """Members by branch, on the roster of ``on``, with the hours of its year. Five queries."""
    here = _within(scope, Standing.objects.real().filter(holding_on(on), stage__in=PARTY_STAGES), "org")
    studied = hours_by_member(None if scope.orgs is None else here.values("member"), on)
    found: dict[int, dict[int, Learner]] = defaultdict(dict)
    for org, member, name in here.values_list("org", "member", "member__name"):
        found[org][member] = Learner(name, *studied[member])
    posts = CommitteePost.objects.on(on).filter(term__in=CommitteeTerm.objects.filter(in_force(on)))
    for org, member in _within(scope, posts, "term__org").values_list("term__org", "member"):
        if member in found.get(org, ()):
            found[org][member].is_leader = True
    return found


def _within(scope: Scope, rows: Any, org: str) -> Any:
    rows = rows.order_by()
    return rows if scope.orgs is None else rows.filter(**{f"{org}__in": scope.orgs})


@dataclass(frozen=True)
class Hours:
    """One member's hours since the year began."""

    name: str
    done: int
    needed: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.done, 0)


def hours_of(org: Organisation, on: date, rules: RuleBook) -> list[Hours]:
    """The members on the branch's roster, those who miss most first. Secretary and committee need more."""
    of_member, of_leader = rules.number(MEMBER_HOURS), rules.number(LEADER_HOURS)
    scope = Scope(Organisation.objects.filter(pk=org.pk).order_by().values("pk"), on)
    found = [
        Hours(each.name, each.done, of_leader if each.is_leader else of_member)
        for each in learners_in(scope, on).get(org.pk, {}).values()
    ]
    return sorted(found, key=lambda each: (-each.missing, each.name))
