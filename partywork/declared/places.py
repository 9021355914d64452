"""Where the numbers declared of a figure are listed."""

from urllib.parse import urlencode

from django.urls import reverse

from partywork.measures.declarations import Request
from partywork.measures.window import Window


def declared_url(request: Request, window: Window) -> str:
    days = window.span
    query = {"measure": request.code, "date_from": days.start.isoformat(), "date_to": days.end.isoformat()}
    return f"{reverse('declared:list')}?{urlencode(query)}"
