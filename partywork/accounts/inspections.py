"""What an inspector opens of a record is on record, as exports and reveals are."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from partywork.access.permissions import Role
from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event

OWN = {"jobs", "manual"}  # what is the inspector's own, or nobody's


class InspectionMiddleware:
    """Notes every page about one record that somebody opens who is appointed as an inspector."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        gate: Any = request.gate  # type: ignore[attr-defined]
        match = request.resolver_match
        if response.status_code == 200 and match and match.kwargs and match.namespace not in OWN:
            inspector = next((each for each in gate.appointments if each.role == Role.INSPECTOR), None)
            if inspector is not None:
                note_opened(what=_what(match.func), path=request.path, org_id=inspector.org_id, by=gate.user)
        return response


@action
def note_opened(*, what: str, path: str, org_id: int, by: User) -> None:
    summary = f"巡察人员查看{what}，地址{path}"
    record_event(by=by, action="inspection.open", subject=None, summary=summary, org_id=org_id)


def _what(view: Any) -> str:
    """The ledger's name, else the page's; where neither is fixed, the address says what it was."""
    page = getattr(view, "view_class", None)
    ledger, title = getattr(page, "ledger", None), getattr(page, "title", "")
    return (
        f"“{ledger.title}”的一条记录"
        if ledger is not None
        else f"“{title}”"
        if isinstance(title, str) and title
        else "一页"
    )
