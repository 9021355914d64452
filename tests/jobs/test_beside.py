"""The worker beside the web server: started again when it dies, gone when the server goes."""

import gc
import signal
import sys
import time
from pathlib import Path

import pytest

from partywork.jobs import beside, forked
from partywork.jobs.beside import WorkerBeside

# A stand-in for the worker: notes that it started, and ends when its input is closed.
STARTS = "import sys; open(sys.argv[1], 'a').write('x'); {}"
WAITS, DIES, STAYS = "sys.stdin.read()", "sys.exit(1)", "import time; sys.stdin.read(); time.sleep(60)"


@pytest.fixture
def worker(tmp_path: Path, monkeypatch):
    """``worker(does)``: what is started in the worker's place; returns where it notes its starts."""
    notes = tmp_path / "starts"

    def put(does: str) -> Path:
        monkeypatch.setattr(beside, "COMMAND", (sys.executable, "-c", STARTS.format(does), str(notes)))
        monkeypatch.setattr(beside, "LOOK_EVERY", 0.02)
        monkeypatch.setattr(beside, "RESTART_AFTER", 0.02)
        return notes

    return put


def wait_for(notes: Path, starts: int) -> None:
    until = time.monotonic() + 20
    while not notes.exists() or len(notes.read_text()) < starts:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_one_that_dies_is_started_again(worker, tmp_path):
    notes = worker(DIES)
    with WorkerBeside(tmp_path):
        wait_for(notes, 3)


def test_it_ends_with_the_server_by_itself(worker, tmp_path):
    notes = worker(WAITS)
    with WorkerBeside(tmp_path) as running:
        wait_for(notes, 1)
    assert (running._process.returncode, notes.read_text()) == (0, "x")


def test_one_that_does_not_end_in_time_is_made_to(worker, tmp_path, monkeypatch):
    notes = worker(STAYS)
    monkeypatch.setattr(beside, "PATIENCE", 0.2)
    with WorkerBeside(tmp_path) as running:
        wait_for(notes, 1)
    assert running._process.returncode not in (None, 0)


def note_and_wait(notes: Path) -> None:
    """What a forked worker does in these tests: note that it began, and end when its input is closed."""
    notes.write_text("f")
    sys.stdin.read()


@pytest.fixture
def forks():
    """Where there is a fork; what it puts out of the collector's sight comes back."""
    if not forked.CAN_FORK:
        pytest.skip("no fork here")
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("forks")
def test_the_first_is_a_fork_that_ends_with_the_server(worker, tmp_path):
    notes = worker(WAITS)
    with WorkerBeside(tmp_path, lambda: note_and_wait(notes)) as running:
        wait_for(notes, 1)
    assert (running._process.returncode, notes.read_text()) == (0, "f")


@pytest.mark.usefixtures("forks")
def test_a_fork_that_dies_is_followed_by_a_process_of_its_own(worker, tmp_path):
    notes = worker(WAITS)
    with WorkerBeside(tmp_path, lambda: sys.exit(3)) as running:
        wait_for(notes, 1)
    assert (running._process.returncode, notes.read_text()) == (0, "x")


@pytest.mark.usefixtures("forks")
def test_a_fork_that_does_not_end_in_time_is_made_to(worker, tmp_path, monkeypatch):
    notes = worker(WAITS)
    monkeypatch.setattr(beside, "PATIENCE", 0.2)

    def stay() -> None:
        note_and_wait(notes)
        time.sleep(60)

    with WorkerBeside(tmp_path, stay) as running:
        wait_for(notes, 1)
    assert running._process.returncode == -signal.SIGKILL
