"""How far a plan item or an indicator with a target has come by a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partywork.common.periods import HalfYear, Year
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import exact, plain
from partywork.measures.evaluate import evaluate
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from partywork.plans.enums import Comparator, Each
from partywork.plans.indicator_measures import request_of
from partywork.plans.models import Indicator, PlanItem
from partywork.plans.spread import Spread, spread_of
from partywork.plans.targets import Targeted


@dataclass(frozen=True)
class Progress:
    """The actual value of a target's figure; ``actual`` None when there is nothing to count.

    ``declared`` is how much of it was declared (填报数). A target asked of each branch, month, quarter or person has
    a ``spread`` beside its total.
    """

    label: str
    actual: Decimal | None
    unit: str
    target: Decimal | None
    comparator: str
    target_text: str
    met: bool | None
    over: bool  # the time has ended: what is not reached now stays so
    declared: Decimal | None = None
    spread: Spread | None = None

    @property
    def actual_text(self) -> str:
        if self.actual is None:
            return "还没有数"
        declared = f"（其中填报 {self.declared} {self.unit}）" if self.declared else ""
        return f"{self.actual} {self.unit}".rstrip() + declared

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

    @property
    def gap_text(self) -> str:
        """By how much it is missed, or reached."""
        if self.spread is not None:
            return self.spread.text
        if self.actual is None or self.target is None:
            return ""
        gap = self.actual - self.target
        if self.comparator == Comparator.AT_MOST:
            words = "多出" if gap > 0 else "还有余量"
        else:
            words = "超过" if gap > 0 else "还差"
        return f"{words} {abs(gap)} {self.unit}".rstrip() if gap else "正好达到"

    @property
    def percent(self) -> int | None:
        """How far along, for a bar: of what is to be reached, or of those asked. A limit has no bar."""
        if self.spread is not None:
            return self.spread.met * 100 // self.spread.due if self.spread.due else None
        if self.actual is None or not self.target or self.comparator == Comparator.AT_MOST:
            return None
        return min(100, int(self.actual * 100 / self.target))


def progress_of_plans(items: Iterable[PlanItem], on: date, *, ended_by: date | None = None) -> dict[int, Progress]:
    """How far each item with a target has come by ``on``, by the item's id.

    The actual counts the unit's whole subtree over the half-year (or year) in which the item is due. Items of one
    unit and time share their queries: one a source. A target asked of each one adds its own. ``ended_by``: spread_of.
    """
    ended_by = ended_by or on
    groups: dict[tuple[int, HalfYear | Year], list[tuple[PlanItem, Request]]] = defaultdict(list)
    for item in items:
        request = item.request
        if request is not None and item.target is not None:
            groups[item.org_id, item.counted_over].append((item, request))
    result = {}
    for (_, period), pairs in groups.items():
        actuals = _actuals([request for _, request in pairs], pairs[0][0].org, Window(period, on))
        for item, request in pairs:
            spread = spread_of(item, on, ended_by=ended_by) if item.each != Each.WHOLE else None
            result[item.pk] = _progress(item, item.figure, actuals[request], over=period.end <= ended_by, spread=spread)
    return result


def progress_of_indicator(indicator: Indicator, half: HalfYear, on: date) -> Progress:
    """An indicator's value over the subtree of its unit in a half-year: computed where a figure is bound to
    it, else read off the values typed up to ``on``, as the indicator says."""
    request = request_of(indicator)
    actual = _actuals([request], indicator.org, Window(half, on))[request]
    label = indicator.figure or f"填报数值（{indicator.get_reading_display()}）"
    return _progress(indicator, label, actual, over=half.end <= on)


Actual = tuple[Decimal | None, Decimal | None]  # the number, and how much of it was declared


def _actuals(requests: list[Request], org: Organisation, window: Window) -> dict[Request, Actual]:
    """Values as people read them: money in yuan."""
    values = evaluate(requests, scope_of_org(org, window.on), window)
    return {request: (_as_read(request, value), _declared(request, value)) for request, value in values.items()}


def _declared(request: Request, value: Value) -> Decimal | None:
    return _as_read(request, Value(value.declared)) if value.declared else None


def _as_read(request: Request, value: Value) -> Decimal | None:
    """A number to compare; a date, which no target can be about, is none."""
    number = exact(lookup.measure(request.code), value)
    return None if number is None or isinstance(number, str) else plain(Decimal(number))


def _progress(record: Targeted, label: str, actual: Actual, *, over: bool, spread: Spread | None = None) -> Progress:
    number, declared = actual
    met = record.is_met_by(number) if spread is None else spread.is_met
    return Progress(
        label, number, record.target_unit, record.target, record.comparator, record.target_text, met, over, declared,
        spread,
    )  # fmt: skip
