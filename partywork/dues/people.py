"""Which party members a form of dues may name."""

from django.db.models import Q, QuerySet

from partywork.access.scope import Scope
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Member
from partywork.members.queries import standings_in


def nameable(scope: Scope, known: int | None = None) -> QuerySet[Member]:
    """Party members on the scope's rosters of its day, and the one an old record is about."""
    here = standings_in(scope, scope.on).filter(stage__in=PARTY_STAGES).values("member")
    return Member.objects.filter(Q(pk__in=here) | Q(pk=known)).order_by("name", "pk").only("name")
