"""What every request carries: the day it counts as, and the gate of its user."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from partywork.accounts.gate import Gate
from partywork.accounts.models import User


class ScopeMiddleware:
    """Sets ``request.today`` once, so one page never straddles midnight, and ``request.gate``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.today = timezone.localdate()  # type: ignore[attr-defined]
        request.gate = Gate(request.user, request.today)  # type: ignore[attr-defined]
        if isinstance(request.user, User) and request.user.must_change_password:
            open_paths = {reverse("password_change"), reverse("logout")}
            if request.path not in open_paths and not request.path.startswith("/static/"):
                return redirect("password_change")
        return self.get_response(request)
