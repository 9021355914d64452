"""Which declared numbers count beside the records, and which have given way to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from partywork.access.scope import Scope, restrict
from partywork.common.periods import Stretch
from partywork.declared.models import DeclaredFigure
from partywork.entries.enums import Status
from partywork.measures.declarations import Request
from partywork.measures.declared import ByOrg
from partywork.measures.evidence import evidence, evidence_source
from partywork.measures.window import Window
from partywork.orgs.models import Organisation

Days = tuple[date, date]


def in_force(scope: Scope) -> QuerySet[DeclaredFigure]:
    """What has not been withdrawn."""
    return restrict(DeclaredFigure.objects.filter(status=Status.DONE), scope)


def declared_values(requests: Collection[Request], scope: Scope, window: Window) -> ByOrg:
    """What measures.declared asks (see there). One query, and one more for each figure and run of days declared.

    A number counts where all its days lie in the period and before the data date: it cannot be taken apart.
    """
    span = window.span
    if span.is_empty:
        return {}
    rows = in_force(scope).filter(half__in=span.halves, date__gte=span.start, until__lte=span.end)
    wanted = set(requests)
    found: dict[int, dict[Request, int]] = defaultdict(lambda: defaultdict(int))
    for row in without_superseded([row for row in rows.order_by() if row.request in wanted]):
        assert row.request is not None
        found[row.org_id][row.request] += row.number
    return found


def without_superseded(rows: Iterable[DeclaredFigure]) -> list[DeclaredFigure]:
    rows = list(rows)
    superseded = superseded_among(rows)
    return [row for row in rows if row.pk not in superseded]


def superseded_among(rows: Iterable[DeclaredFigure]) -> set[int]:
    """Ids of those of whose days the unit has logged records of the same figure."""
    groups: dict[tuple[Request, Days], list[DeclaredFigure]] = defaultdict(list)
    for row in rows:
        assert row.request is not None
        assert row.until is not None
        groups[row.request, (row.date, row.until)].append(row)
    found: set[int] = set()
    for (request, days), alike in groups.items():
        with_records = logged_by({row.org_id for row in alike}, request, days)
        found |= {row.pk for row in alike if row.org_id in with_records}
    return found


def logged_by(orgs: Collection[int], request: Request, days: Days) -> set[int]:
    """Which of the organisations have records of the figure on these days."""
    alone = Scope(Organisation.objects.filter(pk__in=orgs).order_by().values("pk"), days[1])
    rows = evidence(request, alone, Window(Stretch(*days), days[1]))
    return set(rows.order_by().values_list(evidence_source(request).org, flat=True).distinct())
