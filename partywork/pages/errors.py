"""Error pages that say what was wrong and lead back."""

import sys
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, reverse
from django.views import defaults

from partywork.access.permissions import Permission
from partywork.pages.trouble import page_of, trouble_of

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the browser sent cannot be used: 413 for too much of it, else 400 with our own reason if we gave one."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The reason is ours, so it can be shown: which permission is missing, or that the unit is out of reach."""
    return render(request, "403.html", {"reason": str(exception), "way": _way(request)}, status=403)


def _way(request: HttpRequest) -> dict[str, str] | None:
    """Where this user has something to do: home shows business data, which not everybody may read."""
    gate: Any = getattr(request, "gate", None)
    if gate is None or gate.allows(Permission.VIEW_RECORDS):
        return {"label": "回到首页", "url": reverse("home")}
    if gate.allows(Permission.VIEW_ACCOUNTS):
        return {"label": "回到账号", "url": reverse("accounts:list")}
    if gate.allows(Permission.READ_AUDIT):
        return {"label": "回到操作日志", "url": reverse("audit:list")}
    return None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With the reason where we gave one; Django's own are English and name models."""
    reason = "" if isinstance(exception, Resolver404) else str(exception)
    return render(request, "404.html", {"reason": "" if reason.isascii() else reason}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """What no page caught, also what middleware met: a session that cannot be read while the database is away."""
    trouble = trouble_of(sys.exc_info()[1])
    return page_of(trouble, request) if trouble else defaults.server_error(request)
