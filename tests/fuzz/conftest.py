"""One day for the whole run, no PDF, and an office that is gone after each test."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from summaries.renderers import pdf
from tests.fuzz.counting import Tally


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[None]:
    """How a PDF is made is not asked here; thousands of refusals need no log with tracebacks."""
    monkeypatch.setattr(pdf, "from_docx", lambda document, faces: b"%PDF")
    settings.VAR_DIR = tmp_path  # what imports keep
    logger = logging.getLogger("django.request")
    logger.setLevel(logging.ERROR)
    with time_machine.travel(date(2026, 7, 1), tick=False):
        yield
    logger.setLevel(logging.NOTSET)


@pytest.fixture
def tally(record_property: Any) -> Iterator[Tally]:
    tally = Tally()
    yield tally
    record_property(*tally.property())
