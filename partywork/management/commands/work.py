"""``manage.py work``: the worker that does what takes longer than a page may. ``serve`` starts one by itself."""

import os
import signal
import socket
import sys
import threading
import uuid
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from partywork.common.memory import few_arenas
from partywork.jobs.worker import work


class Command(BaseCommand):
    help = "执行后台任务（serve 会自动带一个；多台服务器时可以在任何一台上另外启动）"
    requires_system_checks = []  # as for serve

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--beside", action="store_true", help="随启动它的程序一起结束（serve 使用）")

    def handle(self, *, beside: bool, **_: Any) -> None:
        few_arenas()
        stop = threading.Event()

        def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, ask_to_stop)
        # Beside a server Ctrl+C reaches both; the server then closes our input, and there is one way to end.
        signal.signal(signal.SIGINT, signal.SIG_IGN if beside else ask_to_stop)

        def stop_when_input_ends() -> None:
            sys.stdin.read()
            stop.set()

        if beside:
            threading.Thread(target=stop_when_input_ends, daemon=True).start()
        else:
            self.stdout.write("正在等待后台任务（按 Ctrl+C 停止）")
            self.stdout.flush()
        work(f"{socket.gethostname()[:20]}-{os.getpid()}-{uuid.uuid4().hex[:6]}", stop)
