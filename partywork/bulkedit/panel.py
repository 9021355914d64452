"""The boxes of a list and the bar that says how many are ticked."""

from typing import Any

from partywork.bulkedit.declarations import BulkList
from partywork.bulkedit.lists import LISTS
from partywork.pages.list_parts import ListPart, Pick
from partywork.pages.lists import ListPage


class BulkEdit(ListPart):
    def panel(self, page: ListPage) -> dict[str, Any] | None:
        bulk = _bulk_of(page)
        if bulk is None:
            return None
        query = page.request.GET.copy()
        query.pop("cursor", None)
        return {
            "template": "bulkedit/_bar.html",
            "place": "below",
            "list": bulk.code,
            "query": query.urlencode(),
        }

    def pick(self, page: ListPage) -> Pick | None:
        bulk = _bulk_of(page)
        return None if bulk is None else lambda row: as_pick(bulk.record_of(row))


def as_pick(record: Any) -> str:
    """A record with the version that is seen."""
    return f"{record.pk}:{record.version}"


def _bulk_of(page: ListPage) -> BulkList | None:
    found = next((each for each in LISTS if type(page) is each.page), None)
    return found if found and page.request.gate.allows(found.permission) else None
