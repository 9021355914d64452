"""The embedded server is one group of processes: it does the jobs, ends as a whole, and killed leaves nobody behind."""

import signal
from collections.abc import Callable

import psutil
import pytest

from tests.installs.install import Install, Server
from tests.installs.visitor import Visitor
from tests.installs.waiting import until

pytestmark = pytest.mark.django_db  # the install begins as a copy of the suite's database
Come = Callable[[str, str], Visitor]


def worker_of(server: Server) -> psutil.Process:
    """The worker beside the server, once there is one."""
    return until(
        lambda: next(iter(psutil.Process(server.pid).children()), None),
        "a worker beside the server",
    )


def has_ended(process: psutil.Process) -> bool:
    """Ended, or only waiting for somebody to take note of it."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_it_does_a_job_and_ctrl_c_ends_all_of_it(install: Install, visitor: Come, office, look):
    with install.serve(worker=True) as server:
        worker = worker_of(server)
        who = visitor(server.address, "manager")
        order = {"org": office["root"], "units": "branches", "period": "2026H1", "formats": ["docx"], "outline": ""}
        ordered = who.post("/summaries/batch/", order | {"data_date": "2026-06-29"})
        until(lambda: "已完成" in who.get(ordered.goes_to).text, "the end of the job")
        server.send(signal.SIGINT, to_all=True)
        assert server.ended() == 0
        assert server.said.endswith("已停止\n")
        until(lambda: has_ended(worker), "the end of the worker")


def test_a_killed_server_leaves_no_worker(install: Install):
    with install.serve(worker=True) as server:
        worker = worker_of(server)
        server.send(signal.SIGKILL)
        assert server.ended() == -signal.SIGKILL
        until(lambda: has_ended(worker), "the end of the worker")
