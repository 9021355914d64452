"""What runs on SQLite only, where the suite runs on both databases: what PostgreSQL could not make different.

A test that asks for no database cannot reach one (pytest-django refuses), unless it starts programs that do; and what
the browser makes of markup is the same whatever the rows came from.
"""

import pytest

STARTS_PROGRAMS = (
    "tests/access/",
    "tests/backups/",
    "tests/benchmarks/",
    "tests/commands/",
    "tests/faults/",
    "tests/health/",
    "tests/rules/",
    "tests/upgrades/",
    "tests/test_checks.py",
    "tests/test_harness.py",
)
MARKUP = (
    "tests/browser/test_accessibility.py",
    "tests/browser/test_keyboard.py",
    "tests/browser/test_pictures.py",
    "tests/browser/test_ten_tasks.py",
)


def is_same_on_both(item: pytest.Item) -> bool:
    if item.nodeid.startswith(MARKUP):
        return True
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & set(_fixtures(item))
    return not asks and not item.nodeid.startswith(STARTS_PROGRAMS)


def _fixtures(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []
