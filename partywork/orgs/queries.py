"""Reading the tree as of a date."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from partywork.access.scope import Scope
from partywork.orgs.models import Organisation, Placement, Profile

DIGITS = 6  # of one level of a path: a million organisations


def path_step(org_id: int) -> str:
    return f"{org_id:0{DIGITS}d}"


def ids_of_path(path: str) -> list[int]:
    """The organisations a path leads through, the topmost first."""
    return [int(path[start : start + DIGITS]) for start in range(0, len(path), DIGITS)]


def after_subtree(path: str) -> str:
    """The first path behind the subtree of ``path``."""
    return path[:-DIGITS] + f"{int(path[-DIGITS:]) + 1:0{DIGITS}d}"


def below(paths: Iterable[str]) -> Q:
    return reduce(or_, (Q(path__gte=path, path__lt=after_subtree(path)) for path in paths), Q(pk__in=[]))


def strictly_below(paths: Iterable[str]) -> Q:
    """Like ``below`` without the organisations of the paths themselves, unless they lie below another one."""
    return reduce(or_, (Q(path__gt=path, path__lt=after_subtree(path)) for path in paths), Q(pk__in=[]))


def placement_of(org: Organisation, on: date) -> Placement | None:
    """Where ``org`` stands on that day; its first place if it is founded later."""
    placements = Placement.objects.filter(org=org)
    return placements.on(on).first() or placements.order_by("since").first()


def subtree_ids(org: Organisation, on: date) -> QuerySet[Any, Any]:
    """Ids of ``org`` and all organisations below it on that day, as a sub-select."""
    placement = placement_of(org, on)
    return Placement.objects.on(on).filter(below([placement.path] if placement else [])).values("org")


def scope_of_org(org: Organisation, on: date) -> Scope:
    """The scope of a report on ``org``: its subtree as of the data date."""
    ids = subtree_ids(org, on)
    return Scope(orgs=Organisation.objects.filter(pk__in=ids).order_by().values("pk"), on=on, ids=ids)


def scopes_of_org(org: Organisation, days: Collection[date]) -> dict[date, Scope]:
    """``scope_of_org`` on each of the days; days on which the subtree holds the same units share one. Two queries."""
    own = list(Placement.objects.filter(org=org).order_by("since"))
    paths = {day: next((each.path for each in own if each.since <= day < each.until), own[0].path) for day in days}
    reach = Placement.objects.filter(below(set(paths.values())), since__lte=max(days), until__gt=min(days))
    rows = list(reach.order_by("org").values_list("org", "path", "since", "until"))
    shared: dict[frozenset[int], Scope] = {}
    scopes = {}
    for day, path in paths.items():
        end = after_subtree(path)
        units = frozenset(org for org, at, since, until in rows if path <= at < end and since <= day < until)
        scopes[day] = shared.setdefault(units, _scope_below(path, day))
    return scopes


def _scope_below(path: str, on: date) -> Scope:
    ids = Placement.objects.on(on).filter(below([path])).values("org")
    return Scope(orgs=Organisation.objects.filter(pk__in=ids).order_by().values("pk"), on=on)


def organisations_in(scope: Scope) -> QuerySet[Organisation]:
    """Organisations of the scope that exist on its day."""
    living = Organisation.objects.filter(founded_on__lte=scope.on, dissolved_on__gt=scope.on)
    within: Any = scope.within
    return living if within is None else living.filter(pk__in=within)


def children_of(org: Organisation, on: date) -> QuerySet[Organisation]:
    ids = Placement.objects.on(on).filter(parent=org).values("org")
    return Organisation.objects.filter(pk__in=ids, dissolved_on__gt=on).order_by("code")


def has_children(on: date) -> Exists:
    return Exists(Placement.objects.on(on).filter(parent=OuterRef("pk")))


def profile_of(org: Organisation, on: date) -> Profile | None:
    """The facts that hold on that day; the first known ones if the day lies before them."""
    profiles = Profile.objects.filter(org=org)
    return profiles.on(on).first() or profiles.order_by("since").first()
