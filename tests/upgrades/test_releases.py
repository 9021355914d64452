"""What every release made is still there, counts the same and proves the same after an upgrade to the present code."""

import gzip
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.installs.databases import Database, is_sqlite, make_database
from tests.installs.install import ROOT, Install, Nursery
from tests.upgrades.dump import KEYS, RELEASES

TAGS = sorted(path.name for path in RELEASES.iterdir())
KIND = "sqlite" if is_sqlite() else "postgresql"

# Said here once and for all where a later version means to differ, each with its reason.
GONE_TABLES: dict[str, str] = {}
OTHER_ROWS = {
    "partywork_auditevent": 1,  # of the backup that the upgrade begins with
    "partywork_rule": 2,  # how long personal details are kept
}
CHANGED_FIGURES: dict[str, str] = {}


@dataclass(frozen=True)
class Release:
    install: Install
    facts: dict[str, Any]


@pytest.fixture(params=TAGS)
def release(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Release]:
    """An install that holds what the release made, under the present code and not yet upgraded."""
    place = RELEASES / request.param
    keys = tmp_path / "keys.json"
    shutil.copyfile(place / KEYS, keys)
    keys.chmod(0o600)
    database = make_database(tmp_path)
    try:
        load(database, gzip.decompress((place / f"{KIND}.sql.gz").read_bytes()).decode())
        nursery = Nursery(tmp_path, database, PARTYWORK_KEYS_FILE=str(keys))
        try:
            facts = json.loads((place / f"{KIND}.json").read_text("utf-8"))
            yield Release(Install(nursery, tmp_path, database), facts)
        finally:
            nursery.close()
    finally:
        database.drop()


def load(database: Database, script: str) -> None:
    if is_sqlite():
        with closing(sqlite3.connect(database.name)) as file:
            file.executescript(script)
        return
    import psycopg

    with psycopg.connect(database.url) as server:
        server.execute(script.encode())


def test_an_upgrade_backs_up_first_and_keeps_everything(release):
    install, facts = release.install, release.facts
    with install.manage("upgrade") as upgrade:
        assert upgrade.ended() == 0, upgrade.said
    first, chain, _noted, last = upgrade.said.splitlines()
    assert (first.startswith("已备份到 "), chain.startswith("完整，共"), last) == (True, True, "升级完成。")
    assert install.call("tests.upgrades.looks:backup") == [f"before-upgrade.backup {KIND}"]
    assert install.call("tests.upgrades.looks:chain_faults") == []
    assert install.call("tests.upgrades.looks:undated_absences") == 0
    tables = [name for name in facts["rows"] if name not in GONE_TABLES]
    expected = {name: facts["rows"][name] + OTHER_ROWS.get(name, 0) for name in tables}
    assert install.call("tests.upgrades.looks:rows", tables) == expected
    said = install.call("tests.upgrades.looks:figures", facts["org"], facts["period"])
    kept = {name: printed for name, printed in facts["figures"].items() if name not in CHANGED_FIGURES}
    assert {name: said.get(name) for name in kept} == kept


def test_every_release_has_its_dump():
    """All tags this version comes after; the one it may be itself comes with the next commit (docs/releasing.md)."""
    try:
        asked = subprocess.run(
            ["git", "tag", "--list", "v*", "--merged", "HEAD~1"],
            cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no history here: a copy without git, or a clone of the last commit alone")
    assert sorted(set(asked.stdout.split()) - set(TAGS)) == []
