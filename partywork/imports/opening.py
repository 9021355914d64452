"""Reading an uploaded file in a process of its own: the web process and the worker never open it themselves."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from partywork.imports.reading.child import MAX_LINE
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.reading.xlsx import CORRUPT

SECONDS = 600.0  # by the clock, however busy the machine: a roster is checked meanwhile; computing has its own limit
_COMMAND = (sys.executable, "-m", "partywork.imports.reading.child")
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL", "VIRTUAL_ENV")

TOO_SLOW = "文件太大或结构太复杂，没能在限定时间内读完。请删去无关的工作表和空白行列，或拆成几个文件分次导入。"


def read_in_child(path: Path, seconds: float = SECONDS) -> Iterator[dict[str, Any]]:
    """The messages of ``reading.child`` about the file. Raises UnreadableWorkbook, also half way."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment |= {"PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        [*_COMMAND, str(path)], cwd=settings.BASE_DIR, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as child:  # fmt: skip
        overdue = threading.Event()

        def end() -> None:
            overdue.set()
            child.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            yield from _messages(child, overdue)
        finally:
            timer.cancel()
            child.kill()


def _messages(child: "subprocess.Popen[bytes]", overdue: threading.Event) -> Iterator[dict[str, Any]]:
    """A child that ends without saying so was stopped by its limits or met a file nobody thought of."""
    assert child.stdout is not None
    while line := child.stdout.readline(MAX_LINE):
        message = _parsed(line)
        if "refused" in message:
            raise UnreadableWorkbook(str(message["refused"]))
        if "end" in message:
            return
        yield message
    raise UnreadableWorkbook(TOO_SLOW if overdue.is_set() else CORRUPT)


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError:
        raise UnreadableWorkbook(CORRUPT) from None
    if not isinstance(message, dict):
        raise UnreadableWorkbook(CORRUPT)
    return message
