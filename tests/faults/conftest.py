"""One install for all tests of this folder: an office, a nursery of processes, and people who are logged in."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.installs.databases import copy_of_the_suites
from tests.installs.install import Install, Nursery
from tests.installs.visitor import Visitor


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Install]:
    var = tmp_path_factory.mktemp("install")
    database = copy_of_the_suites(var)
    nursery = Nursery(var, database)
    made = Install(nursery, var, database)
    try:
        made.call("tests.faults.office:empty")
        yield made
    finally:
        nursery.close()
        database.drop()
        shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(scope="session")
def office(install: Install) -> dict[str, Any]:
    """Keys of its records and usernames (tests/faults/office.py)."""
    return dict(install.call("tests.faults.office:make"))


@pytest.fixture(scope="session")
def visitor(install: Install, office: dict[str, Any]) -> Callable[[str, str], Visitor]:
    """``visitor(address, "secretary")``: someone logged in at a server; the session outlives the server."""
    cookies = {who: install.call("tests.faults.office:log_in", office[who]) for who in ("secretary", "manager")}

    def come(address: str, who: str) -> Visitor:
        return Visitor(address, dict(cookies[who]))

    return come


@pytest.fixture
def look(install: Install) -> Iterator[Callable[..., Any]]:
    """``look("count", …)``: a function of tests/faults/office.py. After each test the office must be whole."""

    def ask(name: str, *arguments: Any) -> Any:
        return install.call(f"tests.faults.office:{name}", *arguments)

    yield ask
    assert ask("faults") == []


@pytest.fixture
def flag(tmp_path: Path) -> Path:
    """A file that turns a fault on while it exists."""
    return tmp_path / "flag"
