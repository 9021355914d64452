"""Carrying out a search: a few lines of every kind, and how many there are."""

from dataclasses import dataclass

from partywork.access.scope import Scope
from partywork.members.facts import id_number_indexes, phone_indexes
from partywork.members.models import Member
from partywork.members.queries import members_seen
from partywork.members.views import MemberFind
from partywork.pages.http import PageRequest
from partywork.pages.paging import COUNT_CAP
from partywork.search.kinds import KINDS, Hit, Kind
from partywork.search.words import Asked

ON_THE_PAGE, SUGGESTED = 8, 3  # lines of a kind


@dataclass(frozen=True)
class Group:
    label: str
    hits: list[Hit]
    count: str  # 3, or 10000+; "" where it was not counted
    list_url: str  # the whole of it as a list; "" where it has none


def groups(asked: Asked, request: PageRequest) -> list[Group]:
    """Every kind of which something was found, in the scope where the user may see it: at most three queries a kind."""
    return _groups(asked, request, ON_THE_PAGE, counted=True)


def suggestions(asked: Asked, request: PageRequest) -> list[Group]:
    """The first of every kind, uncounted: two queries a kind, each time the typing rests."""
    return _groups(asked, request, SUGGESTED, counted=False)


def person_of(number: str, request: PageRequest) -> Member | None:
    """Who has this ID number or phone, through the blind indexes; only a whole number finds anybody, and only
    somebody whom the user may see. A phone that several have (of a household) finds none of them."""
    seen = members_seen(request.gate.scope(MemberFind.permission))
    found = list(seen.filter(id_number_index__in=id_number_indexes(number))[:2])
    found = found or list(seen.filter(phone_index__in=phone_indexes(number))[:2])
    return found[0] if len(found) == 1 else None


def _groups(asked: Asked, request: PageRequest, most: int, *, counted: bool) -> list[Group]:
    kinds = [kind for kind in KINDS if request.gate.allows(kind.permission)]
    scopes = {permission: request.gate.scope(permission) for permission in {kind.permission for kind in kinds}}
    found = (_group(kind, asked, request, scopes[kind.permission], most, counted=counted) for kind in kinds)
    return [group for group in found if group is not None]


def _group(kind: Kind, asked: Asked, request: PageRequest, scope: Scope, most: int, *, counted: bool) -> Group | None:
    rows = None if asked.is_empty else kind.rows(asked, request, scope)
    if rows is None:
        return None
    hits = [kind.hit(row) for row in kind.ordered(rows)[:most]]
    if not hits:
        return None
    number = rows.order_by()[: COUNT_CAP + 1].count() if counted else 0
    count = f"{COUNT_CAP}+" if number > COUNT_CAP else str(number) if counted else ""
    return Group(kind.label, hits, count, kind.list_url(asked, request))
