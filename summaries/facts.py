"""The only door from a report to the records: every figure in one go, and the names behind a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from partywork.access.scope import Scope, restrict
from partywork.common.periods import CHINESE_DIGITS, HalfYear, Month, Period, Quarter, Stretch, Year
from partywork.common.text import format_date
from partywork.measures import declarations, lookup
from partywork.measures.declarations import Balance, Distinct, EventDate, Money, Regular, Request, Sum
from partywork.measures.declared import can_be_declared
from partywork.measures.evaluate import evaluate, evaluate_by
from partywork.measures.evidence import evidence, evidence_source
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS, Sector
from partywork.orgs.models import Organisation
from partywork.orgs.queries import organisations_in, profile_of, scope_of_org
from partywork.plans.enums import PlanState
from partywork.plans.indicator_figures import Indicators
from partywork.plans.models import PlanItem
from summaries.findings.owed import Owing, owed_in
from summaries.names import names_units, ranked_names, unit_names
from summaries.peers import Peers, first_days, starts_in
from summaries.phrases.shelf import Shelf, shelf_for
from summaries.phrases.speaker import Speaker

if TYPE_CHECKING:
    from summaries.figures import Printed
    from summaries.outlines.format import Outline
    from summaries.tokens import Slot

PARTY_FOUNDED = 1921  # 建党周年 counts from it
NAME_LIMITS = {"名单": 4, "未达名单": 4, "书名": 3, "引文": 3}  # more than a sentence bears end in 等


@dataclass(frozen=True)
class Order:
    """What report is wanted. ``signed_on`` is the date under the signature."""

    org: Organisation
    period: Period
    data_date: date
    outline: str
    signed_on: date
    plan: "Outline | None" = field(default=None, compare=False, repr=False)  # as kept with a report: outlines.shelf


def default_data_date(period: Period, today: date) -> date:
    """The earlier of today and the period's last day."""
    return min(today, period.end)


@cache
def catalogue() -> tuple[Request, ...]:
    """Every figure that means something without being narrowed (a quantity needs its unit)."""
    measures = lookup.all_measures()
    return tuple(lookup.one_of(Request(each.code)) for each in measures if each.unit or isinstance(each.of, EventDate))


@dataclass(frozen=True)
class Names:
    """Names behind a figure, the most telling first; ``more`` when there are others."""

    items: tuple[str, ...] = ()
    more: bool = False


