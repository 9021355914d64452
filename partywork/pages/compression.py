"""Pages are sent compressed; files people download are compressed already or not worth it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/html", "application/json", "text/calendar")


class CompressPages(GZipMiddleware):
    """gzip for pages and fragments: a list of a hundred rows shrinks to a tenth.

    Compressing a page that holds a secret beside what a stranger put there can give the secret away by the length
    (BREACH). Here it cannot be used: the only secret of a page, the form token, is masked anew in every answer; the
    session cookie is SameSite=Lax, so another site's requests come without a session; and Django adds a random number
    of bytes to each answer.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
