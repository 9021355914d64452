"""What units did month by month beside their gatherings, as counts and in one query: talks, visits to contact points,
trainings, dues collected and owed, what members were told of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, Q, QuerySet, Sum, Value

from partywork.access.scope import Scope
from partywork.common.periods import Year, month_of, period_of
from partywork.dues.fund_measures import PUBLICATIONS
from partywork.dues.measures import DUES, owed_on, unpaid_in_a_row, unpaid_on
from partywork.measures.conditions import base_rows
from partywork.measures.declarations import Source
from partywork.measures.window import Window
from partywork.visits.enums import TalkKind
from partywork.visits.measures import TALKS, VISITS
from partywork.worklog.enums import WorkKind
from partywork.worklog.measures import WORK

Months = Mapping[int, int]
"""202605 → how many."""
NO_MONTHS: Months = {}

TALK, CONTACT_VISIT, TRAINING, TOLD, OPENED, OWING, ARREARS = (
    "talk", "contact", "training", "told", "opened", "owing", "arrears",
)  # fmt: skip
ALL_MONTHS = Value(0, output_field=IntegerField())


@dataclass
class Monthly:
    """By unit. ``more`` is a second number of the same month: the hours of trainings, what is owed in fen."""

    number: dict[tuple[str, int, str], dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    more: dict[tuple[str, int, str], dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, kind: str, org: int, key: str = "") -> Months:
        return self.number.get((kind, org, key), NO_MONTHS)

    def more_of(self, kind: str, org: int, key: str = "") -> Months:
        return self.more.get((kind, org, key), NO_MONTHS)


def monthly_in(scope: Scope, since: date, on: date, runs: Iterable[int]) -> Monthly:
    """From the year of ``since`` up to the day. ``runs``: after how many unpaid months in a row somebody is told of."""
    parts = [
        *_counted(scope, since, on),
        *_dues(scope, since, on),
        *(_in_arrears(scope, on, months) for months in sorted(set(runs))),
    ]
    found = Monthly()
    for kind, org, key, month, number, more in parts[0].union(*parts[1:], all=True):
        found.number[kind, org, key][month] = number
        found.more[kind, org, key][month] = more
    return found


def _counted(scope: Scope, since: date, on: date) -> list[QuerySet[Any]]:
    def rows(source: Source, of: Scope = scope) -> Any:
        return rows_of(source, of, since, on)

    everywhere = rows(VISITS, Scope(None, on)).filter(contact_org__isnull=False)
    visits = everywhere if scope.orgs is None else everywhere.filter(contact_org__in=scope.orgs)
    trainings = rows(WORK).filter(kind=WorkKind.TRAINING)
    return [
        _listed(TALK, rows(TALKS).filter(kind=TalkKind.HEART), key=F("pair")),
        _listed(CONTACT_VISIT, visits, org="contact_org"),
        _listed(TRAINING, trainings, number=Sum("items"), more=Sum("hours")),
        _listed(TOLD, rows(PUBLICATIONS)),
    ]


def rows_of(source: Source, scope: Scope, since: date, on: date) -> Any:
    """Rows of the years from that of ``since`` on, up to the day."""
    halves = [year * 10 + half for year in range(since.year, on.year + 1) for half in (1, 2)]
    return base_rows(source, scope, _window(on)).filter(half__in=halves, date__lte=on)


def _dues(scope: Scope, since: date, on: date) -> list[QuerySet[Any]]:
    """The months opened of those due from ``since`` on, and what is not paid of any month.

    What is paid by the quarter with the branch's consent is owed when the quarter is over.
    """
    first, last = period_of(since, "quarter").start, period_of(on, "quarter").end
    halves = [year * 10 + half for year in range(first.year, last.year + 1) for half in (1, 2)]
    rows = base_rows(DUES, scope, _window(on)).filter(half__in=halves, due_on__gte=first, month__lte=month_of(on))
    later = Q(month__lt=month_of(on), due_on__gte=on)
    return [
        _listed(OPENED, rows.filter(due_on__gte=since, due_fen__gt=0)),
        _listed(OWING, rows.filter(unpaid_on(_window(on))).exclude(later), more=Sum(owed_on(_window(on)))),
    ]


def _in_arrears(scope: Scope, on: date, months: int) -> QuerySet[Any]:
    """Members behind by so many months in a row, over a transfer too: as in the figure 欠缴党费满三个月人数."""
    rows = base_rows(DUES, scope, _window(on)).filter(unpaid_in_a_row(months)(_window(on)), due_on__lte=on)
    key = Value(str(months), output_field=CharField())
    return _listed(ARREARS, rows, key=key, month=ALL_MONTHS, number=Count("member", distinct=True))


def _window(on: date) -> Window:
    return Window(Year(on.year), on)


NOTHING, NO_KEY = Value(0, output_field=IntegerField()), Value("", output_field=CharField())
ROWS, OWN_MONTH = Count("pk"), F("month")


def _listed(
    kind: str, rows: QuerySet[Any], *, org: str = "org", key: Any = NO_KEY, month: Any = OWN_MONTH,
    number: Any = ROWS, more: Any = NOTHING,
) -> QuerySet[Any]:  # fmt: skip
    """The columns alike in every part of the union."""
    named = {"_kind": Value(kind, output_field=CharField()), "_org": F(org), "_key": key, "_month": month}
    return rows.order_by().values(**named).annotate(_number=number, _more=more).values_list(*named, "_number", "_more")
