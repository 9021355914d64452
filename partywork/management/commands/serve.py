"""``manage.py serve``: the one-command install on an ordinary office PC, Windows included."""

import logging
import signal
import sys
from argparse import ArgumentParser
from types import FrameType

import waitress
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.urls import get_resolver

from partywork.common.memory import few_arenas
from partywork.health.pending import pending_migrations
from partywork.jobs.beside import WorkerBeside

# Threads share one interpreter. Measured with eight clients on two cores, four answer as many pages as one
# (404 and 368 a second) with a longer tail (p95 33 and 27 ms); but while one writes a long report or waits
# for SQLite's write lock, 20 s at most, the other three keep answering.
THREADS = 4
# Every browser keeps a few connections open. waitress takes 100 by default and closes an idle one after two minutes: at
# month's end the secretaries who come last would wait for those. Python on Windows looks at no more than 512 at once.
CONNECTIONS = {"connection_limit": 480, "channel_timeout": 30, "cleanup_interval": 10}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    help = "启动网页服务和后台任务（适合一台办公电脑；按 Ctrl+C 停止）"
    requires_system_checks = []  # the tests and ``check --deploy`` make them; here they would take 6 MB that stay
    requires_migrations_checks = False  # our own check below stops instead of only warning

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只有本机能访问")
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
        parser.add_argument("--proxy", default=None, help="前置代理的地址：信任它转来的来访地址和 https 标记")

    def handle(self, *, host: str, port: int, proxy: str | None, **_: object) -> None:
        few_arenas()
        refuse_pending_migrations()
        # Cheap, and the only way to be sure that pages and files are of one version. The application
        # comes after it, because WhiteNoise lists the collected files once, when it is made.
        call_command("collectstatic", interactive=False, verbosity=0)
        application = get_wsgi_application()
        get_resolver().url_patterns  # noqa: B018  loads every page: what is there before the worker is forked is there once
        with WorkerBeside(settings.BASE_DIR, beside_work):
            self.serve(application, host, port, proxy)
        self.stdout.write("已停止")

    def serve(self, application: WSGIHandler, host: str, port: int, proxy: str | None) -> None:
        try:
            server = waitress.create_server(
                application, host=host, port=port, threads=THREADS, max_request_body_size=settings.REQUEST_BYTES,
                **CONNECTIONS, **_trust(proxy),
            )  # fmt: skip
        except OSError as error:
            reason = f"无法监听 {host}:{port}（{error.strerror}）"
            raise CommandError(f"{reason}。请换一个端口，例如 --port {port + 1}") from None
        signal.signal(signal.SIGTERM, _stop)
        # One line for every request that waits a moment would push what matters out of the rotating log.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        self.stdout.write(f"党建工作台账已启动：{address_of(host, server.effective_port)}（按 Ctrl+C 停止）")
        if host not in LOOPBACK:
            self.stdout.write(f"允许使用的域名或地址（PARTYWORK_HOSTS）：{'、'.join(settings.ALLOWED_HOSTS)}")
        self.stdout.flush()
        server.run()
        server.close()


def beside_work() -> None:
    """What the worker does in a fork of this process."""
    call_command("work", beside=True)


def refuse_pending_migrations() -> None:
    """Raises CommandError when the database is not at the newest migration."""
    pending = pending_migrations()
    connection.close()
    if pending:
        todo = "请先运行：python manage.py migrate"
        raise CommandError(f"数据库还有 {len(pending)} 项结构更新没有执行，{todo}")


def address_of(host: str, port: int) -> str:
    """The address to type into a browser; a server that listens everywhere is reached at this PC's own."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def _trust(proxy: str | None) -> dict[str, object]:
    """Without ``--proxy`` waitress drops what proxies say, unless the settings name some (``common.proxies``)."""
    if proxy is None:
        return {"clear_untrusted_proxy_headers": False} if settings.PROXIES else {}
    return {"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)  # waitress takes SystemExit as the wish to finish what is running and leave
