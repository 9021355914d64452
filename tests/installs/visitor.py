"""Somebody with a browser, as far as a server can tell: real HTTP, cookies, the token against forged forms."""

import uuid
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from tests.imports.steps import fields
from tests.installs.waiting import PATIENCE

Files = dict[str, tuple[str, bytes]]  # field: (file name, content)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def goes_to(self) -> str:
        """Where a redirect leads; "" for none."""
        return self.headers.get("location", "")

    def fields(self) -> dict[str, str]:
        """What a browser would send with the page's forms."""
        return fields(self)


class Cut(Exception):
    """The server went away before it answered."""


@dataclass
class Visitor:
    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    keeps_connection: bool = False  # as a browser does; whoever asks for it closes it

    def __post_init__(self) -> None:
        self._connection = HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def post(self, path: str, data: dict[str, Any] | None = None, *, files: Files | None = None) -> Answer:
        """``data`` may hold lists. The token comes from the cookie, as it does from a page's hidden field."""
        given = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **(data or {})}
        if files:
            body, kind = _multipart(given, files)
        else:
            body, kind = urlencode(given, doseq=True).encode(), "application/x-www-form-urlencoded"
        return self._ask("POST", path, body, {"Content-Type": kind})

    def log_in(self, username: str, password: str) -> Answer:
        self.get("/login/")
        return self.post("/login/", {"username": username, "password": password})

    def at(self, address: str) -> Self:
        """The same person, the same session, another server."""
        return type(self)(address, self.cookies)

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._connection.request(method, path, body or None, headers | {"Cookie": cookie})
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, HTTPException) as error:
            self._connection.close()
            raise Cut(f"{method} {path}: {error!r}") from error
        if not self.keeps_connection:
            self._connection.close()
        for value in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        found = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, found, content)


def _multipart(data: dict[str, Any], files: Files) -> tuple[bytes, str]:
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in data.items()
    ]
    for name, (file_name, content) in files.items():
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join([*parts, f"--{border}--\r\n".encode()]), f"multipart/form-data; boundary={border}"
