"""Whose word is taken for where a request comes from: nobody's but that of proxies the administrator names.

Behind a proxy every request arrives from the proxy's address. Locks, limits and the log ask who is behind it, and
the proxy says so in X-Forwarded-For. Anybody can send that header, so it is read only from the right, for as long as
those who added to it are trusted.
"""

import ipaddress
from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from environs import Env, ValidationError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def proxies_from(env: Env, name: str) -> tuple[Network, ...]:
    """Addresses and ranges. Raises EnvValidationError for what is neither, and for a range that is everybody."""
    given: list[str] = env.list(name, default=[], validate=lambda each: [_network(one) for one in each])
    return tuple(_network(one) for one in given)


def _network(text: str) -> Network:
    try:
        network = ipaddress.ip_network(text.strip())
    except ValueError:
        raise ValidationError(f"“{text}”不是地址：写代理的 IP 地址，如 127.0.0.1，几个用逗号分开") from None
    if network.prefixlen == 0:
        raise ValidationError(f"“{text}”是所有地址：谁都能冒充别的地址，请只写代理自己的地址")
    return network


def client_of(peer: str, forwarded: str, trusted: Iterable[Network]) -> str:
    """The address of whoever asks: ``peer``, or, where that is a trusted proxy, the nearest one before it that is not.

    ``forwarded`` is X-Forwarded-For, each proxy's addition at its end. What is no address ends the search: the proxy
    that passed it on is then all that is known.
    """
    trusted, client = tuple(trusted), peer
    for hop in reversed(forwarded.split(",")):
        address = _address(client)
        if address is None or not any(address in network for network in trusted):
            break
        before = _address(hop)
        if before is None:
            break
        client = before.compressed
    return client


def _address(text: str) -> Address | None:
    """Also of 192.0.2.7:4711 and [2001:db8::1]:4711, and of an IPv4 address as a socket of IPv6 writes it."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


class ClientAddress:
    """Middleware, before all that asks for REMOTE_ADDR: puts there who is behind the proxies of settings.PROXIES.

    The header stays, so that pages can tell a request that came through a proxy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR")
        if forwarded and settings.PROXIES:
            request.META["REMOTE_ADDR"] = client_of(request.META.get("REMOTE_ADDR", ""), forwarded, settings.PROXIES)
        return self.get_response(request)
