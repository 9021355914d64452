"""What one running server meets: a full disk, a database that is busy or away, two editors, a double click."""

import socket
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from partywork.pages.trouble import Trouble
from tests.factories.files import PDF
from tests.installs.databases import is_sqlite
from tests.installs.forms import meeting
from tests.installs.install import Install, Server, prepared
from tests.installs.proxy import Proxy
from tests.installs.visitor import Answer, Visitor

pytestmark = pytest.mark.django_db  # the install begins as a copy of the suite's database
Look = Callable[..., Any]
LONG = "会议记录" * 5_000  # needs pages of its own in the database's file
AT_ONCE = 4


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """While this file exists, the server's disk is full."""
    return tmp_path_factory.mktemp("full") / "flag"


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy | None]:
    """What lies between the server and PostgreSQL."""
    if is_sqlite():
        yield None
        return
    place = settings.DATABASES["default"]
    with Proxy(place["HOST"], int(place["PORT"])) as between:
        yield between


@pytest.fixture(scope="module")
def server(install: Install, office: dict[str, Any], full: Path, proxy: Proxy | None) -> Iterator[Server]:
    way = [prepared("server_at", port=proxy.port)] if proxy else []
    faults = [prepared("full_while", flag=str(full)), prepared("waits_for_a_lock", seconds=0.2), *way]
    with install.serve(prepare=faults) as running:
        yield running


@pytest.fixture
def secretary(visitor: Callable[[str, str], Visitor], server: Server) -> Visitor:
    return visitor(server.address, "secretary")


@pytest.fixture
def send(secretary: Visitor, office: dict[str, Any]) -> Callable[..., Answer]:
    """``send("key", …)``: log a meeting."""
    return lambda key, **changes: secretary.post("/meetings/new/", meeting(office["branch"], key, **changes))


def assert_told(answer: Answer, trouble: Trouble) -> None:
    title, said = trouble.value
    assert (answer.status, answer.headers["retry-after"]) == (503, "60")
    assert (title in answer.text, said in answer.text) == (True, True)


def logged(look: Look, key: str) -> tuple[int, int]:
    """How many meetings of this key, and how many events of them."""
    numbers = [row[0] for row in look("values", "partywork.Meeting", "pk", {"key": key})]
    return len(numbers), sum(look("count_events_of", "meeting.create", number) for number in numbers)


# ── Two at once ──


def test_what_is_sent_twice_at_once_is_there_once(secretary, server, office, look):
    start = Barrier(AT_ONCE)

    def click() -> Answer:
        who = Visitor(server.address, dict(secretary.cookies))
        start.wait()
        return who.post("/meetings/new/", meeting(office["branch"], "twice", date="2026-06-12"))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [future.result() for future in [pool.submit(click) for _ in range(AT_ONCE)]]
    assert {each.status for each in answers} == {302}
    assert len({each.goes_to for each in answers}) == 1
    assert logged(look, "twice") == (1, 1)


def test_of_two_editors_the_second_is_told_and_the_first_ones_words_stay(secretary, server, visitor, office, look):
    address = f"/meetings/{office['meeting']}/edit/"
    manager = visitor(server.address, "manager")
    opened = {who: self.get(address).fields() for who, self in {"first": secretary, "second": manager}.items()}
    typed = {"date": "2026-01-10", "expected": 3, "present": 3, "kinds": ["is_committee"]}
    assert secretary.post(address, opened["first"] | typed | {"place": "二楼"}).status == 302
    answer = manager.post(address, opened["second"] | typed | {"place": "三楼"})
    assert (answer.status, "已被别人修改" in answer.text, 'value="三楼"' in answer.text) == (422, True, True)
    assert look("values", "partywork.Meeting", "place", "version", {"pk": office["meeting"]}) == [["二楼", 2]]


def test_connections_that_others_keep_open_keep_nobody_out(server):
    place = urlsplit(server.address)
    with ExitStack() as kept:
        for _ in range(300):
            kept.enter_context(socket.create_connection((place.hostname, place.port)))
        assert Visitor(server.address).get("/login/").status == 200


# ── No room ──


def test_a_full_disk_is_told_and_keeps_nothing_by_halves(send, look, full):
    full.touch()
    try:
        assert_told(send("full", minutes=LONG, date="2026-06-13"), Trouble.FULL)
    finally:
        full.unlink()
    assert logged(look, "full") == (0, 0)
    assert send("full", minutes=LONG, date="2026-06-13").status == 302
    assert logged(look, "full") == (1, 1)


def test_evidence_that_finds_no_room_leaves_neither_file_nor_row(secretary, office, look, full):
    address = f"/attachments/meetings/{office['meeting']}/add/"
    sent = {"files": ("说明.pdf", PDF)}
    full.touch()
    try:
        assert_told(secretary.post(address, files=sent), Trouble.FULL)
    finally:
        full.unlink()
    assert look("count", "partywork.Attachment") == 0
    assert secretary.post(address, files=sent).status == 302
    assert look("count", "partywork.Attachment") == 1


# ── Busy, away ──


@contextmanager
def somebody_writes(install: Install) -> Iterator[None]:
    """Another program holds the lock that every write needs."""
    name = install.database.name
    if is_sqlite():
        with closing(sqlite3.connect(name, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
        return
    import psycopg

    with psycopg.connect(install.database.url) as other:
        other.execute("LOCK TABLE partywork_audithead IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def test_while_somebody_writes_for_long_reading_goes_on_and_writing_is_asked_to_come_back(
    install, secretary, send, look
):
    with somebody_writes(install):
        assert_told(send("busy", date="2026-06-14"), Trouble.BUSY)
        assert secretary.get("/meetings/").status == 200
    assert logged(look, "busy") == (0, 0)
    assert send("busy", date="2026-06-14").status == 302
    assert logged(look, "busy") == (1, 1)


@pytest.mark.skipif(is_sqlite(), reason="SQLite is a file beside the program: it is never away")
def test_a_database_that_is_away_is_told_and_its_return_needs_nobody(server, secretary, send, look, proxy):
    monitor = Visitor(server.address)
    assert monitor.get("/ready/").status == 200
    proxy.shut()
    try:
        for answer in (secretary.get("/meetings/"), send("away", date="2026-06-15"), secretary.get("/login/")):
            assert_told(answer, Trouble.AWAY)
        assert (monitor.get("/health/").status, monitor.get("/ready/").status) == (200, 503)
    finally:
        proxy.open_again()
    assert logged(look, "away") == (0, 0)
    assert monitor.get("/ready/").status == 200
    assert send("away", date="2026-06-15").status == 302
    assert logged(look, "away") == (1, 1)