class Facts:
    """The records of one order, asked for figures first and read afterwards.

    With ``peers`` it is one of several units with nothing below them whose reports are made together.
    """

    def __init__(self, order: Order, window: Window | None = None, peers: Peers | None = None) -> None:
        self.order = order
        self.window = window or Window(order.period, order.data_date)
        self.has_peers = peers is not None
        self.scope = alone(order.org, self.window.on) if peers else scope_of_org(order.org, self.window.on)
        self.peers = peers or Peers([order.org], order, self.window)
        self.is_branch = order.org.kind in BRANCH_KINDS
        self._values: dict[Request, Value] = {}
        self._by_org: dict[Request, dict[int, Value]] = {}
        self._names: dict[tuple[Request, str, int], Names] = {}
        self._days: dict[Request, set[date]] = {}
        self._elsewhen: dict[Window, Facts] = {}
        self._units: dict[str, Facts | None] = {}
        self._first: dict[int, date | None] = {}
        self.printed: dict[Slot, Printed | None] = {}  # filled by figures.print_slot

    def at(self, window: Window) -> "Facts":
        """The same order over other days: for a figure with days of its own (自2024年)."""
        if window == self.window:
            return self
        if window not in self._elsewhen:
            self._elsewhen[window] = Facts(self.order, window)
        return self._elsewhen[window]

    def of_unit(self, code: str) -> "Facts | None":
        """The same order for one unit of the scope with what lies below it; None for a unit outside."""
        if code not in self._units:
            unit = restrict(Organisation.objects.filter(code=code), self.scope).first()
            self._units[code] = Facts(replace(self.order, org=unit), self.window) if unit else None
        return self._units[code]

    @cached_property
    def indicators(self) -> Indicators:
        """The figures that the unit and those above it define for themselves."""
        return Indicators(self.order.org, self.window)

    def ask(self, requests: Iterable[Request]) -> None:
        """Evaluate what is not known yet: one query a source for all of them."""
        self._values |= evaluate([r for r in dict.fromkeys(requests) if r not in self._values], self.scope, self.window)

    def know(self, values: Mapping[Request, Value]) -> None:
        """Take values that were evaluated elsewhere, for many organisations at once (evaluate_each)."""
        self._values |= values

    def value(self, request: Request) -> Value:
        found = self._values.get(request)
        if found is None:
            self.ask([request])
            found = self._values[request]
        return found

    def anything_happened(self) -> bool:
        """Whether the records hold anything of the period; what merely exists on the data date is no work."""
        return any(_happens(request) and not self.value(request).is_nothing for request in catalogue())

    def by_org(self, requests: Iterable[Request]) -> dict[Request, dict[int, Value]]:
        """For each request the organisations that have rows, with their own figures."""
        wanted = list(dict.fromkeys(requests))
        self._by_org |= evaluate_by([r for r in wanted if r not in self._by_org], self.scope, self.window, "org")
        return {request: self._by_org[request] for request in wanted}

    @cached_property
    def owed(self) -> dict[str, Owing]:
        """What fell due in the period, and who did not do it."""
        if self.has_peers:
            return self.peers.owed.get(self.order.org.pk, {})
        return owed_in(self.scope, self.window.on, self.order.period.start)

    @property
    def is_new(self) -> bool:
        """Whether the unit was founded within the period, so that it owes nothing of the time before."""
        return self.order.org.founded_on > self.window.span.start

    @property
    def is_under_way(self) -> bool:
        """Whether the data were taken before the last month of the period."""
        return _under_way(self.order.period, self.order.data_date)

    @cached_property
    def words(self) -> dict[str, str]:
        """What the report says about itself, for the tokens that are no figures."""
        order, period = self.order, self.order.period
        same_year = self.window.on.year == period.year
        return {
            "单位": order.org.name,
            "单位简称": order.org.short_name,
            "期间": period.label,
            "期内": within_label(period, order.data_date),
            "下期": next_label(period, order.data_date),
            "本期": past_label(period, order.data_date),
            "数据截至": format_date(order.data_date, "short" if same_year else "full"),
            "年份": str(period.year),
            "建党周年": str(period.year - PARTY_FOUNDED),
            "项数": "若干",  # beside a heading, where nothing is counted
        }

    @cached_property
    def speaker(self) -> Speaker:
        """What of the unit, as of the data date, decides which sentences fit it."""
        return self.peers.speaker(self.order.org.pk)

    @cached_property
    def shelf(self) -> Shelf:
        """The sentences and set formulations that reports on the unit may use."""
        return shelf_for(self.order.org, self.window.on)

    @cached_property
    def superior(self) -> Organisation | None:
        """The organisation the report is addressed to."""
        return self.peers.superior(self.order.org.pk)

    def organisations(self) -> QuerySet[Organisation]:
        """Those of the scope that exist on the data date, in the order of their codes."""
        return organisations_in(Scope(self.scope.orgs, self.window.on)).order_by("code")

    def open_plans(self) -> list[PlanItem]:
        """Plan items of the unit itself still to be done (peers.open_plans)."""
        return self.peers.open_plans(self.order.org.pk)

    def targeted_plans(self) -> list[PlanItem]:
        """The unit's own plan items of the period that have a number to reach, by their day."""
        return self.peers.targeted_plans(self.order.org.pk)

    def plan_item(self, pk: int) -> PlanItem | None:
        """One of the unit's own plan items, as known on the data date."""
        items = PlanItem.objects.filter(org=self.order.org, set_on__lte=self.window.on)
        return items.exclude(state=PlanState.CANCELLED).select_related("org").filter(pk=pk).first()

    def names(self, request: Request, style: str, limit: int = 0) -> Names:
        """What is behind a figure by name: units kept or missed, different titles, titles of records."""
        limit = limit or NAME_LIMITS[style]
        if (request, style, limit) not in self._names:
            found = self._look_up(request, style, limit + 1)
            self._names[request, style, limit] = Names(tuple(found[:limit]), len(found) > limit)
        return self._names[request, style, limit]

    def _look_up(self, request: Request, style: str, most: int) -> list[str]:
        of = lookup.measure(request.code).of
        if isinstance(of, Regular):
            return list(unit_names(self.units(request, met=style != "未达名单"))[:most])
        if isinstance(of, Distinct) and names_units(of):
            return list(unit_names(evidence(request, self.scope, self.window).values(of.field))[:most])
        if self.has_peers:
            return self.peers.names(request, self.order.org.pk)
        return list(ranked_names(request, self.scope, self.window)[:most])

    @cached_property
    def starts(self) -> dict[int, date]:
        """The days from which units of the scope log what they do, of those that began after the period did."""
        return self.peers.starts if self.has_peers else starts_in(self.scope, self.order.period.start)

    def kept_since_start(self, request: Request, orgs: Iterable[int]) -> set[int]:
        """Those of ``orgs`` that began within the period and kept from then on what a regular figure asks.

        What they did before is not known by the month: nobody may call it regular, and nobody may blame them.
        """
        late = {org: self.starts[org] for org in orgs if org in self.starts}
        kept = set()
        for day in set(late.values()):
            since = self.at(Window(Stretch(day, self.order.period.end), self.window.data_date))
            value = since.value(request)
            kept |= {org for org in late if late[org] == day and value.per_org.get(org) == value.due.get(org)}
        return kept

    def declared_for(self, request: Request, orgs: Iterable[int]) -> set[int]:
        """Those of ``orgs`` that declared a number of the records that a per-branch figure counts (填报数)."""
        begun = [org for org in orgs if org in self.starts]
        if not begun:
            return set()
        measure = lookup.measure(request.code)
        same = [
            Request(each.code)
            for each in lookup.all_measures()
            if can_be_declared(each) and (each.source, each.where) == (measure.source, measure.where)
        ]
        values = self.by_org(same)
        return {org for org in begun if any(org in by_org and by_org[org].declared for by_org in values.values())}

    def days(self, request: Request) -> set[date]:
        """On which days of the period the records behind a figure lie, wherever in the scope."""
        if request not in self._days:
            of, source = lookup.measure(request.code).of, evidence_source(request)
            on = getattr(of, "on", "") or source.on
            rows = evidence(request, self.scope, self.window).order_by()
            self._days[request] = set(rows.values_list(on, flat=True).distinct())
        return self._days[request]

    def not_begun(self, orgs: Iterable[int]) -> set[int]:
        """Those of ``orgs`` whose start or first record lies behind the data date: nothing is known of them before.

        One that has no record at all is none of them: it exists, and others in the product have begun.
        """
        first = self.peers.first_days if self.has_peers else self._first_days(orgs)
        on = self.window.on
        return {org for org in orgs if self.starts.get(org, on) > on or ((day := first.get(org)) and day > on)}

    def _first_days(self, orgs: Iterable[int]) -> Mapping[int, date | None]:
        if wanted := [org for org in orgs if org not in self._first]:
            self._first |= {**dict.fromkeys(wanted), **first_days(wanted)}
        return self._first

    def units(self, request: Request, *, met: bool) -> list[int]:
        """The organisations that kept, or did not keep, what a regular figure asks of them."""
        value = self.value(request)
        return [org for org, due in value.due.items() if (value.per_org[org] == due) is met]


