"""A worker as a fork of the web server: what both have loaded lies in memory once. Linux only, and only before the
server has started a thread: a fork takes one thread along, and the locks others held would stay locked.
"""

import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from typing import IO, NoReturn

CAN_FORK = sys.platform == "linux"
_LOOK_EVERY = 0.05


class Forked:
    """The part of a Popen that the keeper of a worker needs. The worker's standard input is ours to close."""

    def __init__(self, work: Callable[[], None]) -> None:
        ours, theirs = _pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        gc.collect()
        gc.freeze()  # what is loaded is not looked at again: a page that is looked at is a page of one's own
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _be_worker(work, ours, theirs)
        os.close(theirs)
        self.stdin: IO[bytes] = os.fdopen(ours, "wb")

    def poll(self) -> int | None:
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises TimeoutExpired when it has not ended within ``timeout`` seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while (ended := self.poll()) is None:
            if until is not None and timeout is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired("worker", timeout)
            time.sleep(_LOOK_EVERY)
        return ended

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


def _pipe() -> tuple[int, int]:
    """The end to close and the end to read."""
    reads, writes = os.pipe()
    return writes, reads


def _be_worker(work: Callable[[], None], ours: int, theirs: int) -> NoReturn:
    """In the fork. It never goes back into the server's own code, whatever happens."""
    status = 1
    try:
        os.close(ours)
        if theirs:  # 0 where the server itself was started without an input
            os.dup2(theirs, 0)
            os.close(theirs)
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  open as long as the worker lives
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)
