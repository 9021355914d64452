"""Two addresses for whatever watches over the server. Strangers learn one word; the rest is for administrators."""

import ipaddress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import timezone
from django.views import View

from partywork.access.permissions import Permission
from partywork.health.readiness import Part, parts

ALIVE, WELL, TROUBLED, DOWN = "正常", "正常", "可以使用，但有事情要管理员处理", "暂时不能使用"
OWN_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
FOR = (Permission.READ_AUDIT, Permission.MANAGE_ACCOUNTS)


class Health(View):
    """The process answers. Asks neither the database nor who is there."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _text(ALIVE)


class Ready(View):
    """200 while people can work, 503 while not. An old backup or a silent worker is told, but turns nobody away."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = parts(timezone.now())
        can_work = all(part.is_well for part in found if part.needed)
        lines = [_word(found, can_work=can_work)]
        if _is_loopback(request) or (found[0].is_well and _is_administrator(request)):
            lines += [f"{part.name}：{part.said}" for part in found]
        return _text("\n".join(lines), status=200 if can_work else 503)


def _word(found: list[Part], *, can_work: bool) -> str:
    if not can_work:
        return DOWN
    return WELL if all(part.is_well for part in found) else TROUBLED


def _is_loopback(request: HttpRequest) -> bool:
    """From this very computer to this very computer; a proxy on it stands for anybody, and names another host."""
    if any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")):
        return False
    host, _ = split_domain_port(request.get_host())
    try:
        return host in OWN_HOSTS and ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _is_administrator(request: HttpRequest) -> bool:
    gate: Any = getattr(request, "gate", None)
    return gate is not None and any(gate.allows(permission) for permission in FOR)


def _text(body: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(f"{body}\n", content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response
