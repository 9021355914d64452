"""Gives every request an id, and the audit chain the request's origin."""

import ipaddress
import uuid
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from partywork.audit import denials
from partywork.audit.context import Origin, current_origin

REQUEST_ID_HEADER = "X-Request-ID"


class AuditContextMiddleware:
    """Sets ``request.id``, sends it back as X-Request-ID and keeps it for audit events and log lines.

    The id is always our own: one sent by the client could be used to confuse the log. The address is
    REMOTE_ADDR, which ``common.proxies`` sets where a trusted proxy stands in front.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = Origin(_address_of(request), uuid.uuid4().hex)
        request.id = origin.request_id  # type: ignore[attr-defined]
        token = current_origin.set(origin)
        try:
            response = self.get_response(request)
        finally:
            current_origin.reset(token)
        response[REQUEST_ID_HEADER] = origin.request_id
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        if isinstance(error, PermissionDenied):
            denials.note(request, error)


def _address_of(request: HttpRequest) -> str:
    """The client's IP address, "" when the server gave none (a local socket)."""
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).compressed
    except ValueError:
        return ""
