"""Raising an item from another record, which it remembers; the record lists what was raised from it.

A slice above gives its own page (``RaisePage``) and shows ``raised_tables`` on its detail page.
"""

from typing import Any, ClassVar

from django.db.models import Model
from django.http import Http404
from django.urls import reverse

from partywork.access.scope import Scope, restrict
from partywork.pages.tables import table_of
from partywork.rectification.enums import ProblemSource
from partywork.rectification.ledger import LEDGER
from partywork.rectification.models import RectificationItem, items_from
from partywork.rectification.views import ItemCreate

RAISED_COLUMNS = [column for column in LEDGER.columns if column.key in ("date", "title", "due_on", "state")]
PROBLEM = "problem"  # the parameter of an address that offers the text of the problem
LONGEST_PROBLEM = 200


class RaisePage(ItemCreate):
    """The form of a new item, offered what its origin says; the day and the deadline are typed."""

    again = False
    origin_model: ClassVar[type[Model]]
    origin_url: ClassVar[str]  # the origin's own page

    def origin(self) -> Any:
        if not hasattr(self, "_origin"):
            found = restrict(self.origin_model._default_manager.filter(pk=self.kwargs["pk"]), self.scope).first()
            if found is None:
                raise Http404
            self._origin = found
        return self._origin

    def source(self) -> ProblemSource:
        raise NotImplementedError

    @property
    def is_new(self) -> bool:
        return True

    def instance(self) -> RectificationItem:
        return RectificationItem(origin=self.origin())

    def initial(self) -> dict[str, Any]:
        offered = {"org": self.origin().org_id, "source": self.source()}
        problem = self.request.GET.get(PROBLEM, "").strip()[:LONGEST_PROBLEM]
        return offered | ({"title": problem} if problem else {})

    def cancel_url(self) -> str:
        return reverse(self.origin_url, args=[self.kwargs["pk"]])


def raised_tables(origin: Model, scope: Scope) -> list[dict[str, Any]]:
    """The items raised from a record, as a part of its page; nothing where there are none."""
    raised = restrict(items_from(origin).select_related("org"), scope)
    table = table_of(RAISED_COLUMNS, raised, lambda item: reverse("rectification:detail", args=[item.pk]))
    return [] if table.is_empty else [{"title": "由此提出的整改问题", "table": table, "empty_text": ""}]
