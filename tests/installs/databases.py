"""Databases for whole installs, of the kind the suite runs on: made, copied and dropped beside the suite's own."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from partywork.backups.databases import copy_database, put_back


def is_sqlite() -> bool:
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


@dataclass(frozen=True)
class Database:
    """``name`` is a file's path (SQLite) or a database of the suite's own server (PostgreSQL)."""

    name: str

    @property
    def url(self) -> str:
        if is_sqlite():
            return f"sqlite:///{self.name}"
        server = settings.DATABASES["default"]
        password, host = quote(server["PASSWORD"]), server["HOST"]
        return f"postgresql://{server['USER']}:{password}@{host}:{server['PORT']}/{self.name}"

    def drop(self) -> None:
        if not is_sqlite():
            _on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def make_database(folder: Path) -> Database:
    """An empty database."""
    name = f"install_{uuid.uuid4().hex[:12]}"
    if is_sqlite():
        return Database(str(folder / f"{name}.sqlite3"))
    _on_server(f'CREATE DATABASE "{name}"')
    return Database(name)


def copy_of_the_suites(folder: Path) -> Database:
    """A database of the present structure, quicker than by migrations. It may hold what another test left: ``flush``
    empties it and sets what every install has."""
    made, copy = make_database(folder), folder / "suite.copy"
    suite = connection.settings_dict
    copy_database(suite, copy)
    put_back({**suite, "NAME": made.name}, copy)
    copy.unlink()
    return made


def _on_server(statement: str) -> None:
    import psycopg

    server: Any = settings.DATABASES["default"]
    with psycopg.connect(
        host=server["HOST"], port=server["PORT"], user=server["USER"], password=server["PASSWORD"], dbname="postgres",
        autocommit=True,
    ) as server_itself:  # fmt: skip
        server_itself.execute(statement.encode())
