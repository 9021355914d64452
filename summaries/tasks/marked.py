"""Records marked 亮点: what a unit may offer without writing it anew."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from partywork.common.text import format_date
from partywork.dashboard.recent import KINDS
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.orgs.queries import subtree_ids
from summaries.figures import bare

OFFERED = 20
THEMES = {"meetings": Theme.THREE_MEETINGS, "visits": Theme.VISITS, "worklog": Theme.BRANDS}


@dataclass(frozen=True)
class Marked:
    """A record as it is offered; ``ref`` names it in a form (meetings-12)."""

    kind: str
    pk: int
    on: date
    title: str

    @property
    def ref(self) -> str:
        return f"{self.kind}-{self.pk}"

    @property
    def label(self) -> str:
        return f"{format_date(self.on, 'short')} {self.title}"

    @property
    def url(self) -> str:
        return reverse(f"{self.kind}:detail", args=[self.pk])


def marked_records(org: Organisation, window: Window) -> list[Marked]:
    """Done records of the unit and those below it that carry the mark, the latest first; one query a kind.

    Only those with a title: what else names a visit is whom it went to, which is nobody else's business.
    """
    found = [
        Marked(kind, entry.pk, entry.date, bare(entry.title))
        for model, kind in KINDS
        for entry in _rows(model, org, window)
    ]
    return sorted(found, key=lambda each: (each.on, each.ref), reverse=True)[:OFFERED]


def _rows(model: type[Entry], org: Organisation, window: Window) -> list[Entry]:
    rows = model._default_manager.filter(org__in=subtree_ids(org, window.on), highlight=True, status=Status.DONE)
    within = rows.filter(date__range=(window.span.start, window.span.end)).exclude(title="")
    return list(within.order_by("-date", "-pk")[:OFFERED])
