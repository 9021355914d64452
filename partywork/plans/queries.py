"""Which indicators a unit may use, and how far a plan or an indicator has come."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from partywork.access.scope import Scope
from partywork.common.periods import HalfYear
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import exact, plain
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import DIGITS, placement_of, scope_of_org, subtree_ids
from partywork.plans.indicator_measures import request_of
from partywork.plans.models import Indicator, PlanItem
from partywork.plans.targets import Targeted


@dataclass(frozen=True)
class Progress:
    """The actual value of a target's figure; ``actual`` None when there is nothing to count."""

    label: str
    actual: Decimal | None
    unit: str
    target_text: str
    met: bool | None
    over: bool  # the half-year has ended: what is not reached now stays so

    @property
    def actual_text(self) -> str:
        return "还没有数" if self.actual is None else f"{self.actual} {self.unit}".rstrip()

    @property
    def met_known(self) -> bool:
        return self.met is not None

    @property
    def met_text(self) -> str:
        if self.met is None:
            return "—"
        if self.over:
            return "已达到目标" if self.met else "未达到目标"
        return "目前符合目标" if self.met else "目前还没有达到目标"


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


def progress_of_plans(items: Iterable[PlanItem], on: date) -> dict[int, Progress]:
    """How far each item with a target has come by ``on``, by the item's id.

    The actual counts the unit's whole subtree over the half-year in which the item is due. Items of one
    unit and half-year share their queries: one a source.
    """
    groups: dict[tuple[int, int], list[tuple[PlanItem, Request]]] = defaultdict(list)
    for item in items:
        request = item.request
        if request is not None and item.target is not None:
            groups[item.org_id, item.half].append((item, request))
    result = {}
    for pairs in groups.values():
        first = pairs[0][0]
        actuals = _actuals([request for _, request in pairs], first.org, Window(first.period, on))
        for item, request in pairs:
            result[item.pk] = _progress(item, item.figure, actuals[request], over=item.period.end <= on)
    return result


def progress_of_indicator(indicator: Indicator, half: HalfYear, on: date) -> Progress:
    """An indicator's value over the subtree of its unit in a half-year: computed where a figure is bound to
    it, else read off the values typed up to ``on``, as the indicator says."""
    request = request_of(indicator)
    actual = _actuals([request], indicator.org, Window(half, on))[request]
    label = indicator.figure or f"填报数值（{indicator.get_reading_display()}）"
    return _progress(indicator, label, actual, over=half.end <= on)


def _actuals(requests: list[Request], org: Organisation, window: Window) -> dict[Request, Decimal | None]:
    """Values as people read them: money in yuan."""
    values = evaluate(requests, scope_of_org(org, window.on), window)
    return {request: _as_decimal(exact(lookup.measure(request.code), value)) for request, value in values.items()}


def _as_decimal(number: int | Decimal | str | None) -> Decimal | None:
    """A number to compare; a date, which no target can be about, is none."""
    return None if number is None or isinstance(number, str) else plain(Decimal(number))


def _progress(record: Targeted, label: str, actual: Decimal | None, *, over: bool) -> Progress:
    return Progress(label, actual, record.target_unit, record.target_text, record.is_met_by(actual), over)
