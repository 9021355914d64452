"""Since the first release a migration only adds; what takes away is listed with the release that stopped using it."""

import pytest
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

RELEASED = {  # the last migrations of v0.1.0
    "partywork": "0014_first_steps_put_away",
    "summaries": "0002_plain_words_for_constraints",
}
TAKES_AWAY = (
    operations.RemoveField,
    operations.RenameField,
    operations.DeleteModel,
    operations.RenameModel,
    operations.AlterModelTable,
    operations.RunSQL,  # nobody can tell what it takes away
)
# "app.migration": in which release nothing read it any more, so that it may go.
CONTRACTS: dict[str, str] = {
    "partywork.0017_personal_data": "v0.1.0",  # two fields are called otherwise, their columns keep their names
}


def later() -> dict[str, list[Operation]]:
    """The operations of each migration that v0.1.0 did not have."""
    disk = MigrationLoader(None).disk_migrations
    return {
        f"{app}.{name}": list(migration.operations)
        for (app, name), migration in sorted(disk.items())
        if app in RELEASED and name > RELEASED[app]
    }


def unlisted(found: dict[str, list[Operation]]) -> list[str]:
    takers = {name for name, steps in found.items() if any(isinstance(step, TAKES_AWAY) for step in steps)}
    return sorted(takers - set(CONTRACTS))


def test_nothing_is_taken_away_unless_it_is_listed():
    assert unlisted(later()) == [], "docs/releasing.md: first stop using it, take it away a release later"


def test_what_is_listed_exists():
    assert sorted(set(CONTRACTS) - set(later())) == []


@pytest.mark.parametrize(
    "step", [operations.RemoveField("Meeting", "place"), operations.RenameModel("Visit", "Call"), operations.RunSQL("")]
)
def test_what_takes_away_is_seen(step):
    assert unlisted({"partywork.9999_later": [step]}) == ["partywork.9999_later"]
