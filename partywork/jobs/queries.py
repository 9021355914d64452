"""Reading jobs: everybody sees their own, and those only while they may have such work done."""

from django.db.models import Q, QuerySet

from partywork.access.scope import restrict
from partywork.accounts.models import User
from partywork.jobs.kinds import kinds
from partywork.jobs.models import Job
from partywork.pages.http import GateProtocol


def own_jobs(gate: GateProtocol) -> QuerySet[Job]:
    """The user's own jobs whose kind and organisation are still within the user's reach."""
    mine = Job.objects.filter(created_by=gate.user) if isinstance(gate.user, User) else Job.objects.none()
    within = Q(pk__in=[])
    for permission in {kind.permission for kind in kinds()}:
        if gate.allows(permission):
            codes = [kind.code for kind in kinds() if kind.permission is permission]
            within |= Q(pk__in=restrict(mine.filter(kind__in=codes), gate.scope(permission)).values("pk"))
    return mine.filter(within).select_related("org")
