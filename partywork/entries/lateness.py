"""How long after the event an entry was made, and by whom: shown beside the record, never used to rank anybody."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partywork.entries.models import Entry
from partywork.ledgers.columns import Column
from partywork.orgs.models import Placement
from partywork.rules.queries import RuleBook
from partywork.rules.shelf import RuleShelf, shelf_until

LATE_DAYS = "entry.late_days"
LATE, ON_BEHALF = "补录", "代录"


class Lateness:
    """The marks of a page of entries, each by the rule that held for its unit on its day. One query for them
    all, two where a unit has laid down a rule of its own."""

    def __init__(self, entries: Sequence[Entry], shelf: RuleShelf | None = None) -> None:
        """``shelf``: the rules, where they are read already."""
        self._shelf = shelf or shelf_until(max((entry.date for entry in entries), default=date.min), code=LATE_DAYS)
        self._places: dict[int, list[Placement]] = {}
        if self._shelf.is_national:
            return
        unplaced = {entry.org_id for entry in entries if not hasattr(entry, "unit_path")}
        for place in Placement.objects.filter(org__in=unplaced).order_by("since") if unplaced else ():
            self._places.setdefault(place.org_id, []).append(place)

    def text(self, entry: Entry) -> str:
        """“补录，隔45天”, “隔3天”; "" when it was entered on the day."""
        lag = entry.lag_days
        if lag <= 0:
            return ""
        book = self._book(entry)
        is_late = not book.has(LATE_DAYS) or lag > book.number(LATE_DAYS)  # before every rule: long ago
        return f"{LATE}，隔{lag}天" if is_late else f"隔{lag}天"

    def marks(self, entry: Entry) -> str:
        """The same with 代录 where somebody outside the unit entered it."""
        return "，".join(part for part in (self.text(entry), ON_BEHALF if entry.on_behalf else "") if part)

    def column(self) -> Column:
        return Column("entered", "登记", self.marks, width=12, spare=True)

    def _book(self, entry: Entry) -> RuleBook:
        line = () if self._shelf.is_national else self._shelf.line(self._path(entry))
        return self._shelf.book(line, entry.date)

    def _path(self, entry: Any) -> str:
        if hasattr(entry, "unit_path"):
            return str(entry.unit_path)
        places = self._places[entry.org_id]
        return next((place for place in places if place.since <= entry.date < place.until), places[0]).path


def with_places(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Entries with ``unit_path``, where their unit stood on their day: marking them then takes no query."""
    places = Placement.objects.filter(org=OuterRef("org"))
    held = places.filter(since__lte=OuterRef("date"), until__gt=OuterRef("date"))
    paths = [Subquery(each.order_by("since").values("path")[:1]) for each in (held, places)]
    return rows.annotate(unit_path=Coalesce(*paths))
