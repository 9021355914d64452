"""The organisations whose obligations are asked for, with what decides them, in one query."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from partywork.access.scope import Scope
from partywork.members.enums import Stage
from partywork.members.models import Standing
from partywork.orgs.activity import ActivityRule
from partywork.orgs.enums import BRANCH_KINDS, ELECTED_KINDS
from partywork.orgs.models import Profile
from partywork.rules.shelf import Line, RuleShelf


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation as of a day."""

    pk: int
    kind: str
    founded_on: date
    names: tuple[str, str]  # full and short: a visit names its contact point
    path: str
    line: Line  # whose rules hold for it
    activity: ActivityRule
    contact_leader: str
    full_members: int

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCH_KINDS

    @property
    def is_elected(self) -> bool:
        return self.kind in ELECTED_KINDS


def units_in(scope: Scope, on: date, shelf: RuleShelf) -> dict[int, Unit]:
    """The scope's organisations that exist on the day. One open profile each, so no row comes twice."""
    full = Standing.objects.on(on).filter(org=OuterRef("org"), stage=Stage.FULL).order_by().values("org")
    profiles = Profile.objects.on(on).filter(
        org__placements__since__lte=on, org__placements__until__gt=on, org__dissolved_on__gt=on
    )
    if scope.orgs is not None:
        profiles = profiles.filter(org__in=scope.orgs)
    rows = profiles.order_by("org__code").values_list(
        "org", "org__kind", "org__founded_on", "org__name", "org__short_name", "org__placements__path",
        "activity_day", "activity_ordinal", "activity_number", "contact_leader",
        Subquery(full.annotate(n=Count("pk")).values("n")),
    )  # fmt: skip
    return {
        pk: Unit(pk, kind, founded, (name, short), path, shelf.line(path), ActivityRule(*rule), leader, people or 0)
        for pk, kind, founded, name, short, path, *rule, leader, people in rows
    }


def has_branch_committee(unit: Unit, needed: int) -> bool:
    """Whether the branch has a 支部委员会: with fewer full members it only has a secretary.

    A roster that has nobody on it yet says nothing, and the branch is taken to have one.
    """
    return unit.full_members == 0 or unit.full_members >= needed
