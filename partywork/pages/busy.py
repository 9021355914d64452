"""A database that is busy or away, a full disk: the page says so and asks to come back; the program is not at fault."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from partywork.pages.trouble import page_of, trouble_of


class BusyMiddleware:
    """For what a view met. What other middleware meets on the way to it comes to ``errors.server_error``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        trouble = trouble_of(error)
        return page_of(trouble, request) if trouble else None
