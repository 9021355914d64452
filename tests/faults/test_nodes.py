"""The outgrown install on one machine: two web nodes and two workers on PostgreSQL; one of each is killed at work."""

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle
from threading import Event
from typing import Any

import pytest

from partywork.jobs.worker import DEAD_AFTER
from tests.faults.test_killed import KILLED, prepared_kill, work_until
from tests.installs.databases import is_sqlite
from tests.installs.forms import meeting
from tests.installs.install import Install, Program, Server
from tests.installs.visitor import Cut, Visitor
from tests.installs.waiting import until

pytestmark = [
    pytest.mark.django_db,  # the install begins as a copy of the suite's database
    pytest.mark.skipif(is_sqlite(), reason="several nodes need PostgreSQL"),
]
Look = Callable[..., Any]
NODE = ("--workers", "2", "--threads", "1")  # single-threaded processes, as docs of the install say
WRITERS = 4
FIRST_DAY = date(2025, 1, 1)


class Writers:
    """People who log one meeting after another, and go to the other node with the same form when theirs is gone."""

    def __init__(self, nodes: list[Server], cookies: dict[str, str], branch: int, each: int, turn: int) -> None:
        self.nodes, self.cookies, self.branch, self.each, self.turn = nodes, cookies, branch, each, turn
        self.acknowledged: list[str] = []
        self.some = Event()  # a quarter of all are written: the middle of the load

    def write(self, writer: int) -> None:
        addresses = cycle([node.address for node in (self.nodes if writer % 2 else self.nodes[::-1])])
        for number in range(writer, WRITERS * self.each, WRITERS):
            day = FIRST_DAY + timedelta(days=self.turn * WRITERS * self.each + number)
            form = meeting(self.branch, f"node-{self.turn}-{number}", date=day.isoformat())
            while True:
                try:
                    answer = Visitor(next(addresses), dict(self.cookies)).post("/meetings/new/", form)
                except Cut:
                    continue
                assert answer.goes_to.startswith("/meetings/"), answer.text
                self.acknowledged.append(form["key"])
                break
            if len(self.acknowledged) >= WRITERS * self.each // 4:
                self.some.set()


class Batches:
    """Reports of the branches below, ordered again and again, each as of another day so that none is the same job."""

    def __init__(self, who: Visitor, root: int, first: date) -> None:
        self.who, self.root, self.ordered = who, root, list[int]()
        self.days = count(first.toordinal())

    def order(self) -> None:
        day = date.fromordinal(next(self.days))
        data = {"org": self.root, "units": "branches", "period": "2026H1", "formats": ["docx"], "outline": ""}
        answer = self.who.post("/summaries/batch/", data | {"data_date": day.isoformat()})
        assert answer.status == 302, answer.text
        self.ordered.append(int(answer.goes_to.strip("/").rpartition("/")[2]))


@dataclass
class Round:
    """Two nodes and two workers at work; a worker that is to die kills itself in the first job it takes."""

    install: Install
    look: Look
    writers: Writers
    batches: Batches
    doomed: Server
    dying: Program
    living: Program

    def go(self) -> None:
        with ThreadPoolExecutor(WRITERS) as pool:
            writing = [pool.submit(self.writers.write, number) for number in range(WRITERS)]
            until(lambda: self.writers.some.is_set() or any(each.done() for each in writing), "some writing")
            self.doomed.send(signal.SIGKILL, to_all=True)
            self.kill_a_worker()
            for each in writing:
                each.result()
        self.finish_jobs()

    def kill_a_worker(self) -> None:
        """Keep both workers busy until the one that is to die has had a job."""
        while self.dying.is_running():
            if len(self.look("active_jobs")) < 2:
                self.batches.order()
        assert self.dying.ended() == KILLED

    def finish_jobs(self) -> None:
        """The other worker does what waits; what died in a hand is taken up once no sign came for its time."""

        def left() -> list[int]:
            return [job for job, worker in self.look("active_jobs") if f"-{self.dying.pid}-" not in worker]

        until(lambda: not left(), "the end of all jobs but the dead worker's")
        self.living.send(signal.SIGTERM)
        assert self.living.ended() == 0
        self.install.clock_ahead += DEAD_AFTER
        [lost] = [job for job, _ in self.look("active_jobs")]
        assert work_until(self.install, self.look, lost, "done") == ["done", 2, 2, 2]


def round_of_killing(install: Install, look: Look, office: dict[str, Any], each: int, turn: int) -> None:
    def cookies(who: str) -> dict[str, str]:
        """Of a login of its own: other tests may have turned the clock on until nobody was logged in any more."""
        return dict(install.call("tests.faults.office:log_in", office[who]))

    dies = prepared_kill("job summaries.batch", number=4 + turn)
    with (
        install.gunicorn(*NODE) as doomed,
        install.gunicorn(*NODE) as steady,
        install.manage("work", prepare=[dies]) as dying,
        install.manage("work") as living,
    ):
        writers = Writers([doomed, steady], cookies("secretary"), office["branch"], each, turn)
        first = date(2026, 1, 1) + timedelta(days=9 * turn)
        batches = Batches(Visitor(steady.address, cookies("manager")), office["root"], first)
        Round(install, look, writers, batches, doomed, dying, living).go()
    assert len(set(writers.acknowledged)) == len(writers.acknowledged) == WRITERS * each
    assert look("keys_logged", f"node-{turn}-") == sorted([key, 1] for key in writers.acknowledged)
    assert [look("job", job)[0] for job in batches.ordered] == ["done"] * len(batches.ordered)
    assert [look("count_events_of", "job.done", job) for job in batches.ordered] == [1] * len(batches.ordered)


def test_a_node_and_a_worker_killed_under_load_lose_nothing(install, look, office):
    round_of_killing(install, look, office, each=6, turn=0)


@pytest.mark.long
@pytest.mark.parametrize("turn", range(1, 6))
def test_again_and_longer(install, look, office, turn):
    round_of_killing(install, look, office, each=15, turn=turn)
