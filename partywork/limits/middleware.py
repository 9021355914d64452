"""Answers 429 to who asks for something expensive too often, with the time from which it goes on."""

import logging
from collections.abc import Callable
from datetime import timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from partywork.limits.counting import wait_of
from partywork.limits.rules import LIMITS, Limit

_log = logging.getLogger(__name__)


class LimitMiddleware:
    """For people signed in; who is not gets no further than the login page anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        limits = [limit for limit in LIMITS if limit.fits(name, request)]
        if not settings.LIMITS_HOLD or not limits or not request.user.is_authenticated:
            return None
        for limit in limits:
            wait = _counted(request, limit)
            if wait is not None:
                return _refusal(request, limit, wait)
        return None


def _counted(request: HttpRequest, limit: Limit) -> timedelta | None:
    """A database that is busy or away holds nobody up here: the page meets it itself, and says so in its own way."""
    try:
        return wait_of(request.user, limit, timezone.now())
    except DatabaseError:
        _log.warning("user %s could not be counted for the limit %s", request.user.pk, limit.code, exc_info=True)
        return None


def _refusal(request: HttpRequest, limit: Limit, wait: timedelta) -> HttpResponse:
    _log.warning("user %s reached the limit %s", request.user.pk, limit.code)
    again = timezone.localtime(timezone.now() + wait)
    said = {"what": limit.what, "again": f"{again + timedelta(minutes=1):%H:%M}", "is_typed": request.method == "POST"}
    answer = render(request, "429.html", said, status=429)
    answer["Retry-After"] = str(max(1, ceil(wait.total_seconds())))
    return answer
