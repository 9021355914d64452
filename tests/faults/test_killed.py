"""The server or the worker is killed in the middle of an import, a freeze, a payment and a batch of reports.

What was not acknowledged is not there at all, what was acknowledged is there once, and the same again goes through.
The moments (tests/installs/moments.py) are the same every time; ``make faults`` tries every one of them.
"""

import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from partywork.imports.actions import MOVED_ON
from partywork.imports.staging import KEPT
from partywork.jobs.worker import DEAD_AFTER
from tests.installs.install import Install, Prepared
from tests.installs.moments import AFTER_COMMIT, BEFORE_COMMIT
from tests.installs.visitor import Cut, Visitor
from tests.installs.waiting import until

pytestmark = pytest.mark.django_db  # the install begins as a copy of the suite's database
KILLED = -signal.SIGKILL
Look = Callable[..., Any]
Come = Callable[[str, str], Visitor]


@dataclass
class Work:
    """A page that writes: where, by whom, what is sent, and what there is of it afterwards."""

    path: str
    data: dict[str, Any]
    is_done: Callable[[], Any]
    done: Any
    again: str  # what is said to whoever sends it once more
    query: str = ""

    def send(self, who: Visitor) -> Any:
        return who.post(self.path + self.query, self.data)


@dataclass
class Bench:
    install: Install
    come: Come
    look: Look

    def kill(self, work: Work, **moment: Any) -> None:
        """Send it to a server that dies at this moment."""
        with self.install.serve(prepare=[prepared_kill(f"POST {work.path}", **moment)]) as server:
            with pytest.raises(Cut):
                raise AssertionError(work.send(self.come(server.address, "secretary")).text)
            assert server.ended() == KILLED

    def kill_before_it_is_kept(self, work: Work, *, but: str = "", **moment: Any) -> None:
        """Nothing at all is different afterwards, the table ``but`` left out."""
        before = self.look("state", but)
        self.kill(work, **moment)
        assert self.look("state", but) == before
        assert self.look("faults") == []

    def send_again(self, work: Work) -> None:
        """The same once more adds nothing, and whoever sent it is told in words how things are."""
        with self.install.serve() as server:
            who = self.come(server.address, "secretary")
            answer = work.send(who)
            page = who.get(answer.goes_to) if answer.goes_to else answer
            assert work.again in page.text
        assert work.is_done() == work.done

    def moments_of(self, work: Work, list_to: Any) -> list[str]:
        """The names of all its moments, from a process that is let live."""
        prepare = [prepared_kill(f"POST {work.path}", list_to=str(list_to))]
        with self.install.serve(prepare=prepare) as server:
            assert work.send(self.come(server.address, "secretary")).status == 302
        return list_to.read_text(encoding="utf-8").splitlines()


def prepared_kill(work: str, **moment: Any) -> Any:
    return "tests.installs.moments:kill_in", {"work": work, **moment}


@pytest.fixture
def bench(install: Install, visitor: Come, look: Look) -> Bench:
    return Bench(install, visitor, look)


# ── What is killed ──


def payment(look: Look, office: dict[str, Any], month: int) -> Work:
    """The dues of five people for a month."""
    data = {"paid_on": f"2026-{month:02d}-25", "total": "200", "exceptions": []}
    code = 202600 + month
    return Work(
        "/dues/collect/", data, lambda: look("dues", office["branch"], code), [[4000, 4000]] * 5,
        f"{month}月没有还要收的党费，可能已经收过了。请到党费台账核对。",
        query=f"?org={office['branch']}&month=2026-{month:02d}",
    )  # fmt: skip


def freeze(look: Look, office: dict[str, Any]) -> Work:
    def is_done() -> list[Any]:
        kept = look("values", "summaries.Snapshot", "kind", "number")
        return [*look("values", "summaries.Report", "state"), *kept]

    return Work(
        f"/summaries/{office['report']}/steps/finish/", {"remark": ""}, is_done, [["frozen"], ["frozen", 1]],
        "这份总结现在是“已定稿”，不能签发并定稿。",
    )  # fmt: skip


