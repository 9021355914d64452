"""What somebody wants a form of: which unit, which days, and whether with what is personal."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from partywork.access.permissions import Permission
from partywork.access.scope import Scope
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.orgs.enums import UPPER_KINDS
from partywork.orgs.models import Organisation
from partywork.orgs.queries import subtree_ids
from partywork.pages.http import GateProtocol


@dataclass(frozen=True)
class Asked:
    """``scope`` is the unit with all below it that the user may export, as of ``on``.

    ``first`` to ``last`` are the days of a form of a period; ``record`` is the one record a form is about.
    ``personal`` adds identity numbers, phones and addresses, ``with_base`` income; only who may see them asks so.
    """

    org: Organisation
    scope: Scope
    on: date
    first: date
    last: date
    personal: bool = False
    with_base: bool = False
    record: Any = None

    @property
    def year(self) -> int:
        return self.last.year

    @property
    def is_upper(self) -> bool:
        """Whether the unit has branches below it, whose names then stand beside their rows."""
        return self.org.kind in UPPER_KINDS

    def entries_of(self, model: type[Entry]) -> QuerySet[Any]:
        """The one asked for, or the unit's own of the days asked for; only what was done."""
        done = model._default_manager.filter(org=self.org, status=Status.DONE)
        if self.record is not None:
            return done.filter(pk=self.record.pk)
        return done.filter(date__gte=self.first, date__lte=self.last)


def scope_below(org: Organisation, gate: GateProtocol, on: date) -> Scope:
    """The unit with all below it on that day, as far as the user may export."""
    reachable = gate.scope(Permission.EXPORT_LEDGERS).orgs
    found = Organisation.objects.filter(pk__in=subtree_ids(org, on))
    if reachable is not None:
        found = found.filter(pk__in=reachable)
    return Scope(found.order_by().values("pk"), on)
