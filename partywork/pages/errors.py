"""Error pages that say what was wrong and lead back."""

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the browser sent cannot be used: 413 for too much of it, else 400 with our own reason if we gave one."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The reason is ours, so it can be shown: which permission is missing, or that the unit is out of reach."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)
