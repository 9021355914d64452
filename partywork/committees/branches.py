"""Which branches have a 支部委员会: those with enough full members, by the rule that holds for each."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count

from partywork.access.scope import Scope
from partywork.measures.window import Window
from partywork.members.enums import Stage
from partywork.members.models import Standing
from partywork.orgs.models import Placement
from partywork.orgs.units import BRANCHES
from partywork.rules.shelf import shelf_until

COMMITTEE_FROM = "org.branch_committee.full_members"


def has_committee(full: int, needed: int) -> bool:
    """Whether a branch with so many full members has a committee: with fewer than needed it only has a secretary.

    A roster that has nobody on it yet says nothing, and the branch is taken to have one.
    """
    return full == 0 or full >= needed


def committee_branches(scope: Scope, window: Window) -> Mapping[int, date]:
    """Branches that have a committee on the data date, each due from the day it was founded. Four queries."""
    branches, shelf = BRANCHES(scope, window), shelf_until(window.on)
    rosters = Standing.objects.on(window.on).filter(stage=Stage.FULL)
    places = Placement.objects.on(window.on)
    if scope.orgs is not None:
        rosters, places = rosters.filter(org__in=scope.orgs), places.filter(org__in=scope.orgs)
    full = dict(rosters.order_by().values_list("org").annotate(n=Count("pk")))
    lines = {org: shelf.line(path) for org, path in places.order_by().values_list("org", "path")}
    return {
        org: founded
        for org, founded in branches.items()
        if has_committee(full.get(org, 0), shelf.book(lines.get(org, ()), window.on).number(COMMITTEE_FROM))
    }
