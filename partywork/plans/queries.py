"""Which indicators a unit may use."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from partywork.access.scope import Scope
from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import DIGITS, placement_of, subtree_ids
from partywork.plans.models import Indicator


def steps_of(path: str) -> list[int]:
    """The organisations of a path, the topmost first."""
    return [int(path[start : start + DIGITS]) for start in range(0, len(path), DIGITS)]


def line_of(org: Organisation, on: date) -> list[int]:
    """Ids of ``org`` and everything above it on that day."""
    placement = placement_of(org, on)
    return steps_of(placement.path) if placement else [org.pk]


def indicators_for(org: Organisation, on: date) -> QuerySet[Indicator]:
    """The indicators in force on a day that ``org`` or a unit above it defined."""
    return Indicator.objects.filter(org__in=line_of(org, on), since__lte=on, until__gt=on)


def indicators_within_sight(scope: Scope, homes: Iterable[Organisation]) -> QuerySet[Indicator]:
    """All indicators of the scope, and those that units above ``homes`` defined for everyone below."""
    paths = Placement.objects.on(scope.on).filter(org__in=[home.pk for home in homes]).values_list("path", flat=True)
    above = {step for path in paths for step in steps_of(path)}
    if scope.orgs is None:
        return Indicator.objects.all()
    return Indicator.objects.filter(Q(org__in=scope.orgs) | Q(org__in=above))


def namesakes(indicator: Indicator, on: date) -> QuerySet[Indicator]:
    """Other indicators of this name, above or below, that are in force at the same time."""
    same = Indicator.objects.filter(name=indicator.name, until__gt=indicator.since).exclude(pk=indicator.pk)
    same = same.exclude(org=indicator.org, key=indicator.key)  # a double submit or a repeated import
    return same.filter(Q(org__in=line_of(indicator.org, on)) | Q(org__in=subtree_ids(indicator.org, on)))
