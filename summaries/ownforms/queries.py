"""Which forms a user may fill."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from partywork.access.scope import Scope, restrict
from partywork.orgs.models import Organisation
from partywork.plans.queries import line_of
from summaries.ownforms.models import OwnForm


def forms_within_sight(scope: Scope, homes: Iterable[Organisation]) -> QuerySet[OwnForm]:
    """Those of the scope, and those that units above ``homes`` uploaded for everyone below; without their files."""
    above = {step for home in homes for step in line_of(home, scope.on)}
    own = restrict(OwnForm.objects.all(), scope).order_by().values("pk")
    return OwnForm.objects.filter(Q(pk__in=own) | Q(org__in=above)).select_related("org").defer("content")
