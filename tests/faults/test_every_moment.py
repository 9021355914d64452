"""Killed at every single moment of the work, one after the other (``make faults``)."""

from pathlib import Path

import pytest

from partywork.jobs.worker import DEAD_AFTER
from tests.faults.test_killed import (
    Bench,
    Work,
    bench,
    freeze,
    importing,
    killed_worker,
    ordered,
    payment,
    sweep_uploads,
    work_until,
)

pytestmark = [pytest.mark.long, pytest.mark.django_db]
__all__ = ["bench", "ordered"]  # fixtures


# Rows of an import that has not come into force: they count nowhere, and the next try begins by removing them.
ON_THE_WAY = [
    f"partywork.{name}" for name in ("ImportBatch", "ImportedRow", "Member", "MemberSpelling", "StagedStanding")
]


def kill_everywhere(bench: Bench, work: Work, moments: list[str]) -> None:
    """Up to the commit nothing is kept; at the moment behind it everything is."""
    kept = moments.index("after COMMIT") + 1
    for number in range(1, kept):
        bench.kill_before_it_is_kept(work, number=number)
    bench.kill(work, number=kept)
    assert work.is_done() == work.done
    bench.send_again(work)


def test_a_freeze(bench, look, office):
    """First, before payments change what the report says. It can be frozen once: killed until it is."""
    work = freeze(look, office)
    if work.is_done() == work.done:
        pytest.skip("frozen by another test of this run")
    number = 0
    while work.is_done() != work.done:
        number += 1
        assert number < 500
        before = look("state")
        bench.kill(work, number=number)
        if work.is_done() != work.done:
            assert look("state") == before
    bench.send_again(work)


def test_a_payment(bench, look, office, tmp_path: Path):
    moments = bench.moments_of(payment(look, office, 3), tmp_path / "moments")
    kill_everywhere(bench, payment(look, office, 4), moments)


def test_an_import(bench, install, visitor, look, tmp_path: Path):
    """Written in several transactions: until the last nobody of it stands anywhere, whatever was left behind."""
    moments = bench.moments_of(importing(install, visitor, look, first=101), tmp_path / "moments")
    work = importing(install, visitor, look, first=201)
    before = look("state", *ON_THE_WAY)
    # What the last one killed left behind is cleared first, so there are some moments more than of the first import.
    for number in range(1, 2 * len(moments)):
        bench.kill(work, number=number)
        if work.is_done() == work.done:
            break
        assert look("state", *ON_THE_WAY) == before
    assert work.is_done() == work.done
    sweep_uploads(install, look)
    bench.send_again(work)


def test_a_batch(install, look, ordered, tmp_path: Path):
    """Each moment of a job, notes of its progress included; the next worker does it whole, and says so once."""
    listed = tmp_path / "moments"
    job = ordered()
    work = {"work": "job summaries.batch", "list_to": str(listed)}
    work_until(install, look, job, "done", prepare=[("tests.installs.moments:kill_in", work)])
    moments = listed.read_text("utf-8").splitlines()
    kept = moments.index("after COMMIT") + 1
    for number in range(1, kept):
        job = ordered()
        killed_worker(install, number=number)
        install.clock_ahead += DEAD_AFTER
        assert work_until(install, look, job, "done") == ["done", 2, 3, 3]
        assert look("count_events_of", "job.done", job) == 1
