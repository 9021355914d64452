"""Every outline there is, presets and units' own ones: the one door for reports, files and forms."""

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from partywork.access.scope import Scope, restrict
from partywork.orgs.models import Organisation
from partywork.plans.queries import line_of
from summaries.facts import Order, speaker_of
from summaries.outlines import library
from summaries.outlines.format import Outline, outline_from
from summaries.outlines.mending import Mended, mended
from summaries.outlines.models import OwnOutline
from summaries.phrases.sentences import LibraryError

OWN = re.compile(r"own-(?P<pk>[0-9]{1,18})\Z")


def outline_for(name: str) -> Outline:
    """Raises KeyError with a sentence that says what there is, or why it cannot be used."""
    own = OWN.match(name)
    if own is None:
        return library.outline(name)
    row = OwnOutline.objects.filter(pk=own["pk"]).first()
    if row is None:
        raise KeyError(f"没有编号为“{name}”的体例。")
    try:
        return read(row)
    except LibraryError:
        raise KeyError(f"体例“{row}”现在用不了，请先到“体例”里修改：{'；'.join(look_through(row).faults)}。") from None


def outline_of(order: Order) -> Outline:
    """The outline a report is written by: as it was when the report was compiled, where that was kept."""
    return order.plan or outline_for(order.outline)


def read(row: OwnOutline) -> Outline:
    """Raises LibraryError where its data no longer fit the product."""
    return outline_from(row.data, row.name)


def look_through(row: OwnOutline) -> Mended:
    """Why it cannot be used, and what is left of it without that."""
    return mended(row.data, row.name)


def is_sound(row: OwnOutline) -> bool:
    """Whether it can be used as it is."""
    try:
        read(row)
    except LibraryError:
        return False
    return True


def offered(org: Organisation, on: date) -> list[Outline]:
    """What a report on ``org`` may be written by: the preset that suits it first, then its own and shared ones."""
    own = [read(row) for row in usable(org, on) if is_sound(row)]
    return [*library.fitting(speaker_of(org, on)), *own]


def usable(org: Organisation, on: date) -> QuerySet[OwnOutline]:
    """The unit's own outlines and those that units above it share."""
    rows = OwnOutline.objects.filter(withdrawn=False).select_related("org")
    return rows.filter(Q(org=org) | Q(shared=True, org__in=line_of(org, on)))


def within_sight(scope: Scope, homes: Iterable[Organisation]) -> QuerySet[OwnOutline]:
    """Those of the scope, and those that units above ``homes`` share; withdrawn ones, too."""
    above = {step for home in homes for step in line_of(home, scope.on)}
    own = restrict(OwnOutline.objects.all(), scope).order_by().values("pk")
    return OwnOutline.objects.filter(Q(pk__in=own) | Q(shared=True, org__in=above)).select_related("org")


def choices(scope: Scope, homes: Iterable[Organisation], on: date) -> list[tuple[str, str]]:
    """Names and labels for a form whose unit is not known yet: the preset that suits the user's own unit first."""
    homes = list(homes)
    presets = library.fitting(speaker_of(homes[0], on)) if homes else list(library.outlines().values())
    own = [row for row in within_sight(scope, homes).filter(withdrawn=False).order_by("label", "pk") if is_sound(row)]
    return [
        *((each.name, each.label) for each in presets),
        *((row.name, f"{row}（{row.org.short_name}）") for row in own),
    ]


def refusal(name: str, org: Organisation, on: date) -> str:
    """Why a report on ``org`` may not be written by it; "" where it may."""
    own = OWN.match(name)
    if own is None or usable(org, on).filter(pk=own["pk"]).exists():
        return ""
    return f"这个体例{org.short_name}不能用：它是别的单位自己用的，或已停用。"
