"""What part of the organisation tree a reader or a report covers, and the one gate that narrows to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Scope:
    """A set of organisations as of a date.

    ``orgs`` is a query over organisations that gives their ids, used as a sub-select and never loaded
    here; ``None`` means every organisation, and then no filter is added at all.
    """

    orgs: QuerySet[Any] | None
    on: date

    def covers(self, org_id: int) -> bool:
        return self.orgs is None or self.orgs.filter(pk=org_id).exists()


def restrict(queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """The rows of ``queryset`` that belong to the scope: the one visibility gate.

    A model says with ``SCOPE_PATH`` how its rows lead to their organisation ("org" unless it says
    otherwise; "pk" for the organisation itself).
    """
    if scope.orgs is None:
        return queryset
    path = getattr(queryset.model, "SCOPE_PATH", "org")
    return queryset.filter(**{f"{path}__in": scope.orgs})


def require(scope: Scope, row: Model) -> None:
    """Refuse a row outside the scope."""
    if not restrict(type(row)._default_manager.filter(pk=row.pk), scope).exists():
        raise PermissionDenied("这条记录不在您的管理范围内。")
