"""``manage.py serve`` as a user starts it: a process of its own, hashed files, a worker beside it, a clean stop."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPResponse
from pathlib import Path
from urllib.request import urlopen

import pytest

from partywork.management.commands.serve import address_of

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120  # seconds; only a server that hangs reaches it, also on a busy machine
MANAGE = [sys.executable, "manage.py"]


def environment_of(var: Path) -> dict[str, str]:
    """The environment of a fresh install below ``var``, with the product's own settings."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "partywork.settings",
        "PARTYWORK_VAR": str(var),
        "DATABASE_URL": f"sqlite:///{var / 'serve.sqlite3'}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an install whose database is up to date."""
    var = tmp_path_factory.mktemp("migrated")
    subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment_of(var), check=True)
    return var


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return environment_of(tmp_path)


@pytest.fixture
def server(migrated: Path, tmp_path: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    process = subprocess.Popen(
        [*MANAGE, "serve", "--port", "0"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    )
    yield process
    process.kill()
    process.communicate()


def address_printed_by(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    first_line = process.stdout.readline()
    found = re.fullmatch(r"党建工作台账已启动：(http://127\.0\.0\.1:\d+)/（按 Ctrl\+C 停止）\n", first_line)
    assert found, first_line
    return found[1]


def get(url: str) -> tuple[HTTPResponse, str]:
    response = urlopen(url, timeout=PATIENCE)
    return response, response.read().decode("utf-8")


def test_pages_and_their_hashed_files_are_served_and_it_stops_cleanly(
    server: subprocess.Popen[str],
) -> None:
    address = address_printed_by(server)
    _, login = get(f"{address}/login/")
    files = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', login)
    assert files != []
    for file in files:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", file), file
        response, _ = get(address + file)
        assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    [worker] = children_of(server.pid)
    server.send_signal(signal.SIGTERM)
    rest, _ = server.communicate(timeout=PATIENCE)
    assert (server.returncode, rest) == (0, "已停止\n")
    assert not Path(f"/proc/{worker}").exists()


def children_of(parent: int) -> list[int]:
    """The processes that a process started; the fourth field of stat is the parent's id."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may have ended meanwhile
            if stat.read_text().rpartition(")")[2].split()[1] == str(parent):
                found.append(int(stat.parent.name))
    return found


def refusal(environment: dict[str, str], port: int) -> str:
    """What ``serve`` says when it refuses to start."""
    outcome = subprocess.run(
        [*MANAGE, "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    assert (outcome.returncode, outcome.stdout) == (1, "")
    return outcome.stderr


def test_a_database_that_is_behind_is_refused_with_what_to_do(environment: dict[str, str]) -> None:
    said = refusal(environment, port=0)
    assert re.sub(r"\d+", "N", said) == (
        "CommandError: 数据库还有 N 项结构更新没有执行，请先运行：python manage.py migrate\n"
    )


def test_a_port_in_use_is_named(server: subprocess.Popen[str], environment: dict[str, str]) -> None:
    port = int(address_printed_by(server).rsplit(":", 1)[1])
    said = refusal(environment, port)
    assert re.sub("（.+）", "", said) == (
        f"CommandError: 无法监听 127.0.0.1:{port}。请换一个端口，例如 --port {port + 1}\n"
    )


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::1", "http://[::1]:8000/"),
        ("10.0.0.8", "http://10.0.0.8:8000/"),
    ],
)
def test_the_printed_address_can_be_typed_into_a_browser(host: str, address: str) -> None:
    assert address_of(host, 8000) == address
