"""The request as the middleware leaves it, for type checkers."""

from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from partywork.access.permissions import Permission
    from partywork.access.scope import Scope


class GateProtocol(Protocol):
    """What a page asks of ``request.gate`` (accounts.gate.Gate stands above this layer)."""

    @property
    def user(self) -> Any: ...

    @property
    def on(self) -> date: ...

    @property
    def home(self) -> Any: ...

    @property
    def appointments(self) -> Any: ...

    @property
    def is_manager(self) -> bool: ...

    def allows(self, permission: "Permission") -> bool: ...

    def scope(self, permission: "Permission") -> "Scope": ...

    def appointed_at(self, permission: "Permission") -> "Scope": ...

    def beneath(self, permission: "Permission") -> "Scope": ...

    def organisations(self, permission: "Permission") -> "QuerySet[Any]": ...

    def report_scope(self, code: str, on: date, *, own: bool = False) -> "Scope": ...

    def may(self, permission: "Permission", org: Any) -> bool: ...


class PageRequest(HttpRequest):
    user: Any  # signed in: a Page lets nobody else through
    today: date
    gate: GateProtocol
    htmx: Any
