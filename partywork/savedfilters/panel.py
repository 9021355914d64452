"""The kept filters over a list, and the place to keep the present one."""

from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet
from django.http import QueryDict

from partywork.common.prepared import Given, Prepared
from partywork.pages.list_parts import ListPart
from partywork.pages.lists import ListPage
from partywork.pages.recent import NOT_ASKED
from partywork.savedfilters.lists import gone
from partywork.savedfilters.models import SavedFilter


class SavedFilters(ListPart):
    def panel(self, page: ListPage) -> dict[str, Any] | None:
        """None on a list that has no address of its own, such as what belongs to one record."""
        match = page.request.resolver_match
        if match is None or match.kwargs:
            return None
        form, asked = page.filters.form, page.request.GET
        mine = _kept(user=page.request.user.pk, list_name=match.view_name)
        is_narrowed = bool(form.changed_data) and not page.figure
        return {
            "template": "savedfilters/_chips.html",
            "place": "above",
            "filters": [{"name": each.name, "query": each.query, "is_on": _same(each.query, asked)} for each in mine],
            "list_name": match.view_name,
            "query": asked.urlencode() if is_narrowed and not form.errors else "",
            "gone": gone(form) if form.is_bound else [],
        }


@Prepared
def _kept() -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(user=Given("user", BigIntegerField()), list_name=Given("list_name", CharField()))


def _same(query: str, asked: QueryDict) -> bool:
    """Whether the list shows just this filter; an empty box asks for nothing."""
    wanted = sorted((name, value) for name, values in QueryDict(query).lists() for value in values)
    here = [(name, value) for name, values in asked.lists() for value in values if value and name not in NOT_ASKED]
    return wanted == sorted(here)
