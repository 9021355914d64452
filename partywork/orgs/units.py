"""Which organisations a per-branch figure is about."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Min

from partywork.access.scope import Scope
from partywork.measures.declarations import Units
from partywork.measures.once import once_an_evaluation
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS, OrgKind
from partywork.orgs.models import PartyGroup
from partywork.orgs.queries import organisations_in


def units_of(kinds: Iterable[OrgKind]) -> Units:
    """Organisations of these kinds that exist on the data date, each due from the day it was founded."""
    wanted = tuple(kinds)

    @once_an_evaluation
    def units(scope: Scope, window: Window) -> Mapping[int, date]:
        living = organisations_in(Scope(scope.orgs, window.on)).filter(kind__in=wanted)
        return dict(living.values_list("pk", "founded_on"))

    return units


BRANCHES = units_of(BRANCH_KINDS)


def grouped_branches(scope: Scope, window: Window) -> Mapping[int, date]:
    """Branches that are divided into party groups on the data date, due from the day of their first group."""
    branches, groups = BRANCHES(scope, window), PartyGroup.objects.on(window.on)
    if scope.orgs is not None:
        groups = groups.filter(org__in=scope.orgs)
    first = groups.order_by().values_list("org").annotate(Min("since"))
    return {org: since for org, since in first if org in branches}
