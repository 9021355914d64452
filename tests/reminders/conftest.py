"""A robot's server on this computer, and the office most tests need."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

HERE = "127.0.0.1"


@dataclass
class Robot:
    """Notes what it is sent and answers what the test wants."""

    port: int = 0
    status: int = 200
    body: Any = field(default_factory=lambda: {"errcode": 0, "code": 0})
    headers: dict[str, str] = field(default_factory=dict)
    is_silent: bool = False
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HERE}:{self.port}/robot/send?access_token=sentinel-token"


@pytest.fixture
def robot(settings) -> Iterator[Robot]:
    """Loopback is allowed for tests alone, and through the list of hosts like any other."""
    made = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append((self.path, json.loads(raw)))
            if made.is_silent:
                self.close_connection = True
                return
            self.send_response(made.status)
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(made.body).encode())

        def log_message(self, *args: Any) -> None:
            pass

    settings.REMINDER_LOOPBACK = True
    settings.REMINDER_HOSTS = frozenset({HERE})
    server = ThreadingHTTPServer((HERE, 0), Handler)
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
