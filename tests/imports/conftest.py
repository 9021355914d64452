"""Imports of these tests keep what they keep in a folder of their own, on a day of their own."""

from datetime import date

import pytest
import time_machine


@pytest.fixture
def first_of_july():
    with time_machine.travel(date(2026, 7, 1), tick=False):
        yield


@pytest.fixture
def kept_apart(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path
