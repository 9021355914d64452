"""Rosters and head counts as of a date."""

from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from partywork.access.scope import Scope
from partywork.common.pinyin import pieces
from partywork.members.enums import PARTY_STAGES, Stage
from partywork.members.models import Member, MemberSpelling, Standing
from partywork.orgs.dated import FOREVER
from partywork.orgs.models import Organisation, PartyGroup


def standings_in(scope: Scope, on: date) -> QuerySet[Any]:
    """Who stood in the scope's organisations on that day, at any stage."""
    standings = Standing.objects.on(on)
    return standings if scope.orgs is None else standings.filter(org__in=scope.orgs)


def roster(org: Organisation, on: date) -> QuerySet[Member]:
    """The branch's party members (预备 and 正式) on that day, by name."""
    here = Standing.objects.on(on).filter(org=org, stage__in=PARTY_STAGES).values("member")
    return Member.objects.filter(pk__in=here).order_by("name", "pk")


def stages_on(org: Organisation, on: date, group: PartyGroup | None = None) -> dict[int, Stage]:
    """Everybody on the books of the branch (or of one group of it) on that day, with their stage."""
    here = Standing.objects.on(on).filter(org=org)
    here = here.filter(group=group) if group else here
    return {member: Stage(stage) for member, stage in here.values_list("member", "stage")}


def current_standing(member: Member) -> Standing | None:
    """Where someone stands now; None after they left."""
    return Standing.objects.filter(member=member, until=FOREVER).select_related("org", "group").first()


def latest_standing(member: Member) -> Standing:
    """The newest standing, open or closed. Raises Standing.DoesNotExist for an entry annulled."""
    return Standing.objects.real().filter(member=member).select_related("org", "group").latest("since")


def placed() -> QuerySet[Member]:
    """Everybody with a standing, annulled ones included; not who is only on the way with an import."""
    return Member.objects.filter(Exists(Standing.objects.filter(member=OuterRef("pk"))))


def members_seen(scope: Scope) -> QuerySet[Member]:
    """People who are, or once were, on the books of the scope: a branch may read who it had. Who only comes with an
    import still being written is on nobody's."""
    if scope.orgs is None:
        return placed()
    once = Standing.objects.filter(org__in=scope.orgs).values("member")
    return placed().filter(Q(org__in=scope.orgs) | Q(pk__in=once))


def named(word: str) -> Q:
    """People whose name has what was typed in it: characters, pinyin or initials, or 张wei; nobody for marks alone.

    A condition on people's ids; each piece is a range of one index, however many people there are.
    """
    found = [Q(pk__in=MemberSpelling.objects.filter(key__begins=piece).values("member")) for piece in pieces(word)]
    return reduce(and_, found) if found else Q(pk__in=[])
