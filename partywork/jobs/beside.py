"""The worker as a process of its own beside the web server, on Windows too.

On Linux the first one is a fork that shares the server's memory. One that died is followed by a process started anew,
for by then the server has threads.

It lives as long as its standard input is open: however the web server ends, no worker is left behind.
"""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from partywork.common.memory import give_back
from partywork.jobs import forked
from partywork.jobs.forked import Forked

COMMAND = (sys.executable, "-m", "django", "work", "--beside")
PATIENCE = 10.0  # seconds a worker gets to put its job back
LOOK_EVERY, RESTART_AFTER = 1.0, 5.0
GIVE_BACK_EVERY = 30  # looks: what the pages needed for a moment goes back to the system


class WorkerBeside:
    """Keeps one ``manage.py work`` running; leaving the context stops it.

    ``work``: does the same in a fork. To be made before the server starts a thread or listens.
    """

    def __init__(self, project: Path, work: Callable[[], None] | None = None) -> None:
        self.project = project
        self._leaving = threading.Event()
        self._process: Forked | subprocess.Popen[bytes] = (
            Forked(work) if work is not None and forked.CAN_FORK else self._start()
        )
        self._watch = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        self._watch.join()
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _keep(self) -> None:
        """Start it again when it ended although nobody asked it to."""
        looks = 0
        while not self._leaving.wait(LOOK_EVERY):
            looks += 1
            if looks % GIVE_BACK_EVERY == 0:
                give_back()
            if self._process.poll() is not None and not self._leaving.wait(RESTART_AFTER):
                assert self._process.stdin is not None
                self._process.stdin.close()
                self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(COMMAND, cwd=self.project, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
