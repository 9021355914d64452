"""What part of the organisation tree a reader or a report covers, and the one gate that narrows to it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, Func, Model, OuterRef, QuerySet
from django.db.models.lookups import In

FEW = 100  # units


@dataclass(frozen=True)
class Scope:
    """A set of organisations as of a date.

    ``orgs`` is a query over organisations that gives their ids, used as a sub-select and never loaded
    here; ``None`` means every organisation, and then no filter is added at all. ``ids``: the same ids by a shorter
    way, where there is one: as numbers, or by a query of another table. ``is_top``: these are all
    that stand in the tree.
    """

    orgs: QuerySet[Any] | None
    on: date
    ids: tuple[int, ...] | QuerySet[Any] | None = None
    is_top: bool = False

    @cached_property
    def within(self) -> tuple[int, ...] | QuerySet[Any] | None:
        """What a row's organisation must be in."""
        return self.orgs if self.ids is None else self.ids

    @cached_property
    def few(self) -> tuple[int, ...] | None:
        """The ids, where there are no more than FEW; one query at most, once a request."""
        within = self.within
        if isinstance(within, QuerySet):  # of one column, whatever its name
            within = tuple(each for row in within[: FEW + 1] for each in row.values())
        return within if within is not None and len(within) <= FEW else None

    def covers(self, org_id: int) -> bool:
        return self.orgs is None or self.orgs.filter(pk=org_id).exists()


def restrict(queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """The rows of ``queryset`` that belong to the scope: the one visibility gate.

    A model says with ``SCOPE_PATH`` how its rows lead to their organisation ("org" unless it says
    otherwise; "pk" for the organisation itself).
    """
    if scope.within is None:
        return queryset
    path = getattr(queryset.model, "SCOPE_PATH", "org")
    return queryset.filter(**{f"{path}__in": scope.within})


class Unindexed(Func):
    """A column that no index is used for: the unary plus changes nothing but that, on either database."""

    template = "+%(expressions)s"
    arity = 1


def restrict_walked(queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """The rows that ``restrict`` leaves, for a list that is read newest first a page at a time.

    Few units are found by their index; of many units the newest rows are met soon by walking all rows by their day, so
    each is only asked whether it belongs. No database knows which of the two it is, and the wrong one costs a county's
    first page a sort of its whole year.
    """
    path = getattr(queryset.model, "SCOPE_PATH", "org")
    if scope.few is not None:
        return queryset.filter(**{f"{path}__in": scope.few})
    if not isinstance(scope.within, QuerySet):
        return restrict(queryset, scope)
    if scope.is_top:  # nearly every row belongs: the units of a page's rows are looked up, not those of the whole tree
        [name] = scope.within.query.values_select
        return queryset.filter(Exists(scope.within.filter(**{name: Unindexed(OuterRef(path))})))
    return queryset.filter(In(Unindexed(F(path)), scope.within.query))


def require(scope: Scope, row: Model) -> None:
    """Refuse a row outside the scope."""
    if not restrict(type(row)._default_manager.filter(pk=row.pk), scope).exists():
        raise PermissionDenied("这条记录不在您的管理范围内。")
