"""Keep what a release's own code made, so that later versions are held against it: a database on SQLite and PostgreSQL.

    .ci/with-postgresql .venv/bin/python -m tests.upgrades.dump v0.1.0

The release's code, taken from its tag, migrates and seeds the smallest demo on either database and compiles the report
of its committee. Kept in ``releases/TAG/`` are the dumps, how many rows each table had, the report's figures as
printed, and the keys, which are of this demo alone and good for nothing else.
"""
# ruff: noqa: T201  where the files are is for the terminal

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASES = Path(__file__).resolve().parent / "releases"
KEYS = "keys-for-tests-only.json"
ORG, PERIOD = "DEMO", "2026H1"


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("tag")
    tag = parser.parse_args().tag
    place = RELEASES / tag
    place.mkdir(parents=True)
    with TemporaryDirectory() as folder, _code_of(tag, Path(folder) / "code") as code:
        keys = Path(folder) / KEYS
        for kind, url in (("sqlite", f"sqlite:///{folder}/release.sqlite3"), ("postgresql", _database(tag))):
            facts = _make(code, Path(folder) / kind, url, keys)
            (place / f"{kind}.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
            text = _sqlite_dump(folder) if kind == "sqlite" else _postgresql_dump(url)
            (place / f"{kind}.sql.gz").write_bytes(gzip.compress(text, 9, mtime=0))
        (place / KEYS).write_bytes(keys.read_bytes())
    for path in sorted(place.iterdir()):
        print(path, path.stat().st_size)


@contextmanager
def _code_of(tag: str, to: Path) -> Iterator[Path]:
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(to), tag], cwd=ROOT, check=True)
    try:
        yield to
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(to)], cwd=ROOT, check=True)


def _make(code: Path, var: Path, url: str, keys: Path) -> dict[str, Any]:
    """Run the release's own commands; what it says of its data."""

    def manage(*arguments: str) -> None:
        environment = {"PARTYWORK_VAR": str(var), "PARTYWORK_KEYS_FILE": str(keys), "DATABASE_URL": url}
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=code, env=os.environ | environment, check=True)

    manage("migrate", "--verbosity", "0")
    manage("seed", "--scale", "branch")
    manage("export_summary", "--org", ORG, "--period", PERIOD, "--format", "json", "--draft", "--to", str(var / "out"))
    [report] = (var / "out").iterdir()
    figures = json.loads(report.read_text("utf-8"))["figures"]
    return {
        "org": ORG,
        "period": PERIOD,
        "figures": {f"{each['id']} {each['token']}": each["printed"] for each in figures},
        "rows": _rows(url),
    }


def _rows(url: str) -> dict[str, int]:
    """How many rows each table of ours has."""
    ours = "partywork_%", "summaries_%"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            tables = (
                "SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE ? OR name LIKE ?) ORDER BY name"
            )
            present = [name for (name,) in file.execute(tables, ours)]
            return {name: file.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in present}
    with psycopg.connect(url) as server:
        names = server.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE %s OR tablename LIKE %s ORDER BY tablename", ours
        ).fetchall()
        count = sql.SQL("SELECT COUNT(*) FROM {}")
        found = {name: server.execute(count.format(sql.Identifier(name))).fetchone() for (name,) in names}
        return {name: row[0] for name, row in found.items() if row}


def _sqlite_dump(folder: str) -> bytes:
    with closing(sqlite3.connect(f"{folder}/release.sqlite3")) as file:
        return "\n".join(file.iterdump()).encode()


def _postgresql_dump(url: str) -> bytes:
    """Statements alone, without psql's own commands, so that any client can run them."""
    options = ["--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100"]
    done = subprocess.run(["pg_dump", *options, url], check=True, stdout=subprocess.PIPE)
    lines = done.stdout.decode().splitlines()
    return "\n".join(line for line in lines if not line.startswith("\\")).encode()


def _database(tag: str) -> str:
    """A fresh database beside the one that DATABASE_URL names."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    name = f"release_{tag.replace('.', '_')}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{server}/{name}"


if __name__ == "__main__":
    main()
