"""Month's end: many secretaries log in, log a meeting, take the dues, look through lists and export, all at one server.

    python -m tests.benchmarks.load --to var/bench/load.json

Real HTTP with cookies and forms on the loopback, on the kind of database that DATABASE_URL names: ``manage.py serve``
with its worker on SQLite, gunicorn on PostgreSQL. Passwords are checked by argon2 as ever. They come over a while and
think between two pages. Afterwards every acknowledged meeting and month of dues is looked for: those missing, or there
twice, are lost writes. A second run with the same ``--to`` is added to the file.
"""
# ruff: noqa: T201  what it finds is for the terminal

import json
import os
import platform
import time
from argparse import ArgumentParser
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.benchmarks.load_office import DAY, MONTH, PASSWORD, PEOPLE  # noqa: E402
from tests.installs.databases import is_sqlite, make_database  # noqa: E402
from tests.installs.forms import meeting  # noqa: E402
from tests.installs.install import Install, Nursery, Server  # noqa: E402
from tests.installs.visitor import Answer, Cut, Visitor  # noqa: E402

SECRETARIES = 200
COME_WITHIN, THINK = 120.0, 5.0  # seconds
SETTING_UP = 1200.0  # seconds; more than any machine needs to make the office
NODES = 2 * (os.cpu_count() or 1) + 1  # gunicorn's own rule


@dataclass
class Run:
    """One run; times in milliseconds, ``seconds`` from the first to the last request."""

    server: str
    database: str
    secretaries: int
    requests: int
    errors: int
    lost_writes: int
    p50: float
    p95: float
    p99: float
    seconds: float
    steps: dict[str, list[float]]  # the same three of each step


@dataclass
class Tally:
    """What all secretaries met."""

    times: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    meetings: list[list[Any]] = field(default_factory=list)  # acknowledged: [unit, key]
    dues: list[int] = field(default_factory=list)  # units whose month was acknowledged


@dataclass
class Secretary:
    who: Visitor
    username: str
    branch: int
    tally: Tally
    think: float

    def work(self) -> None:
        """The evening of one secretary; stops at the first thing that goes wrong, which is an error."""
        try:
            self._work()
        except (Cut, AssertionError) as error:
            self.tally.errors.append(f"{self.username}: {error}")
        finally:
            self.who.close()

    def _work(self) -> None:
        branch, key = self.branch, f"load-{self.branch}"
        month = f"{MONTH // 100}-{MONTH % 100:02d}"
        collect = f"/dues/collect/?org={branch}&month={month}"
        self.step("登录页", lambda: self.who.get("/login/"), 200)
        typed = {"username": self.username, "password": PASSWORD}
        self.step("登录", lambda: self.who.post("/login/", typed), 302)
        self.step("首页", lambda: self.who.get("/"), 200)
        self.step("打开登记会议", lambda: self.who.get("/meetings/new/"), 200)
        self.step("保存会议", lambda: self.who.post("/meetings/new/", meeting(branch, key, date=DAY)), 302)
        self.tally.meetings.append([branch, key])
        self.step("打开收党费", lambda: self.who.get(collect), 200)
        money = {"paid_on": DAY, "total": str(40 * PEOPLE)}
        self.step("保存党费", lambda: self.who.post(collect, money), 302)
        self.tally.dues.append(branch)
        self.step("会议列表", lambda: self.who.get("/meetings/"), 200)
        self.step("党费列表", lambda: self.who.get(f"/dues/months/?month={month}"), 200)
        self.step("导出会议", lambda: self.who.get("/meetings/?export=xlsx"), 200)

    def step(self, name: str, ask: Callable[[], Answer], expected: int) -> None:
        began = time.perf_counter()
        answer = ask()
        self.tally.times.append((name, (time.perf_counter() - began) * 1000))
        assert answer.status == expected, f"{name}: {answer.status}"
        time.sleep(self.think)


def run(install: Install, server: Server, branches: list[list[Any]], *, within: float, think: float) -> Run:
    """All secretaries, evenly spread over ``within`` seconds, at a server that is up."""
    tally = Tally()

    def come(number: int) -> None:
        time.sleep(within * number / len(branches))
        branch, username = branches[number]
        Secretary(Visitor(server.address, keeps_connection=True), username, branch, tally, think).work()

    began = time.perf_counter()
    with ThreadPoolExecutor(len(branches)) as pool:
        for each in [pool.submit(come, number) for number in range(len(branches))]:
            each.result()
    seconds = time.perf_counter() - began
    for error in tally.errors[:10]:
        print(error)
    lost = install.call("tests.benchmarks.load_office:lost", tally.meetings, tally.dues)
    times = [taken for _, taken in tally.times]
    names = dict.fromkeys(name for name, _ in tally.times)
    steps = {name: spread([taken for each, taken in tally.times if each == name]) for name in names}
    p50, p95, p99 = spread(times)
    return Run(
        server="waitress" if is_sqlite() else f"gunicorn，{NODES}个进程",
        database="SQLite" if is_sqlite() else "PostgreSQL",
        secretaries=len(branches),
        requests=len(times),
        errors=len(tally.errors),
        lost_writes=lost,
        p50=p50,
        p95=p95,
        p99=p99,
        seconds=round(seconds, 1),
        steps=steps,
    )


def spread(times: list[float]) -> list[float]:
    """What half, 95 and 99 of a hundred took at most."""
    return [round(percentile(times, share), 1) for share in (50, 95, 99)]


def percentile(values: list[float], share: int) -> float:
    """The smallest value that at least ``share`` % of the values do not exceed. Raises IndexError for none."""
    return sorted(values)[max(0, -(-len(values) * share // 100) - 1)]


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--secretaries", type=int, default=SECRETARIES)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="partywork-load-") as folder:
        var = Path(folder)
        database = make_database(var)
        nursery = Nursery(var, database)
        try:
            found = _measure(Install(nursery, var, database), given.secretaries)
        finally:
            nursery.close()
            database.drop()
    keep(given.to, found)
    print(json.dumps(asdict(found), ensure_ascii=False, indent=1))


def _measure(install: Install, secretaries: int) -> Run:
    with install.manage("migrate", "--verbosity", "0") as migrating:
        assert migrating.ended(SETTING_UP) == 0, migrating.said
    branches = install.call("tests.benchmarks.load_office:make", secretaries, patience=SETTING_UP)
    install.clock_ahead += timedelta(minutes=5)
    single = ("--workers", str(NODES), "--threads", "1", "--worker-class", "sync")
    with install.serve(worker=True) if is_sqlite() else install.gunicorn(*single) as server:
        return run(install, server, branches, within=COME_WITHIN, think=THINK)


def keep(path: Path, found: Run) -> None:
    """Add the run to the file, in the place of an earlier one of the same kind."""
    earlier = json.loads(path.read_text("utf-8"))["runs"] if path.exists() else []
    runs = [each for each in earlier if each["database"] != found.database] + [asdict(found)]
    machine = {"python": platform.python_version(), "system": platform.system(), "processors": os.cpu_count()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": machine, "runs": runs}, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
