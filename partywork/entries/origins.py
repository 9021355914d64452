"""What a record was taken from (a visit, a meeting, a report), as a link for whoever may see that.

A record with a ledger of its own is shown by its page; other kinds say how they are shown.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.ledgers.columns import ledger_of
from partywork.pages.http import GateProtocol

Link = dict[str, str]
Shown = Callable[[Any, GateProtocol], Link | None]
_shown: dict[type[Model], Shown] = {}


def register(model: type[Model], shown: Shown) -> None:
    """``shown`` gives the link to a record of the model; None for a user who may not see it."""
    _shown[model] = shown


def origin_of(record: Any, gate: GateProtocol) -> Link | None:
    """The link to ``record.origin``; None where it has none or the user may not see it."""
    origin = record.origin
    if origin is None:
        return None
    shown = _shown.get(type(origin), _of_ledger)
    return shown(origin, gate)


def _of_ledger(origin: Model, gate: GateProtocol) -> Link | None:
    kept_in = ledger_of(type(origin))
    seen = restrict(type(origin)._default_manager.filter(pk=origin.pk), gate.scope(Permission.VIEW_RECORDS))
    if kept_in is None or not seen.exists():
        return None
    return {"label": str(origin), "url": reverse(f"{kept_in.url.split(':')[0]}:detail", args=[origin.pk])}
