"""What an evidence pack is about: a unit with all below it, a period, and as far as whoever asks may look."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from partywork.access.permissions import Permission
from partywork.access.scope import Scope, restrict
from partywork.accounts.gate import Gate
from partywork.common.periods import Period
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org

PERMISSION = Permission.INSPECT


@dataclass(frozen=True)
class PackOrder:
    """``on`` is the day whose tree counts: the period's last, or today while it runs."""

    org: Organisation
    period: Period
    today: date
    gate: Gate

    @property
    def on(self) -> date:
        return min(self.today, self.period.end)

    @property
    def scope(self) -> Scope:
        """A unit that has since gone to another superior is not in it: it is nobody's here to look at today."""
        then = Organisation.objects.filter(pk__in=scope_of_org(self.org, self.on).orgs or [])
        within = restrict(then, self.gate.scope(PERMISSION))
        return Scope(within.order_by().values("pk"), self.on)

    @property
    def units(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(pk__in=self.scope.orgs or []).order_by("code")

    @property
    def begins(self) -> datetime:
        """The first moment of the period."""
        return timezone.make_aware(datetime.combine(self.period.start, time.min))
