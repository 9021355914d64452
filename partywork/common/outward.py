"""Where the product may send reminders, read from the environment. Without a word of the administrator: nowhere."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from environs import Env, ValidationError, validate

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
PORTS = {"ssl": 465, "starttls": 587, "none": 25}


def hosts_from(env: Env, name: str) -> frozenset[str]:
    """Names of computers, in small letters. Raises EnvValidationError that says what a name looks like."""
    given: list[str] = env.list(name, default=[], validate=_check_hosts)
    return frozenset(host.strip().lower() for host in given if host.strip())


def _check_hosts(hosts: list[str]) -> None:
    for host in hosts:
        _check_host(host)


def _check_host(host: str) -> None:
    if host and not _HOST.fullmatch(host.strip().lower()):
        raise ValidationError(
            f"“{host}”不是域名：只写域名本身，不带 https://、端口、路径和 *，也不能是 IP 地址，如 oapi.dingtalk.com"
        )


def address_from(env: Env, name: str) -> str:
    """The product's own address for links in reminders, without a slash at its end; "" when it is not set."""
    given: str = env.str(name, default="", validate=_check_address)
    return given.rstrip("/")


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    is_plain = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    if address and not (is_plain and parts.username is None):
        raise ValidationError(f"“{address}”不是网址：写打开本系统的完整网址，如 https://dangjian.example.cn")


@dataclass(frozen=True)
class Mail:
    """The mail server reminders are handed to; without a host nothing is ever sent."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str

    @property
    def backend(self) -> str:
        return f"django.core.mail.backends.{'smtp' if self.host else 'dummy'}.EmailBackend"


def mail_from(env: Env) -> Mail:
    """Raises EnvValidationError or ValueError with what to do.

    The password lies in a file, not in the environment, which other programs can read.
    """
    host = env.str("PARTYWORK_MAIL_HOST", default="", validate=_check_host)
    security = env.str("PARTYWORK_MAIL_SECURITY", default="ssl", validate=validate.OneOf(list(PORTS)))
    port = env.int("PARTYWORK_MAIL_PORT", default=PORTS[security], validate=validate.Range(min=1, max=65535))
    user = env.str("PARTYWORK_MAIL_USER", default="")
    sender = env.str("PARTYWORK_MAIL_FROM", default="", validate=lambda mail: mail and validate.Email()(mail))
    password_file = env.path("PARTYWORK_MAIL_PASSWORD_FILE", default=None)
    if host and not sender:
        raise ValueError("设置了 PARTYWORK_MAIL_HOST，请同时用 PARTYWORK_MAIL_FROM 写明发件邮箱。")
    if password_file and not password_file.is_file():
        raise ValueError(f"PARTYWORK_MAIL_PASSWORD_FILE 指的文件 {password_file} 不存在，请核对。")
    password = password_file.read_text(encoding="utf-8").strip() if password_file else ""
    return Mail(host, port, security, user, password, sender or "partywork@localhost")
