"""Leaders' contact points (领导联系点): who contacts which organisation on a day, and how often it was visited.

Who contacts an organisation is its dated 联系领导 (orgs.Profile); a visit of kind 联系点 belongs to the organisation it
names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from partywork.access.scope import Scope
from partywork.common.periods import Span
from partywork.entries.enums import Status
from partywork.orgs.models import Organisation, Profile
from partywork.orgs.queries import profile_of, subtree_ids
from partywork.visits.enums import VisitKind
from partywork.visits.models import Visit


@dataclass(frozen=True)
class ContactPoint:
    """One organisation with its leader, and the visits of the period; ``own`` are those the leader took part in."""

    profile: Profile
    since: date  # from which day on without a break
    visits: int
    own: int
    last: date | None

    @property
    def leader(self) -> str:
        return self.profile.contact_leader

    @property
    def org(self) -> Organisation:
        return self.profile.org


def contact_point_of(visit: Visit) -> Organisation | None:
    """Which organisation a visit to a contact point was to.

    The one among the unit itself and those below it on that day that the object names (full or short name, or code);
    a unit that has a contact leader and names none of them logged a visit to itself.
    """
    if visit.kind != VisitKind.CONTACT_POINT:
        return None
    name = visit.object_name.strip()
    named = Q(name=name) | Q(short_name=name) | Q(code=name)
    found = list(Organisation.objects.filter(named, pk__in=subtree_ids(visit.org, visit.date))[:2])
    if len(found) == 1:
        return found[0]
    profile = profile_of(visit.org, visit.date)
    return visit.org if not found and profile and profile.contact_leader else None


def contact_points(scope: Scope, on: date, span: Span) -> list[ContactPoint]:
    """Every contact point of the scope on a day, by leader, with its visits in ``span``. Three queries."""
    profiles = Profile.objects.on(on).exclude(contact_leader="").select_related("org")
    if scope.orgs is not None:
        profiles = profiles.filter(org__in=scope.orgs)
    held = list(profiles.order_by("contact_leader", "org__code"))
    orgs = [each.org_id for each in held]
    visits, since = _visits(orgs, span), _since(orgs, on)
    return [_point(each, since[each.org_id], visits.get(each.org_id, [])) for each in held]


def _since(orgs: Iterable[int], on: date) -> dict[int, date]:
    """From which day on each organisation has had its leader: other facts of a profile change in between."""
    found: dict[int, date] = {}
    leader: dict[int, str] = {}
    rows = Profile.objects.filter(org__in=orgs, since__lte=on).order_by("org", "since")
    for org, name, since in rows.values_list("org", "contact_leader", "since"):
        if leader.get(org) != name:
            leader[org], found[org] = name, since
    return found


def _visits(orgs: Iterable[int], span: Span) -> dict[int, list[tuple[date, str]]]:
    """(day, who went) by contact point, whoever logged it; only how often leaves this module."""
    found: dict[int, list[tuple[date, str]]] = {}
    if span.is_empty:
        return found
    rows = Visit.objects.filter(contact_org__in=list(orgs), status=Status.DONE, date__range=(span.start, span.end))
    for org, day, visitors in rows.values_list("contact_org", "date", "visitors"):
        found.setdefault(org, []).append((day, visitors))
    return found


def _point(profile: Profile, since: date, visits: list[tuple[date, str]]) -> ContactPoint:
    own = sum(profile.contact_leader in visitors for _, visitors in visits)
    return ContactPoint(profile, since, len(visits), own, max((day for day, _ in visits), default=None))
