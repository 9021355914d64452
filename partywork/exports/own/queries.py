"""Which template is used for which form of which unit."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from partywork.access.scope import Scope, restrict
from partywork.exports.own.models import WordTemplate
from partywork.orgs.models import Organisation
from partywork.orgs.queries import ids_of_path, placement_of


def line_of(org: Organisation, on: date) -> list[int]:
    """The organisations above and the organisation itself, the topmost first."""
    place = placement_of(org, on)
    return ids_of_path(place.path) if place else [org.pk]


def template_for(org: Organisation, form: str, on: date) -> WordTemplate | None:
    """The one in use: the unit's own, else the nearest above it."""
    return templates_for(org, on).get(form)


def templates_for(org: Organisation, on: date) -> dict[str, WordTemplate]:
    """What is in use for a unit, by form. Two queries."""
    line = line_of(org, on)
    found = WordTemplate.objects.filter(org__in=line, withdrawn_on=None).select_related("org")
    return {each.form: each for each in sorted(found, key=lambda each: line.index(each.org_id))}


def templates_within_sight(scope: Scope, homes: list[Organisation]) -> QuerySet[Any]:
    """Those in use in the scope, and those that units above ``homes`` have for everyone below."""
    above = {step for home in homes for step in line_of(home, scope.on)}
    own = restrict(WordTemplate.objects.all(), scope).order_by().values("pk")
    found = WordTemplate.objects.filter(Q(pk__in=own) | Q(org__in=above), withdrawn_on=None)
    return found.select_related("org", "created_by")
