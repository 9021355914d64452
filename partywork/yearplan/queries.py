"""What a unit has planned for a year."""

from collections.abc import Iterable

from django.db.models import QuerySet

from partywork.orgs.models import Organisation
from partywork.plans.enums import PlanState
from partywork.plans.models import PlanItem
from partywork.yearplan.proposals import Proposal


def planned_in(org: Organisation, year: int) -> QuerySet[PlanItem]:
    """The unit's items due in the year, by their day; those given up left out."""
    items = PlanItem.objects.filter(org=org, half__in=(year * 10 + 1, year * 10 + 2))
    return items.exclude(state=PlanState.CANCELLED).order_by("due_on", "pk")


def planned_already(org: Organisation, year: int, drafted: Iterable[Proposal]) -> dict[str, PlanItem]:
    """Of the proposals, by their code, what stands in the plan: taken before, or set otherwise with the same target."""
    keys = {each.key(year): each for each in drafted}
    taken = {item.key: item for item in PlanItem.objects.filter(org=org, key__in=keys)}
    targets = {(item.figure, item.each): item for item in planned_in(org, year) if item.measure_code}
    found = {}
    for key, each in keys.items():
        item = taken.get(key) or (targets.get((each.figure, each.each)) if each.figure else None)
        if item:
            found[each.code] = item
    return found
