"""What the one-command install holds in memory on the demo: server and worker, after a manager's round of pages.

Proportional memory (PSS): a page of memory that two processes share counts half for each.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from django.db import connection

from tests.benchmarks.places import Place
from tests.benchmarks.targets import Limit
from tests.benchmarks.timing import OURS, Benchmark, measured
from tests.installs.install import ROOT
from tests.installs.visitor import Visitor
from tests.installs.waiting import until

TITLE, ORDER = "内存", 60
MOST = 160  # megabytes
PAGES = (
    "/", "/meetings/", "/meetings/new/", "/dues/", "/dues/months/", "/visits/", "/visits/new/", "/appraisals/",
    "/talks/", "/rectification/", "/worklog/", "/worklog/new/", "/plans/", "/indicators/", "/compliance/owed/",
    "/compliance/heat/", "/charts/", "/compliance/calendar/", "/members/", "/development/", "/orgs/", "/committees/",
    "/search/?q=dangke", "/reminders/", "/help/", "/summaries/", "/summaries/new/",
)  # fmt: skip
FILES = ("/meetings/?export=xlsx", "/visits/?export=xlsx")
STARTED, VISITED = "刚启动", "看过页面"
WHY = (
    "读写表格、文书、图片的程序用到才装入。后台任务是网页服务的分身，启动时两者共用全部内存；此后各自改动过的内存页各占一份"
    "（Python 3.11 连读一个对象都要改它的引用计数），看过页面后多出来的主要是这个；导出再加约10MB，是表格程序和一批记录"
)


def benchmarks(place: Place) -> Iterator[Benchmark]:
    if connection.vendor != "sqlite":  # on PostgreSQL there is no such install
        return
    with TemporaryDirectory() as folder, _demo(Path(folder)) as (server, address, password):
        found = {STARTED: _megabytes(server)}
        manager = Visitor(address)
        assert manager.log_in("manager", password).status == 302
        _look_at(manager, PAGES)
        found[VISITED] = _megabytes(server)
        _look_at(manager, FILES)
        found[OURS] = _megabytes(server)
    size = f"演示数据，登录、{len(PAGES)}个页面、{len(FILES)}份导出"
    latest_first = dict(reversed(found.items()))
    yield measured("网页服务和后台任务的内存（PSS）", size, latest_first, goals=[Limit(MOST)], note=WHY)


def _look_at(visitor: Visitor, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        status = visitor.get(address).status
        assert status == 200, f"{address}: {status}"


def _megabytes(server: psutil.Process) -> float:
    processes = [server, *server.children(recursive=True)]
    assert len(processes) == 2, processes
    return sum(float(each.memory_full_info().pss) for each in processes) / 1024**2


@contextmanager
def _demo(var: Path) -> Iterator[tuple[psutil.Process, str, str]]:
    """``manage.py serve`` on a street made for it: the process, its address and the manager's password."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PARTYWORK_")}
    own |= {"PARTYWORK_VAR": str(var), "DATABASE_URL": f"sqlite:///{var / 'demo.sqlite3'}", "PYTHONUNBUFFERED": "1"}
    own["DJANGO_SETTINGS_MODULE"] = "partywork.settings"
    _manage(own, "migrate", "--verbosity", "0")
    login = re.search(r"^manager　(\S+?)　", _manage(own, "seed", "--scale", "street"), re.MULTILINE)
    assert login, "the demo has no manager"
    log = var / "serve.log"
    with log.open("w") as output:
        serve = [sys.executable, "manage.py", "serve", "--port", "0"]
        process = subprocess.Popen(serve, cwd=ROOT, env=own, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    try:
        said = until(lambda: re.search(r"已启动：(http://\S+)/", log.read_text("utf-8")), "the server's address")
        yield psutil.Process(process.pid), said[1], login[1]
    finally:
        process.terminate()
        process.wait()


def _manage(own: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=own, capture_output=True, text=True, check=True
    )
    return done.stdout
