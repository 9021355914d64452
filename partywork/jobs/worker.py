"""The worker: takes jobs from the queue one at a time, and looks after those whose worker died.

The Job row is the queue (docs/adr/0007): a claim is one UPDATE that only one worker can win, on SQLite and
PostgreSQL alike. Any number of workers may run, on any number of machines.
"""

import gc
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import close_old_connections, connection
from django.db.models import F
from django.utils import timezone

from partywork.common.memory import give_back
from partywork.jobs.enums import ACTIVE, JobState
from partywork.jobs.files import fresh_folder, remove_files
from partywork.jobs.kinds import JobKind, kind_of
from partywork.jobs.models import Job
from partywork.jobs.routines import do_all
from partywork.jobs.running import Cancelled, Clock, Lost, Refused, Run, Stopping, complete, end, held, put_back

SIGN_EVERY = 10.0  # seconds between two signs of life
DEAD_AFTER = timedelta(seconds=90)  # without a sign: several times the 20 s that SQLite may make a write wait
ATTEMPTS = 2  # a job that kills its worker twice would kill the next one too
FORGOTTEN_AFTER = timedelta(days=30)
IDLE = 1.0  # seconds between two looks at an empty queue
LOOK_AFTER_EVERY = 30.0

BROKEN = "程序在处理时出错，没有做成。请再试一次；仍然不行时，请把时间告诉管理员查看日志。"
DIED = "处理到一半时程序中断，重新做了一次仍然中断，没有再试。请联系管理员。"
UNKNOWN = "现在的程序没有这种后台任务，请重新发起。"

_log = logging.getLogger(__name__)


def work(worker: str, stop: threading.Event, clock: Clock = timezone.now) -> None:
    """Serve the queue until ``stop`` is set; what is in hand then goes back into the queue."""
    look_at = time.monotonic()  # the clock on the wall may be set back, for hours or years
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() >= look_at:
                look_at = time.monotonic() + LOOK_AFTER_EVERY
                look_after(clock)
                do_all(clock)
                give_back()
            if run_next(worker, clock, stop):
                give_back()
            else:
                stop.wait(IDLE)
        except Exception:  # a database away for a moment must not end the worker
            _log.exception("worker %s could not read the queue", worker)
            connection.close()
            stop.wait(SIGN_EVERY)


def run_next(worker: str, clock: Clock = timezone.now, stop: threading.Event | None = None) -> Job | None:
    """Take the next job and do it; None when nothing waits. Returns the job as it ended."""
    job = claim(worker, clock)
    if job is None:
        return None
    run = Run(job, worker, fresh_folder(job), clock, stop or threading.Event())
    with _signs_of_life(run), seldom_collected():
        _do(run)
    job.refresh_from_db()
    if job.state in (JobState.FAILED, JobState.CANCELLED):
        remove_files(job)
    return job


def claim(worker: str, clock: Clock) -> Job | None:
    """The oldest waiting job, now this worker's alone."""
    while True:
        waiting = Job.objects.filter(state=JobState.QUEUED)
        pk = waiting.order_by("created_at", "pk").values_list("pk", flat=True).first()
        if pk is None:
            return None
        now = clock()
        taken = waiting.filter(pk=pk).update(
            state=JobState.RUNNING,
            worker=worker,
            attempts=F("attempts") + 1,
            started_at=now,
            heartbeat_at=now,
            done=0,
            problems=[],
            message="",
        )
        if taken:
            return Job.objects.select_related("org", "created_by").get(pk=pk)


def _do(run: Run) -> None:
    try:
        complete(run=run, result=_kind(run).work(run), by=run.by)
    except Cancelled:
        end(run, JobState.CANCELLED, "已按您的要求停下，没有留下文件。")
    except Stopping:
        put_back(run)
    except Lost:
        _log.warning("job %s is in another worker's hands", run.job.pk)
    except (Refused, PermissionDenied) as error:
        end(run, JobState.FAILED, str(error))
    except ValidationError as error:
        end(run, JobState.FAILED, "；".join(error.messages))
    except Exception:
        _log.exception("job %s (%s) failed", run.job.pk, run.job.kind)
        end(run, JobState.FAILED, BROKEN)


def _kind(run: Run) -> JobKind:
    """The kind of work, if the one who started it may still have it done."""
    kind = kind_of(run.job.kind)
    if kind is None:
        raise Refused(UNKNOWN)
    if not run.gate.may(kind.permission, run.job.org):
        raise Refused(f"您在“{run.job.org.short_name}”已没有“{kind.permission.value}”的权限，没有做。")
    return kind


@contextmanager
def _signs_of_life(run: Run) -> Iterator[None]:
    """A thread that says every few seconds that the worker lives, however long a single step takes."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(SIGN_EVERY):
            try:
                held(run.job, run.worker).update(heartbeat_at=run.clock())
            except Exception:  # the next one may succeed; DEAD_AFTER leaves room for several
                _log.warning("job %s: no sign of life could be written", run.job.pk, exc_info=True)
            finally:
                connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Long work makes very many values that live for a while; to go through them again and again took a fifth of it."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def look_after(clock: Clock) -> None:
    """Jobs whose worker died go back into the queue or fail; results past their time are cleared away."""
    now = clock()
    # A sign from the future was given before the clock was set back: from now on its worker gives others, or is dead.
    Job.objects.filter(state=JobState.RUNNING, heartbeat_at__gt=now + DEAD_AFTER).update(heartbeat_at=now)
    dead = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=now - DEAD_AFTER)
    for job in dead.order_by("pk"):
        same = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, worker=job.worker, heartbeat_at=job.heartbeat_at)
        if job.cancel_asked:
            over = same.update(state=JobState.CANCELLED, worker="", finished_at=now, message="已按您的要求停下。")
        elif job.attempts < ATTEMPTS:
            over = 0
            same.update(state=JobState.QUEUED, worker="", done=0, problems=[], message="程序中断过，重新排队。")
        else:
            over = same.update(state=JobState.FAILED, worker="", finished_at=now, message=DIED)
        if over:
            remove_files(job)
    for job in Job.objects.filter(expires_at__lt=now).order_by("pk"):
        remove_files(job)
        Job.objects.filter(pk=job.pk).update(file="", expires_at=None)
    for job in Job.objects.exclude(state__in=ACTIVE).filter(finished_at__lt=now - FORGOTTEN_AFTER).order_by("pk"):
        remove_files(job)
        job.delete()
