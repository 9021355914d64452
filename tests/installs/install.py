"""An install as an administrator has it: its own database, folder and keys, and the processes that run in it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from tests.installs.databases import Database
from tests.installs.waiting import PATIENCE, until

ROOT = Path(__file__).resolve().parent.parent.parent
NOW = datetime(2026, 7, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # what the clocks of all its processes start from
Prepared = tuple[str, dict[str, Any]]  # a function of preparations.py by name, and its arguments


def prepared(name: str, **facts: Any) -> Prepared:
    return f"tests.installs.preparations:{name}", facts


class Nursery:
    """The process all others are forked from."""

    def __init__(self, var: Path, database: Database, **settings: str) -> None:
        ours, its = socket.socketpair()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTYWORK_")}
        environment = inherited | {
            "DJANGO_SETTINGS_MODULE": "partywork.settings",
            "PARTYWORK_VAR": str(var),
            "DATABASE_URL": database.url,
            **settings,
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.installs.nursery", str(its.fileno())],
                cwd=ROOT, env=environment, pass_fds=[its.fileno()],
            )  # fmt: skip
        self._socket, self._answers = ours, ours.makefile("rb")
        assert self._answer() == {"ready": True}

    def ask(self, order: dict[str, Any]) -> Any:
        self._socket.sendall(json.dumps(order).encode() + b"\n")
        return self._answer()

    def close(self) -> None:
        self._answers.close()
        self._socket.close()
        self._process.wait()

    def _answer(self) -> Any:
        line = self._answers.readline()
        assert line, "the nursery ended"
        return json.loads(line)


@dataclass
class Program:
    """A running process and what it printed."""

    nursery: Nursery
    pid: int
    log: Path
    status: int | None = field(default=None, kw_only=True)

    def send(self, number: signal.Signals, *, to_all: bool = False) -> None:
        """To the process; ``to_all``: to its whole group, as a terminal does with Ctrl+C."""
        (os.killpg if to_all else os.kill)(self.pid, number)

    def ended(self, patience: float = PATIENCE) -> int:
        """Wait for its end; the exit status, minus the signal's number for one that was killed."""
        until(lambda: not self.is_running(), f"the end of a process that said: {self.said}", patience)
        assert self.status is not None
        return self.status

    def is_running(self) -> bool:
        if self.status is None:
            self.status = self.nursery.ask({"ended": self.pid})["status"]
        return self.status is None

    def stop(self) -> None:
        """Whatever it is doing, and all it started."""
        with suppress(ProcessLookupError):
            self.send(signal.SIGKILL, to_all=True)
        with suppress(ProcessLookupError):
            self.send(signal.SIGKILL)  # just forked, it is no group of its own yet
        self.ended()

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


@dataclass
class Server(Program):
    address: str


class Install:
    """``clock_ahead`` moves the clock of every process started from then on."""

    def __init__(self, nursery: Nursery, var: Path, database: Database) -> None:
        self.nursery, self.var, self.database = nursery, var, database
        self.clock_ahead = timedelta()
        self._began, self._logs = time.monotonic(), 0

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self._began) + self.clock_ahead

    def start(self, *argv: str, prepare: Sequence[Prepared] = ()) -> Program:
        """Start ``manage.py …`` or ``gunicorn …``."""
        order = self._order(prepare) | {"argv": argv}
        return Program(self.nursery, self.nursery.ask(order)["pid"], Path(order["log"]))

    def manage(self, *argv: str, prepare: Sequence[Prepared] = ()) -> Program:
        return self.start("manage.py", *argv, prepare=prepare)

    def serve(self, *, prepare: Sequence[Prepared] = (), worker: bool = False) -> Server:
        """``manage.py serve``; without ``worker`` what it starts beside itself only waits for its end."""
        beside = [] if worker else [prepared("idle_worker_beside")]
        program = self.manage("serve", "--port", "0", prepare=[*beside, *prepare])
        return self._listening(program, r"已启动：(http://127\.0\.0\.1:\d+)/")

    def gunicorn(self, *options: str, prepare: Sequence[Prepared] = ()) -> Server:
        program = self.start(
            "gunicorn", "--bind", "127.0.0.1:0", *options, "partywork.wsgi:application", prepare=prepare
        )
        return self._listening(program, r"Listening at: (http://127\.0\.0\.1:\d+)")

    def call(self, function: str, *arguments: Any, patience: float = PATIENCE) -> Any:
        """The result of "package.module:name" called in a process of the install."""
        order = self._order([])
        result = Path(order["log"]).with_suffix(".json")
        order |= {"call": function, "arguments": arguments, "result": str(result)}
        program = Program(self.nursery, self.nursery.ask(order)["pid"], Path(order["log"]))
        assert program.ended(patience) == 0, program.said
        return json.loads(result.read_text(encoding="utf-8"))

    def _order(self, prepare: Sequence[Prepared]) -> dict[str, Any]:
        self._logs += 1
        clock = prepared("clock_at", now=self.now.isoformat())
        log = self.var / f"process-{self._logs}.log"
        return {"log": str(log), "prepare": [clock, *prepare]}

    def _listening(self, program: Program, line: str) -> Server:
        def look() -> re.Match[str] | None:
            assert program.is_running(), program.said
            return re.search(line, program.said)

        found = until(look, f"an address in {program.log}")
        return Server(self.nursery, program.pid, program.log, found[1])
