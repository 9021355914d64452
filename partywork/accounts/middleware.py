"""What every request carries: the day it counts as, and the gate of its user."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from partywork.accounts.gate import Gate
from partywork.accounts.logins import MUST_ENROL
from partywork.accounts.models import User
from partywork.accounts.password_rules import days_left


class ScopeMiddleware:
    """Sets ``request.today`` once, so one page never straddles midnight, and ``request.gate``.

    Notes that the session is in use, and leads whoever must first change the password or bind an app to that page. All
    it needs for that came with the user and the session: no query of its own but the mark once a minute.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.today = timezone.localdate()  # type: ignore[attr-defined]
        request.gate = Gate(request.user, request.today)  # type: ignore[attr-defined]
        if isinstance(request.user, User):
            request.session.mark_used(timezone.now())  # type: ignore[attr-defined]
            first = _first_duty(request, request.user)
            if first and request.path not in {reverse(first), reverse("logout")}:
                return redirect(first)
        return self.get_response(request)


def _first_duty(request: HttpRequest, user: User) -> str | None:
    """The page that comes before all others."""
    left = days_left(user, request.today)  # type: ignore[attr-defined]
    if user.must_change_password or (left is not None and left <= 0):
        return "password_change"
    return "own:second_factor" if request.session.get(MUST_ENROL) else None
