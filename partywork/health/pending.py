"""Which migrations the database has not had yet, told by their names: to load them would take 2 MB that stay."""

from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def pending_migrations() -> list[tuple[str, str]]:
    """App and name of each. Raises DatabaseError where the database cannot be read."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [each for each in _migrations() if each not in applied]


def _migrations() -> Iterator[tuple[str, str]]:
    for app in apps.get_app_configs():
        for module in iter_modules([str(Path(app.path) / "migrations")]):
            yield app.label, module.name
