"""The life of a job: queued, claimed once, done, failed, cancelled, and what becomes of it when a worker dies."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from partywork.access.permissions import Permission
from partywork.audit.models import AuditEvent
from partywork.jobs import worker
from partywork.jobs.actions import WAITING_EACH, cancel_job, start_job
from partywork.jobs.enums import JobState
from partywork.jobs.files import KEPT, file_of, folder_of
from partywork.jobs.kinds import JobKind, Result, kind_of
from partywork.jobs.models import Job
from partywork.jobs.running import Lost, Refused, Run, complete
from partywork.jobs.worker import ATTEMPTS, BROKEN, DEAD_AFTER, DIED, UNKNOWN, claim, look_after, run_next
from partywork.orgs.models import OrganisationTag
from tests.factories.jobs import KIND, NOW, contents, make_job
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db

ONE, TWO = "worker one", "worker two"


def clock():
    return NOW


def at(later: timedelta):
    return lambda: NOW + later


@pytest.fixture
def org():
    return make_org()


@pytest.fixture
def by(org):
    return make_user(org)


@pytest.fixture
def work(monkeypatch):
    """``work(function)``: what the tests' kind of job does from now on."""

    def put(function):
        kind = kind_of(KIND)
        assert kind is not None
        changed = JobKind(kind.code, kind.label, kind.permission, function)
        monkeypatch.setattr("partywork.jobs.worker.kind_of", lambda code: changed)

    return put


def state_of(job):
    job.refresh_from_db()
    return job.state, job.message


def test_a_job_runs_and_leaves_its_file(org, by):
    job = make_job(org, by, letters=3)
    assert (job.state, job.total, job.attempts) == (JobState.QUEUED, 0, 0)
    run_next(ONE, clock)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.attempts) == (JobState.DONE, 3, 3, 1)
    assert (job.message, job.file_name, job.file_bytes) == ("写好3封信", "信.txt", 6)
    assert contents(file_of(job)) == "1\n2\n3\n"
    assert job.expires_at == NOW + KEPT
    assert run_next(ONE, clock) is None
    events = AuditEvent.objects.filter(action__startswith="job.").order_by("pk")
    assert list(events.values_list("action", flat=True)) == ["job.start", "job.done"]


