"""A copy of the running database as one file, and a database made from such a file; SQLite and PostgreSQL.

Both are taken while people work, as of one moment. PostgreSQL's own programs do it there (pg_dump, pg_restore, psql).
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

Settings = Mapping[str, Any]  # one entry of settings.DATABASES
BUSY_SECONDS = 20
EMPTIED = ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


class BackupError(Exception):
    """A copy could not be made, read or put back; the Chinese message says why and what to do."""


def is_sqlite(database: Settings) -> bool:
    return str(database["ENGINE"]).endswith("sqlite3")


def kind_of(database: Settings) -> str:
    """What a copy of this database is called: a copy goes back only into its own kind."""
    return "sqlite" if is_sqlite(database) else "postgresql"


def copy_database(database: Settings, to: Path) -> None:
    """Write a copy as of now to a new file. Raises BackupError, also when the copy is not sound."""
    if is_sqlite(database):
        _copy_sqlite(Path(database["NAME"]), to)
    else:
        _run(database, "pg_dump", "--format=custom", f"--file={to}", "--no-owner", "--no-privileges", database["NAME"])


def check_copy(database: Settings, copy: Path) -> None:
    """Raises BackupError when a copy cannot be read from end to end."""
    if not is_sqlite(database):
        _run(database, "pg_restore", "--file=" + os.devnull, str(copy))
        return
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as file:
            said = [row[0] for row in file.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        raise BackupError(f"数据库副本读不出来（{error}）。") from None
    if said != ["ok"]:
        raise BackupError(f"数据库副本不完整（{said[0]}）。")


def put_back(database: Settings, copy: Path) -> None:
    """Make the database what the copy says, wholly or not at all. Nobody may be using it meanwhile."""
    if is_sqlite(database):
        _put_back_sqlite(copy, Path(database["NAME"]))
    else:
        _put_back_postgresql(database, copy)


def _copy_sqlite(source: Path, to: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as running,
            closing(sqlite3.connect(to)) as copy,
        ):
            running.backup(copy)  # one step: a reader of WAL keeps nobody from writing
            copy.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file
    except sqlite3.Error as error:
        raise BackupError(f"数据库没有复制成（{error}）。") from None


def _put_back_sqlite(copy: Path, database: Path) -> None:
    """Into the file itself, as one transaction: whoever still has it open sees the old or the new, never half."""
    try:
        with (
            closing(sqlite3.connect(copy)) as source,
            closing(sqlite3.connect(database, timeout=BUSY_SECONDS)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise BackupError(f"数据库没有恢复（{error}）。请先停止服务，再试一次。") from None


def _put_back_postgresql(database: Settings, copy: Path) -> None:
    script = copy.with_suffix(".sql")
    _run(database, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
    _run(
        database, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        f"--dbname={database['NAME']}", *(f"--command={statement}" for statement in EMPTIED), f"--file={script}",
    )  # fmt: skip


def _run(database: Settings, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by the environment, never by the command line."""
    path = shutil.which(program)
    if path is None:
        raise BackupError(f"找不到 PostgreSQL 的 {program}。请安装 PostgreSQL 的客户端程序，再试一次。")
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    place = {name: str(database[key]) for key, name in names.items() if database.get(key)}
    done = subprocess.run(
        [path, *arguments],
        env=os.environ | place,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip().splitlines() or [""]  # the first line; those after it may tell a row's values
        raise BackupError(f"{program} 没有做成：{said[0]}")
