"""A clock that jumps: nobody keeps a session for longer, nothing is told twice, the audit chain keeps its order."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.urls import reverse

from partywork.audit import chain
from partywork.audit.models import AuditEvent
from partywork.jobs.enums import JobState
from partywork.jobs.models import Job
from partywork.jobs.worker import claim, look_after, run_next
from partywork.reminders.models import Digest, ReminderDay
from partywork.reminders.sending import round_of
from tests.factories.jobs import make_job
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, 4, 0, tzinfo=UTC)  # noon in Shanghai
DAY = timedelta(days=1)


@pytest.fixture
def by():
    return make_user(make_org())


def test_a_session_ends_with_its_time_and_a_clock_set_back_opens_no_ended_one(client, by):
    with time_machine.travel(NOW, tick=False):
        client.force_login(by)
        assert client.get(reverse("home")).status_code == 200
    with time_machine.travel(NOW + DAY, tick=False):
        assert client.get(reverse("home")).url.startswith(reverse("login"))
    with time_machine.travel(NOW - DAY, tick=False):
        assert client.get(reverse("home")).url.startswith(reverse("login"))


def test_a_day_is_told_of_once_however_often_it_comes(by):
    days = [NOW, NOW + DAY, NOW, NOW + DAY, NOW - DAY, NOW]
    for moment in days:
        round_of(partial(datetime.fromtimestamp, moment.timestamp(), UTC))
    assert list(ReminderDay.objects.order_by("day").values_list("day", flat=True)) == [
        (NOW + DAY * number).date() for number in (-1, 0, 1)
    ]
    told = list(Digest.objects.values_list("user", "day"))
    assert len(told) == len(set(told))


def test_the_chain_keeps_its_order_when_time_runs_back(by):
    for moment in (NOW, NOW + 365 * DAY, NOW - DAY):
        with time_machine.travel(moment, tick=False):
            make_org()
    assert chain.verify().is_whole
    times = list(AuditEvent.objects.order_by("sequence").values_list("at", flat=True))[-3:]
    assert times[0] < times[1] > times[2]


@pytest.mark.parametrize("jump", [timedelta(days=300), timedelta(hours=1), timedelta(hours=-1), timedelta(days=-300)])
def test_a_job_in_hand_is_finished_once_however_the_clock_jumps(by, jump):
    """Another worker looks after the queue right behind the jump; the first one may lose the job, never do it twice."""
    job = make_job(by.appointments.get().org, by, letters=3)
    claim("one", lambda: NOW)
    later = NOW + jump
    look_after(lambda: later)
    look_after(lambda: later + timedelta(minutes=2))
    run_next("two", lambda: later + timedelta(minutes=2))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done) == (JobState.DONE, 2, 3)
    assert AuditEvent.objects.filter(action="job.done").count() == 1
    assert Job.objects.count() == 1
