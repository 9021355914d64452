"""The one way out over the network: an HTTPS POST to a computer the administrator has allowed.

The name is looked up once, every address it has must be a public one, and the connection goes to the address that
was looked at, so that a name which points elsewhere the next moment leads nowhere. Redirects are never followed, no
proxy is taken from the environment, and the whole exchange has a time limit.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

SECONDS = 10.0  # for the whole exchange
ANSWER_BYTES = 64 * 1024
HTTPS = 443
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address behind a translator


class NotSent(Exception):
    """It was certainly not delivered; the message says why, and never names the address."""


class NotKnown(Exception):
    """It went out and no answer came: it may have been delivered."""


class NotAllowed(NotSent):
    """The address is none that reminders may go to. Trying again would not help."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any  # what the JSON says; None when it is none


def host_of(url: str) -> str:
    """The computer of an address reminders may go to. Raises NotAllowed with what to do."""
    return _allowed(url).hostname or ""


def _allowed(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAllowed("这不是网址，请从群机器人的设置页整行复制。") from None
    if not (url.isascii() and url.isprintable()) or " " in url:  # could never be sent, so it is said before
        raise NotAllowed("网址里有中文、空格或换行，请从群机器人的设置页整行复制。")
    host = (parts.hostname or "").lower()
    if host not in settings.REMINDER_HOSTS:
        raise NotAllowed(f"管理员没有允许发往“{host or '这个网址'}”，请先请系统管理员在服务器上放行。")
    if parts.scheme != "https" and not settings.REMINDER_LOOPBACK:
        raise NotAllowed("网址要以 https:// 开头，请从群机器人的设置页整行复制。")
    if parts.username is not None or (port not in (None, HTTPS) and not settings.REMINDER_LOOPBACK):
        raise NotAllowed("网址里不能带用户名或端口，请从群机器人的设置页整行复制。")
    return parts


def post_json(url: str, body: Mapping[str, object], *, seconds: float = SECONDS) -> Answer:
    """Raises NotSent, NotAllowed or NotKnown."""
    parts = _allowed(url)
    deadline = time.monotonic() + seconds
    connection = _connected(parts, seconds)
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        content = json.dumps(body, ensure_ascii=False).encode()
        connection.request("POST", target, content, {"Content-Type": "application/json; charset=utf-8"})
        response = connection.getresponse()
        return Answer(response.status, _json(_read(response, connection, deadline)))
    except TimeoutError:
        raise NotKnown(f"{seconds:.0f}秒内没有回应") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise NotKnown("发出以后连接中断，没有收到回应") from None
    finally:
        connection.close()


def _connected(parts: SplitResult, seconds: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    port = parts.port or HTTPS
    try:
        plain = socket.create_connection((_address_of(host, port), port), seconds)
    except OSError:
        raise NotSent("连不上对方的服务器") from None
    if parts.scheme != "https":  # the tests' own server alone
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
        connection.sock = plain
        return connection
    context = ssl.create_default_context()
    connection = http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    try:
        connection.sock = context.wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise NotSent("对方服务器的安全证书不对，没有发送") from None
    return connection


def _address_of(host: str, port: int) -> str:
    """One of the host's addresses, when every one is public."""
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError:
        raise NotSent("找不到对方的服务器，请核对网址和本机的网络") from None
    for address in found:
        if not is_public(address) and not (settings.REMINDER_LOOPBACK and ipaddress.ip_address(address).is_loopback):
            raise NotAllowed("这个域名指向内部网络的地址，没有发送")
    return sorted(found)[0]


def is_public(address: str) -> bool:
    """Not one of this computer, of an office network or set aside for other purposes; one inside another counts."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        in_nat64 = ipaddress.IPv4Address(parsed.packed[-4:]) if parsed in NAT64 else None
        parsed = parsed.ipv4_mapped or parsed.sixtofour or in_nat64 or parsed
    return parsed.is_global and not parsed.is_multicast


def _read(response: http.client.HTTPResponse, connection: http.client.HTTPConnection, deadline: float) -> bytes:
    """Bounded in length and in time, however slowly it drips."""
    parts: list[bytes] = []
    while sum(map(len, parts)) <= ANSWER_BYTES:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if connection.sock is not None:
            connection.sock.settimeout(left)
        part = response.read1(4096)
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None
