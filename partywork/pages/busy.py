"""A database that somebody else is writing to: the page says so and asks to come back; the program is not at fault."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

RETRY_SECONDS = 60
# SQLite after its busy timeout; PostgreSQL's lock_timeout (55P03) and deadlock_detected (40P01).
SAID_BY_SQLITE = ("database is locked", "database table is locked")
SAID_BY_POSTGRESQL = {"55P03", "40P01"}
_log = logging.getLogger(__name__)


class BusyMiddleware:
    """Turns the refusal of a busy database into 503. Nothing of the request was kept: its transaction is undone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not is_busy(error):
            return None
        _log.warning("the database was busy: %s %s", request.method, request.path)
        answer = render(request, "503.html", status=503)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer


def is_busy(error: Exception) -> bool:
    """Whether the database only asked to come back later."""
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, OperationalError) and (state in SAID_BY_POSTGRESQL or str(error) in SAID_BY_SQLITE)