def alone(org: Organisation, on: date) -> Scope:
    """The scope of a report on a unit with nothing below it."""
    return Scope(Organisation.objects.filter(pk=org.pk).order_by().values("pk"), on)


def speaker_of(org: Organisation, on: date) -> Speaker:
    profile = profile_of(org, on)
    return Speaker(org.kind, profile.sector if profile else Sector.OTHER)


def _happens(request: Request) -> bool:
    of = lookup.measure(request.code).of
    return isinstance(of, declarations.Count | Sum | Money) and not isinstance(of, Balance)


def short_label(period: Period) -> str:
    """How a report speaks of its own period: 上半年, 二季度, 5月份, 全年."""
    match period:
        case HalfYear(half=half):
            return "上半年" if half == 1 else "下半年"
        case Quarter(quarter=quarter):
            return f"{CHINESE_DIGITS[quarter - 1]}季度"
        case Month(month=month):
            return f"{month}月份"
    return "全年"


def within_label(period: Period, data_date: date) -> str:
    """上半年, 5月份, 全年; a year that is still going on is 今年以来."""
    return "今年以来" if isinstance(period, Year) and _under_way(period, data_date) else short_label(period)


def next_label(period: Period, data_date: date) -> str:
    """The period that plans are made for: 下半年, 6月份, 2027年; 下一步 while this one is far from over."""
    if _under_way(period, data_date):
        return "下一步"
    return _seen_from(period.next, period.year)


def past_label(period: Period, data_date: date) -> str:
    """The period itself as its plans look back at it: 上半年, 2026年下半年, 2026年."""
    return within_label(period, data_date) if _under_way(period, data_date) else _seen_from(period, period.next.year)


def _under_way(period: Period, data_date: date) -> bool:
    """Whether the data were taken before the last month of the period."""
    return data_date < period.months[-1].start


def _seen_from(period: Period, year: int) -> str:
    if isinstance(period, Year):
        return period.label
    return short_label(period) if period.year == year else f"{period.year}年{short_label(period)}"
