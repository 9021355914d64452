"""Migrations the database lacks are told by name, as Django's own plan tells them."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from partywork.health.pending import pending_migrations

pytestmark = pytest.mark.django_db


def planned() -> set[tuple[str, str]]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {(migration.app_label, migration.name) for migration, _ in plan}


def test_none_is_missing_from_a_database_that_is_up_to_date():
    assert (pending_migrations(), planned()) == ([], set())


def test_all_are_missing_that_django_would_run():
    MigrationRecorder.Migration.objects.filter(app="partywork").delete()
    found = pending_migrations()
    assert set(found) == planned()
    assert {app for app, _ in found} == {"partywork"}
