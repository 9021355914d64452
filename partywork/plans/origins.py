"""Where a plan item was taken from: kinds of records above this slice say how they are shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from partywork.pages.http import GateProtocol

if TYPE_CHECKING:
    from partywork.plans.models import PlanItem

Link = dict[str, str]
Shown = Callable[[Any, GateProtocol], Link | None]
_shown: dict[type[Model], Shown] = {}


def register(model: type[Model], shown: Shown) -> None:
    """``shown`` gives the link to a record of the model; None for a user who may not see it."""
    _shown[model] = shown


def origin_of(item: "PlanItem", gate: GateProtocol) -> Link | None:
    origin = item.origin
    shown = _shown.get(type(origin)) if origin is not None else None
    return shown(origin, gate) if shown else None
