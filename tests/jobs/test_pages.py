"""Pages of background work: the way a user follows a job, with htmx and without."""

import pytest
from django.urls import reverse

from partywork.imports import steps
from partywork.jobs.enums import JobState
from partywork.jobs.files import remove_files
from partywork.jobs.models import Job
from partywork.jobs.views import size
from partywork.jobs.worker import run_next
from tests.factories.jobs import NOW, make_job
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user(make_org())


@pytest.fixture
def job(by, client):
    client.force_login(by)
    return make_job(by.appointments.get().org, by, letters=2)


def test_the_page_asks_for_itself_until_the_job_is_over(job, client):
    url = reverse("jobs:job", args=[job.pk])
    waiting = client.get(url, headers={"HX-Request": "true"})
    assert waiting.templates[0].name == "jobs/_progress.html"
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    assert client.get(url).context["cancel_url"] == reverse("jobs:cancel", args=[job.pk])
    run_next("worker", lambda: NOW)
    over = client.get(url, headers={"HX-Request": "true"})
    assert "hx-trigger" not in over.content.decode()
    assert (over.context["download"]["label"], over.context["cancel_url"]) == ("信.txt", "")


def test_the_result_is_downloaded_under_its_own_name_and_missed_in_words_once_cleared(job, client):
    run_next("worker", lambda: NOW)
    response = client.get(reverse("jobs:download", args=[job.pk]))
    assert b"".join(response.streaming_content) == b"1\n2\n"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E4%BF%A1.txt"
    remove_files(job)
    response = client.get(reverse("jobs:download", args=[job.pk]), follow=True)
    assert [str(message) for message in response.context["messages"]] == ["这个文件已经清除，需要时请重新发起。"]
    assert response.context["cleared"] is True


def test_cancelling_from_the_page(job, client):
    for said in ([], ["这项任务已经结束，不用取消了。"]):
        response = client.post(reverse("jobs:cancel", args=[job.pk]), follow=True)
        assert [str(message) for message in response.context["messages"]] == said
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_what_failed_is_ordered_once_more_from_its_page(job, client):
    address = reverse("jobs:retry", args=[job.pk])
    said = client.post(address, follow=True)
    assert [str(message) for message in said.context["messages"]] == [
        "这项任务不能在这里重新做，请回到原来的页面重新发起。"
    ]
    client.post(reverse("jobs:cancel", args=[job.pk]))
    assert client.get(reverse("jobs:job", args=[job.pk])).context["retry_url"] == address
    addresses = {client.post(address).url for _ in range(2)}
    again = Job.objects.exclude(pk=job.pk).get()
    assert addresses == {reverse("jobs:job", args=[again.pk])}
    assert (again.title, again.params, again.state) == (job.title, job.params, JobState.QUEUED)
    run_next("worker", lambda: NOW)
    again.refresh_from_db()
    assert (again.state, client.get(addresses.pop()).context["retry_url"]) == (JobState.DONE, "")


def test_a_step_of_an_import_is_not_retried_behind_the_imports_back(job, client):
    client.post(reverse("jobs:cancel", args=[job.pk]))
    Job.objects.update(kind=steps.KIND)
    assert client.get(reverse("jobs:job", args=[job.pk])).context["retry_url"] == ""


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_shows_ones_own_jobs_with_the_same_number_of_queries(by, client, rows, django_assert_num_queries):
    client.force_login(by)
    org = by.appointments.get().org
    for _ in range(rows):
        make_job(org, by)
    make_job(org, make_user(org))
    with django_assert_num_queries(4):
        response = client.get(reverse("jobs:list"))
    assert response.content.decode().count("写几封信") == rows


def test_a_job_is_closed_once_its_unit_is_out_of_reach_also_its_file(job, by, client):
    run_next("worker", lambda: NOW)
    by.appointments.all().delete()
    by.appointments.create(org=make_org(), role="secretary", since=NOW.date())
    for name in ("job", "download"):
        assert client.get(reverse(f"jobs:{name}", args=[job.pk])).status_code == 404
    assert Job.objects.count() == 1


def test_sizes_in_words():
    assert [size(number) for number in (6, 10_240, 1_048_576, 2_700_000)] == ["1 KB", "10 KB", "1.0 MB", "2.6 MB"]