def importing(install: Install, visitor: Come, look: Look, first: int, people: int = 30) -> Work:
    """A roster that has been uploaded and checked and waits to be written."""
    content = bytes.fromhex(look("workbook", first, people))
    with install.serve() as server:
        who = visitor(server.address, "secretary")
        batch = who.post("/import/", files={"workbook": ("花名册.xlsx", content)}).goes_to
        page = who.get(f"{batch}columns/")
        assert who.post(f"{batch}columns/", page.fields()).status == 302
    number = int(batch.strip("/").rpartition("/")[2])
    start = len(look("values", "partywork.Member", "pk"))

    def is_done() -> list[Any]:
        members = len(look("values", "partywork.Member", "pk")) - start
        return [members, *look("states_of_import", number)]

    return Work(f"{batch}commit/", {}, is_done, [people, "done", people], MOVED_ON)


def sweep_uploads(install: Install, look: Look) -> None:
    """What the workers do once nobody has touched an upload for long; files bear the machine's own time."""
    later = max(install.now, datetime.now(UTC)) + KEPT + timedelta(minutes=1)
    look("sweep_imports", later.isoformat())


# ── A few moments, in every run ──


# The freeze comes first: payments and people would change what its report says.
def test_a_freeze_is_whole_or_not_there(bench, look, office):
    work = freeze(look, office)
    bench.kill_before_it_is_kept(work, before='UPDATE "partywork_audithead"')
    bench.kill(work, before=AFTER_COMMIT)
    assert work.is_done() == work.done
    bench.send_again(work)
    assert look("events", "report.keep") == 1


@pytest.mark.parametrize("before", ['UPDATE "partywork_duesmonth"', BEFORE_COMMIT])
def test_a_payment_that_was_not_kept_is_not_there(bench, look, office, before):
    bench.kill_before_it_is_kept(payment(look, office, 5), before=before)


def test_a_payment_that_was_kept_is_there_once_although_nobody_was_told(bench, look, office):
    work = payment(look, office, 5)
    bench.kill(work, before=AFTER_COMMIT)
    assert work.is_done() == work.done
    bench.send_again(work)
    assert look("events", "duesmonth.collect") == 1


def test_an_import_is_whole_or_not_there(bench, install, visitor, look, office):
    work = importing(install, visitor, look, first=1)
    # Whoever begins to write takes the import's next version: that much is kept.
    bench.kill_before_it_is_kept(work, but="partywork.ImportBatch", before='INSERT INTO "partywork_importedrow"')
    bench.kill(work, before=AFTER_COMMIT)
    assert work.is_done() == work.done
    # The upload outlived the process that would have deleted it; the workers' sweep does.
    assert len(look("faults")) == 1
    sweep_uploads(install, look)
    bench.send_again(work)
    assert look("events", "import.commit") == 1


# ── The worker ──


@pytest.fixture
def ordered(install: Install, visitor: Come, office: dict[str, Any]) -> Callable[[], int]:
    """Order the reports of all units below; gives the job."""

    def order() -> int:
        with install.serve() as server:
            who = visitor(server.address, "manager")
            data = {"org": office["root"], "units": "all", "period": "2026H1", "formats": ["docx"], "outline": ""}
            page = who.post("/summaries/batch/", data | {"data_date": "2026-06-30"})
            assert page.status == 302, page.text
        return int(page.goes_to.strip("/").rpartition("/")[2])

    return order


def work_until(install: Install, look: Look, job: int, state: str, prepare: Sequence[Prepared] = ()) -> list[Any]:
    """A worker that lives until the job is in this state; gives [state, attempts, done, total]."""
    with install.manage("work", prepare=prepare) as worker:
        until(lambda: look("job", job)[0] == state, f"job {state}; {worker.said}")
        worker.send(signal.SIGTERM)
        assert worker.ended() == 0
    return list(look("job", job))


def killed_worker(install: Install, **moment: Any) -> None:
    with install.manage("work", prepare=[prepared_kill("job summaries.batch", **moment)]) as worker:
        assert worker.ended() == KILLED


def test_a_batch_whose_worker_died_is_done_by_the_next(install, look, ordered):
    job = ordered()
    killed_worker(install, number=7)  # in the middle of the three reports
    assert look("job", job)[0] == "running"
    install.clock_ahead += DEAD_AFTER
    assert work_until(install, look, job, "done") == ["done", 2, 3, 3]
    assert look("entries_of", job) == 4  # three reports and their list
    assert look("count_events_of", "job.done", job) == 1


def test_a_batch_that_was_finished_is_not_done_again(install, look, ordered):
    job = ordered()
    killed_worker(install, before=AFTER_COMMIT)
    install.clock_ahead += DEAD_AFTER
    assert look("job", job) == ["done", 1, 3, 3]
    assert look("entries_of", job) == 4
