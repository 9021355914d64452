"""What a forked process does to itself before it becomes a server or a worker: the faults that tests need.

The product has no hook for any of this; everything here reaches in from outside.
"""

import errno
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

MOST_PAGES = 1_073_741_823  # SQLite's own limit


def clock_at(now: str) -> None:
    """The clock goes on from this moment."""
    import time_machine

    time_machine.travel(datetime.fromisoformat(now), tick=True).start()


def idle_worker_beside() -> None:
    """``serve`` starts a process beside itself that does nothing: the test starts its own workers, or none."""
    from partywork.jobs import beside, forked

    forked.CAN_FORK = False

    beside.COMMAND = (sys.executable, "-S", "-c", "import sys; sys.stdin.read()")  # type: ignore[assignment]


def server_at(port: int) -> None:
    """PostgreSQL is reached through this port."""
    from django.db import connections

    connections["default"].settings_dict["PORT"] = port


def waits_for_a_lock(seconds: float) -> None:
    """How long a statement waits for another writer."""
    from django.db import connections

    connection = connections["default"]
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = seconds
    else:
        connection.settings_dict["OPTIONS"]["options"] = f"-c lock_timeout={int(seconds * 1000)}"


def full_while(flag: str) -> None:
    """While the file ``flag`` exists the disk takes nothing more: uploads stop with ENOSPC, SQLite's file may not grow,
    and PostgreSQL, which cannot be given a small disk here, answers each INSERT as it does then (53100)."""
    from django.core.files.storage import FileSystemStorage
    from django.db.backends.signals import connection_created

    storage: Any = FileSystemStorage
    save = storage._save

    def full(self: Any, name: str, content: Any) -> str:
        if Path(flag).exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        return str(save(self, name, content))

    def watch(connection: Any, **_: Any) -> None:
        refuse = _no_growth if connection.vendor == "sqlite" else _disk_full
        connection.execute_wrappers.append(
            lambda execute, sql, *more: (
                refuse(connection, full=Path(flag).exists()) if sql.startswith("INSERT") else None,
                execute(sql, *more),
            )[1]
        )

    storage._save = full
    connection_created.connect(watch, weak=False)


def _no_growth(connection: Any, *, full: bool) -> None:
    """Cursors of the driver itself: these statements are not the product's."""
    pages = connection.connection.execute("PRAGMA page_count").fetchone()[0] if full else MOST_PAGES
    connection.connection.execute(f"PRAGMA max_page_count = {pages}")


def _disk_full(connection: Any, *, full: bool) -> None:
    from django.db import OperationalError
    from psycopg.errors import DiskFull

    if full:
        raise OperationalError("could not extend file: No space left on device") from DiskFull()
