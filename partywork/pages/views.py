"""What every page has: a permission it needs, breadcrumbs, and a refusal that says what to do."""

from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from partywork.access.permissions import Permission
from partywork.access.scope import Scope
from partywork.pages.choosing import FOUND, answer_of
from partywork.pages.http import PageRequest

Crumbs = list[dict[str, str]]
LONGEST_WAY_BACK = 2000  # characters of an address that is led back to after the login, with its question; else without


class Page(View):
    """A page behind one permission. ``self.scope`` is where the user holds it."""

    permission: ClassVar[Permission]
    template_name: ClassVar[str]
    title: str = ""
    request: PageRequest
    scope: Scope

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request, self)
        self.scope = self.request.gate.scope(self.permission)
        if self.is_finding and hasattr(self, "get"):
            found: HttpResponseBase = self.get(request, *args, **kwargs)
            return found
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_finding(self) -> bool:
        """Whether a box of the page's form asks; posted, so that no half-typed name stands in any address log."""
        return self.request.method == "POST" and FOUND in self.request.GET

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not Django's empty answer: whoever had to log in while saving is led to such an address."""
        response = render(request, "405.html", status=405)
        response["Allow"] = ", ".join(verb.upper() for verb in self.http_method_names if hasattr(self, verb))
        return response

    def breadcrumbs(self) -> Crumbs:
        return []

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        if self.is_finding:
            return answer_of(self.request, *(each for each in context.values() if isinstance(each, BaseForm)))
        context.setdefault("title", self.title)
        context.setdefault("breadcrumbs", self.breadcrumbs())
        return render(self.request, self.template_name, context, status=status)


def to_login(request: HttpRequest, page: View) -> HttpResponse:
    """Log in and come back: to this page, or to the one with the button where this address only takes what is sent.

    Whoever comes with the cookie of a session that is over is told so. A piece of a page (htmx) is answered with
    nothing: the page stays as it is, with what was typed, until the user does something.
    """
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    target = request.get_full_path()
    if request.method == "POST" and not hasattr(page, "get"):
        target = _page_before(request)
    if len(target) > LONGEST_WAY_BACK:
        target = target.partition("?")[0]
    was_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    return redirect_to_login(target, f"{reverse(settings.LOGIN_URL)}?ended=1" if was_in else None)


def _page_before(request: HttpRequest) -> str:
    """Where on this site the button was pressed; home when the browser does not say."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return reverse("home")
    return urlunsplit(("", "", before.path or "/", before.query, ""))


def link(label: str, url: str) -> dict[str, str]:
    return {"label": label, "url": url}
