"""What holds for every test: bounded property tests that repeat, and an ERROR in the log is a failure."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection

from tests.access import counting as access_matrix
from tests.fuzz import counting as fuzz
from tests.once import is_same_on_both
from tests.together import Together

# No deadline: two suites share two cores, and a slow moment is not a defect. The suite tries the same examples every
# time, so that a change is judged by itself; HYPOTHESIS_PROFILE=search tries many others (README.md).
hypothesis.settings.register_profile("suite", deadline=None, max_examples=50, print_blob=True, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Tests that share an office go to one process (tests/together.py)."""
    return Together(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what may differ there (tests/once.py)."""
    if connection.vendor == "sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if is_same_on_both(item)])
    items[:] = [item for item in items if not is_same_on_both(item)]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was tried: by whom, and with what."""
    access_matrix.pytest_terminal_summary(terminalreporter)
    fuzz.terminal_summary(terminalreporter)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _errors_in_the_log_fail(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Fails a test that logged an ERROR, also from a server thread, unless it asked for ``error_log``."""
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield collector.messages
    root.removeHandler(collector)
    if "error_log" not in request.fixturenames and collector.messages:
        pytest.fail("ERROR in the log:\n" + "\n".join(collector.messages))


@pytest.fixture(autouse=True)
def _no_anchors_of_another_test() -> None:
    """What one test noted of its chain would contradict the next one's."""
    Path(settings.AUDIT_ANCHORS_FILE).unlink(missing_ok=True)


@pytest.fixture
def error_log(_errors_in_the_log_fail: list[str]) -> list[str]:
    """The ERROR messages so far, as "logger: message"; asking for it means the test judges them itself."""
    return _errors_in_the_log_fail
