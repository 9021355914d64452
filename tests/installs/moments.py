"""The moments at which a process can be killed: before each write to the database, around each commit.

They are counted inside one piece of work (a request, a job), so the same number is the same moment every time.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BEFORE_COMMIT, AFTER_COMMIT = "before COMMIT", "after COMMIT"
READING = ("SELECT", "PRAGMA", "SET", "SHOW")


class _Here(threading.local):
    inside = False
    count = 0
    audited = False  # since the last commit: the commits that matter are those that leave an audit event


_here = _Here()


def kill_in(work: str, *, number: int = 0, before: str = "", list_to: str = "") -> None:
    """Kill this process with SIGKILL inside ``work`` ("POST /path/" or "job kind").

    At the ``number``-th moment (from 1), or at the first one whose name begins with ``before``: a statement, or
    BEFORE_COMMIT or AFTER_COMMIT of a transaction that wrote audit events. ``list_to``: write the moments' names to
    this file and kill nothing.
    """

    def at(name: str) -> None:
        if not _here.inside:
            return
        _here.count += 1
        if list_to:
            with Path(list_to).open("a", encoding="utf-8") as file:
                file.write(name[:90].replace("\n", " ") + "\n")
        elif _here.count == number or (before and name.startswith(before)):
            os.kill(os.getpid(), signal.SIGKILL)

    _watch_database(at)
    if work.startswith("job "):
        _watch_jobs(work.removeprefix("job "))
    else:
        _watch_requests(*work.split(" "))


def _watch_database(at: Any) -> None:
    from django.conf import settings
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.signals import connection_created

    def before(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(READING):
            at(sql)
            _here.audited |= "partywork_auditevent" in sql
        return execute(sql, params, many, context)

    def watch(connection: Any, **_: Any) -> None:
        connection.execute_wrappers.append(before)

    wrapper: Any = BaseDatabaseWrapper
    commit = wrapper._commit

    def around(self: Any) -> Any:
        note = "" if _here.audited else "note: "  # progress of a job, a session
        at(note + BEFORE_COMMIT)
        result = commit(self)
        at(note + AFTER_COMMIT)
        _here.audited = False
        return result

    connection_created.connect(watch, weak=False)
    wrapper._commit = around
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        _watch_copies(at)


def _watch_copies(at: Any) -> None:
    """PostgreSQL takes rows by COPY, which Django's wrappers do not hear of; the moment bears SQLite's name."""
    from psycopg import Cursor

    cursor: Any = Cursor
    copy = cursor.copy

    def before(self: Any, statement: Any, *args: Any, **more: Any) -> Any:
        at(str(statement).replace("COPY ", "INSERT INTO ", 1))
        return copy(self, statement, *args, **more)

    cursor.copy = before


@contextmanager
def _inside() -> Iterator[None]:
    _here.inside, _here.count, _here.audited = True, 0, False
    try:
        yield
    finally:
        _here.inside = False


def _watch_requests(method: str, path: str) -> None:
    from django.core.signals import request_started

    def begins(environ: Any = None, **_: Any) -> None:
        """Each request in a thread ends the one before it."""
        _here.inside = environ["REQUEST_METHOD"] == method and environ["PATH_INFO"] == path
        _here.count, _here.audited = 0, False

    request_started.connect(begins, weak=False)


def _watch_jobs(kind: str) -> None:
    from partywork.jobs import worker

    do = worker._do

    def watched(run: Any) -> None:
        if run.job.kind != kind:
            return do(run)
        with _inside():
            return do(run)

    worker._do = watched
