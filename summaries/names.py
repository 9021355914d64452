"""The names behind a figure: titles of its records, or the different values it counts."""

from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from partywork.access.scope import Scope
from partywork.measures import lookup
from partywork.measures.declarations import Distinct, Request
from partywork.measures.evidence import evidence, evidence_source, records_behind
from partywork.measures.window import Window
from partywork.orgs.models import Organisation


def unit_names(ids: Any) -> QuerySet[Any, str]:
    return Organisation.objects.filter(pk__in=ids).order_by("code").values_list("short_name", flat=True)


def names_units(of: Distinct) -> bool:
    """Whether the different values of a figure are units."""
    return of.field.split("__")[-1] == "org"


def ranked_names(request: Request, scope: Scope, window: Window) -> QuerySet[Any, str]:
    """The names, the most telling first: highlighted ones, then the most frequent, then (titles) as the year went."""
    rows, name, _ = _named(request, scope, window)
    return rows.values_list(name, flat=True)


def ranked_names_each(request: Request, scope: Scope, window: Window) -> dict[int, list[str]]:
    """For each organisation (its id) of the scope that has any, what ``ranked_names`` gives for it alone."""
    rows, name, org = _named(request, scope, window, by_org=True)
    found: dict[int, list[str]] = {}
    for unit, each in rows.values_list(org, name):
        found.setdefault(unit, []).append(each)
    return found


def _named(request: Request, scope: Scope, window: Window, *, by_org: bool = False) -> tuple[QuerySet[Any], str, str]:
    """The ranked rows, and which of their columns is the name and which the organisation."""
    of, source = lookup.measure(request.code).of, evidence_source(request)
    if isinstance(of, Distinct):
        highlight = f"{source.record}__highlight" if source.record else "highlight"
        rows, name, org, first = evidence(request, scope, window), of.field, source.org, {}
    else:
        rows, name, highlight = records_behind(request, scope, window), "title", "highlight"
        first = {"_first": Min("date")}
        org = source.org.removeprefix(f"{source.record}__")
    grouped = rows.exclude(**{name: ""}).order_by().values(*([org] if by_org else []), name)
    ranked = grouped.annotate(_lit=Count("pk", filter=Q(**{highlight: True})), _times=Count("pk"), **first)
    return ranked.order_by("-_lit", "-_times", *first, name), name, org