def test_jobs_are_taken_in_the_order_they_came_each_by_one_worker(org, by):
    first, second = make_job(org, by), make_job(org, by)
    taken = [claim(ONE, clock), claim(TWO, clock), claim(TWO, clock)]
    assert taken == [first, second, None]
    assert [each.worker for each in taken if each] == [ONE, TWO]


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_at_the_same_moment_share_the_jobs_out(org, by):
    jobs = [make_job(org, by) for _ in range(WAITING_EACH)]
    start, taken = threading.Barrier(3), []

    def take(name):
        start.wait()
        while (job := claim(name, clock)) is not None:
            taken.append(job.pk)
        connection.close()

    threads = [threading.Thread(target=take, args=[f"worker {number}"]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [job.pk for job in jobs]


def test_the_same_order_twice_is_one_job_until_it_is_over(org, by):
    def order():
        return start_job(kind=KIND, org=org, title="信", params={}, by=by, now=NOW, unique_key="letters")

    first = order()
    assert order() == first
    run_next(ONE, clock)
    assert order() != first
    assert Job.objects.count() == 2


def test_nobody_fills_the_queue_or_starts_what_he_may_not(org, by):
    for _ in range(WAITING_EACH):
        make_job(org, by)
    with pytest.raises(ValidationError, match="您已有几项后台任务没有完成"):
        make_job(org, by)
    with pytest.raises(PermissionDenied, match=Permission.COMPILE_REPORTS.value):
        make_job(make_org(), by)


def test_cancelling_takes_a_waiting_job_out_and_stops_a_running_one_at_its_next_step(org, by, work):
    waiting = make_job(org, by)
    cancel_job(job=waiting, by=by, now=NOW)
    assert state_of(waiting) == (JobState.CANCELLED, "已取消，没有开始。")
    assert run_next(ONE, clock) is None

    running, steps = make_job(org, by), []

    def cancelled_at_the_second(run: Run) -> Result:
        (run.folder / "half.txt").write_text("half")
        for number in range(3):
            run.step(number, 3)
            steps.append(number)
            if number == 0:
                cancel_job(job=run.job, by=by, now=NOW)
        return Result("做完了")

    work(cancelled_at_the_second)
    run_next(ONE, clock)
    assert state_of(running) == (JobState.CANCELLED, "已按您的要求停下，没有留下文件。")
    assert (steps, folder_of(running).exists()) == ([0], False)
    with pytest.raises(ValidationError, match="已经结束"):
        cancel_job(job=running, by=by, now=NOW)


@pytest.mark.parametrize(
    ("error", "said"),
    [(Refused("没有可以编制的党组织。"), "没有可以编制的党组织。"), (ValidationError(["甲", "乙"]), "甲；乙")],
)
def test_a_refusal_is_told_in_its_own_words(org, by, work, error, said):
    def refuse(run: Run) -> Result:
        run.problem("一支部", "没有记录")
        raise error

    job = make_job(org, by)
    work(refuse)
    run_next(ONE, clock)
    assert state_of(job) == (JobState.FAILED, said)
    assert job.problems == [["一支部", "没有记录"]]


def test_a_defect_is_logged_and_told_without_its_technicalities(org, by, work, error_log):
    def break_down(run: Run) -> Result:
        raise RuntimeError("boom")

    job = make_job(org, by)
    work(break_down)
    run_next(ONE, clock)
    assert state_of(job) == (JobState.FAILED, BROKEN)
    assert error_log == [f"partywork.jobs.worker: job {job.pk} ({KIND}) failed"]


def test_the_permission_is_asked_for_again_when_it_runs(org, by):
    job = make_job(org, by)
    by.appointments.update(until=NOW.date())
    run_next(ONE, clock)
    assert state_of(job) == (JobState.FAILED, f"您在“{org.short_name}”已没有“编制工作总结”的权限，没有做。")


def test_work_of_another_version_is_refused(org, by):
    job = make_job(org, by)
    Job.objects.update(kind="gone")
    run_next(ONE, clock)
    assert state_of(job) == (JobState.FAILED, UNKNOWN)


def test_effect_and_completion_are_there_together_or_not_at_all(org, by, work, error_log):
    def with_effect(fails):
        def tag() -> None:
            OrganisationTag.objects.create(org=org, tag="示范点", since=NOW.date())
            if fails:
                raise RuntimeError("boom")

        return lambda run: Result("做好了", effect=tag)

    broken, sound = make_job(org, by), make_job(org, by)
    work(with_effect(fails=True))
    run_next(ONE, clock)
    assert (state_of(broken)[0], OrganisationTag.objects.count()) == (JobState.FAILED, 0)
    work(with_effect(fails=False))
    run_next(ONE, clock)
    assert (state_of(sound), OrganisationTag.objects.count()) == ((JobState.DONE, "做好了"), 1)
    assert len(error_log) == 1


def test_a_job_whose_worker_died_is_done_once_more_and_then_given_up(org, by):
    job = make_job(org, by, letters=2)
    for attempt in range(1, ATTEMPTS + 1):
        claimed = claim(ONE, clock)
        assert claimed is not None
        assert claimed.attempts == attempt
        look_after(at(DEAD_AFTER))
        assert state_of(job)[0] == JobState.RUNNING
        look_after(at(DEAD_AFTER + timedelta(seconds=1)))
        if attempt < ATTEMPTS:
            assert state_of(job) == (JobState.QUEUED, "程序中断过，重新排队。")
    assert state_of(job) == (JobState.FAILED, DIED)


def test_a_clock_set_back_leaves_no_job_with_a_dead_worker(org, by):
    """Its last sign lies in the future: it counts as given now."""
    job = make_job(org, by)
    claim(ONE, at(timedelta(days=300)))
    look_after(clock)
    assert state_of(job)[0] == JobState.RUNNING
    look_after(at(DEAD_AFTER + timedelta(seconds=1)))
    assert state_of(job) == (JobState.QUEUED, "程序中断过，重新排队。")


def test_a_worker_given_up_for_dead_that_comes_back_writes_nothing(org, by):
    job = make_job(org, by)
    claimed = claim(ONE, clock)
    assert claimed is not None
    late = Run(claimed, ONE, folder_of(claimed), clock)
    look_after(at(DEAD_AFTER * 2))
    assert claim(TWO, clock) == job
    with pytest.raises(Lost):
        late.step(1, 2)
    effects = []
    with pytest.raises(Lost):
        complete(run=late, result=Result("做好了", effect=lambda: effects.append(1)), by=by)
    assert (state_of(job)[0], job.worker, effects) == (JobState.RUNNING, TWO, [])


def test_a_program_that_stops_puts_its_job_back_as_if_it_had_not_begun(org, by):
    job, stop = make_job(org, by), threading.Event()
    stop.set()
    run_next(ONE, clock, stop)
    assert (state_of(job)[0], job.attempts, job.worker) == (JobState.QUEUED, 0, "")
    run_next(TWO, clock)
    assert state_of(job)[0] == JobState.DONE


@pytest.mark.django_db(transaction=True)
def test_a_long_step_gives_signs_of_life(org, by, work, monkeypatch):
    monkeypatch.setattr(worker, "SIGN_EVERY", 0.02)
    job, beats = make_job(org, by), threading.Event()

    def ticking():
        later = NOW + timedelta(seconds=len(seen))
        seen.append(later)
        return later

    def wait_for_signs(run: Run) -> Result:
        first = Job.objects.get(pk=job.pk).heartbeat_at
        for _ in range(500):
            if Job.objects.get(pk=job.pk).heartbeat_at != first:
                beats.set()
                break
            threading.Event().wait(0.01)
        return Result("做好了")

    seen: list = []
    work(wait_for_signs)
    run_next(ONE, ticking)
    assert (beats.is_set(), state_of(job)[0]) == (True, JobState.DONE)


def test_results_are_cleared_away_when_their_time_is_over_and_old_jobs_are_forgotten(org, by):
    job = make_job(org, by)
    run_next(ONE, clock)
    look_after(at(KEPT))
    assert contents(file_of(Job.objects.get())) == "1\n"
    look_after(at(KEPT + timedelta(seconds=1)))
    assert (file_of(Job.objects.get()), folder_of(job).exists(), Job.objects.get().file_name) == (None, False, "信.txt")
    look_after(at(worker.FORGOTTEN_AFTER + timedelta(seconds=1)))
    assert Job.objects.count() == 0
