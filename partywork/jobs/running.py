"""A job in a worker's hands: progress, cancelling, and how it ends.

Every note is an UPDATE that names the worker: one who was given up for dead and comes back finds no row, and
stops. Two workers can never both complete a job.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils import timezone

from partywork.accounts.gate import Gate
from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.jobs.enums import JobState
from partywork.jobs.files import KEPT, results_root
from partywork.jobs.kinds import Result
from partywork.jobs.models import Job

Clock = Callable[[], datetime]
PROBLEMS_KEPT = 500


class Cancelled(Exception):
    """The user asked for the work to stop."""


class Lost(Exception):
    """Another worker has the job, because this one gave no sign for too long."""


class Stopping(Exception):
    """The program is being stopped: the job goes back into the queue."""


class Refused(Exception):
    """The work cannot be done, and the message tells the user why."""


@dataclass
class Run:
    """What the function of a job works with."""

    job: Job
    worker: str
    folder: Path
    clock: Clock
    stop: threading.Event = field(default_factory=threading.Event)
    problems: list[list[str]] = field(default_factory=list)

    @property
    def by(self) -> User:
        return self.job.created_by

    @property
    def params(self) -> dict[str, Any]:
        return self.job.params

    @property
    def today(self) -> date:
        return timezone.localdate(self.clock())

    @property
    def gate(self) -> Gate:
        """What the one who started it may do now, not then."""
        return Gate(self.by, self.today)

    def problem(self, subject: str, reason: str) -> None:
        """Note something that could not be done; the rest goes on."""
        self.problems.append([subject, reason])

    def step(self, done: int, total: int, message: str = "") -> None:
        """Say how far it is. Raises Cancelled, Lost or Stopping when the work is to end here."""
        if self.stop.is_set():
            raise Stopping
        self.note(done=done, total=total, message=message, problems=self.problems[:PROBLEMS_KEPT])
        if Job.objects.filter(pk=self.job.pk, cancel_asked=True).exists():
            raise Cancelled

    def note(self, **changes: Any) -> None:
        """Raises Lost when the job is no longer this worker's."""
        if not held(self.job, self.worker).update(heartbeat_at=self.clock(), **changes):
            raise Lost


def held(job: Job, worker: str) -> Any:
    """The job's row while ``worker`` has it in hand, else no row."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=worker)


@action
def complete(*, run: Run, result: Result, by: User) -> None:
    """The effect and the word that it is done, in one transaction. Raises Lost when another worker has the job."""
    now = run.clock()
    has_file = result.file is not None and result.file.is_file()
    changed = held(run.job, run.worker).update(
        state=JobState.DONE,
        done=F("total"),
        message=result.message[:200],
        problems=run.problems[:PROBLEMS_KEPT],
        file=result.file.relative_to(results_root()).as_posix() if has_file and result.file else "",
        file_name=result.file_name if has_file else "",
        file_bytes=result.file.stat().st_size if has_file and result.file else 0,
        expires_at=now + KEPT if has_file else None,
        finished_at=now,
    )
    if not changed:
        raise Lost
    if result.effect is not None:
        result.effect()
    summary = f"后台任务“{run.job.title}”完成：{result.message}"
    record_event(by=by, action="job.done", subject=run.job, summary=summary, org_id=run.job.org_id)


def end(run: Run, state: JobState, message: str) -> None:
    """It ended otherwise. Nothing happens when the job is no longer this worker's."""
    held(run.job, run.worker).update(
        state=state, message=message[:200], problems=run.problems[:PROBLEMS_KEPT], finished_at=run.clock()
    )


def put_back(run: Run) -> None:
    """Into the queue again, as if it had not been begun."""
    held(run.job, run.worker).update(
        state=JobState.QUEUED, worker="", done=0, message="", problems=[], attempts=F("attempts") - 1
    )
