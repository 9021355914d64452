"""What every page has: a permission it needs, breadcrumbs, and a refusal that says what to do."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from partywork.access.permissions import Permission
from partywork.access.scope import Scope
from partywork.pages.http import PageRequest

Crumbs = list[dict[str, str]]


class Page(View):
    """A page behind one permission. ``self.scope`` is where the user holds it."""

    permission: ClassVar[Permission]
    template_name: ClassVar[str]
    title: str = ""
    request: PageRequest
    scope: Scope

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        self.scope = self.request.gate.scope(self.permission)
        return super().dispatch(request, *args, **kwargs)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not Django's empty answer: whoever had to log in while saving is led to such an address."""
        response = render(request, "405.html", status=405)
        response["Allow"] = ", ".join(verb.upper() for verb in self.http_method_names if hasattr(self, verb))
        return response

    def breadcrumbs(self) -> Crumbs:
        return []

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        context.setdefault("title", self.title)
        context.setdefault("breadcrumbs", self.breadcrumbs())
        return render(self.request, self.template_name, context, status=status)


def link(label: str, url: str) -> dict[str, str]:
    return {"label": label, "url": url}
