"""A process that has the product loaded and forks programs from it: a start costs a moment instead of three seconds.

Run as ``python -m tests.installs.nursery FD``. Over the socket come orders as lines of JSON, see ``Install``. A forked
child is a session of its own, prepares itself as it is told (tests/installs/preparations.py), and then does what
``manage.py`` or ``gunicorn`` would. When the socket closes, everything that was started is killed.
"""

import gc
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any


def named(path: str) -> Any:
    """The function that "package.module:name" names."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def load() -> None:
    """Import everything a server imports before its first page. Nothing here opens the database."""
    import django

    django.setup()
    from django.urls import get_resolver

    assert get_resolver().url_patterns
    for module in ("partywork.management.commands.serve", "partywork.management.commands.work", "waitress.server"):
        import_module(module)
    import_module("tests.faults.office")  # the tests' own office and what they look at
    gc.collect()
    gc.freeze()  # children share these pages; a collection would copy them all


def main(number: int) -> None:
    load()
    connection = socket.socket(fileno=number)
    lines = connection.makefile("rb")
    started: set[int] = set()

    def say(answer: dict[str, Any]) -> None:
        connection.sendall(json.dumps(answer).encode() + b"\n")

    say({"ready": True})
    for line in lines:
        order = json.loads(line)
        if "ended" in order:
            say({"status": _status(order["ended"], started)})
            continue
        pid = os.fork()
        if pid == 0:
            connection.close()
            _live(order)
        started.add(pid)
        say({"pid": pid})
    for pid in started:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def _status(pid: int, started: set[int]) -> int | None:
    """The exit status (minus the signal's number for a killed one); None while it runs."""
    if pid not in started:
        return 0
    found, status = os.waitpid(pid, os.WNOHANG)
    if not found:
        return None
    started.discard(pid)
    return os.waitstatus_to_exitcode(status)


def _live(order: dict[str, Any]) -> None:
    """The life of a child; never returns."""
    status = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite started in the background ignores Ctrl+C
        out = os.open(order["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        for path, facts in order["prepare"]:
            named(path)(**facts)
        status = _do(order)
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _do(order: dict[str, Any]) -> int:
    if "call" in order:
        result = named(order["call"])(*order["arguments"])
        with open(order["result"], "w", encoding="utf-8") as file:
            json.dump(result, file)
        return 0
    sys.argv = [str(each) for each in order["argv"]]
    if sys.argv[0] == "gunicorn":
        from gunicorn.app.wsgiapp import run

        run()
        return 0
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    main(int(sys.argv[1]))
