"""What watches over the server is told whether people can work; strangers learn one word."""

import os
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.health import readiness, views
from partywork.health.models import WorkerSign
from partywork.jobs.enums import JobState
from partywork.jobs.models import Job
from tests.factories.jobs import make_job
from tests.factories.orgs import make_org, make_user

NOW = datetime(2026, 6, 18, 4, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")
STRANGER = {"REMOTE_ADDR": "192.0.2.7"}
WELL = "正常\n数据库：正常\n数据库结构：最新\n磁盘空间：剩余2.0GB\n后台程序：在运行\n备份：最近一份在1小时以前\n"


@pytest.fixture(autouse=True)
def _install(settings, tmp_path, monkeypatch) -> None:
    """An hour-old backup, a worker just seen, two gigabytes free, at one moment."""
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    backup_at(settings, NOW - timedelta(hours=1))
    free(monkeypatch, 2 * 1024**3)
    monkeypatch.setattr(views.timezone, "now", lambda: NOW)


def backup_at(settings, moment: datetime) -> None:
    path = settings.BACKUP_DIR / "partywork-20260618-110000.backup"
    path.touch()
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def free(monkeypatch, number: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, number))


def ready(client, **extra) -> tuple[int, str]:
    answer = client.get(reverse("ready"), **{"HTTP_HOST": "localhost", **extra})
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, answer.content.decode()


def test_alive_without_asking_the_database(client):
    """No mark for the database: a query would fail the test."""
    answer = client.get(reverse("health"))
    assert (answer.status_code, answer.content.decode()) == (200, "正常\n")


@pytest.mark.django_db
class TestReady:
    @pytest.fixture(autouse=True)
    def _worker(self) -> None:
        readiness.round_of(lambda: NOW)

    def test_all_is_well(self, client):
        assert ready(client) == (200, WELL)

    @pytest.mark.parametrize(
        "extra",
        [
            STRANGER,
            {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
            {"HTTP_HOST": "testserver"},
            {"REMOTE_ADDR": ""},
        ],
    )
    def test_a_stranger_learns_one_word(self, client, extra):
        assert ready(client, **extra) == (200, "正常\n")

    def test_details_are_for_who_keeps_accounts_or_reads_the_log(self, client):
        org = make_org()
        for role in Role:
            client.force_login(make_user(org, role))
            told = ready(client, **STRANGER)[1] == WELL
            assert told is (role in {Role.MANAGER, Role.SYSTEM_ADMIN, Role.AUDITOR}), role

    def test_a_full_disk_turns_people_away(self, client, monkeypatch, error_log):
        free(monkeypatch, readiness.LEAST_FREE - 1)
        assert ready(client, **STRANGER) == (503, "暂时不能使用\n")
        assert ready(client)[1].splitlines()[3] == "磁盘空间：剩余0.5GB，快满了，请清理磁盘"

    def test_migrations_to_do_turn_people_away(self, client, monkeypatch, error_log):
        monkeypatch.setattr(readiness, "_migrated", False)
        monkeypatch.setattr(readiness, "pending_migrations", lambda: [("partywork", "0098_a"), ("partywork", "0099_b")])
        status, text = ready(client)
        assert (status, text.splitlines()[2]) == (
            503,
            "数据库结构：还有2项更新没有执行，请运行 python manage.py upgrade",
        )

    def test_a_silent_worker_is_told_and_turns_nobody_away(self, client):
        WorkerSign.objects.update(at=NOW - readiness.QUIET_AFTER - timedelta(seconds=1))
        status, text = ready(client)
        assert (status, text.splitlines()[0]) == (200, "可以使用，但有事情要管理员处理")
        assert text.splitlines()[4] == "后台程序：没有在运行，提醒、备份和后台任务都停着"

    def test_a_worker_busy_with_one_long_job_is_alive(self, client):
        WorkerSign.objects.all().delete()
        org = make_org()
        job = make_job(org, make_user(org))
        Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=NOW)
        assert ready(client) == (200, WELL)

    def test_an_old_backup_or_none_is_told(self, client, settings):
        backup_at(settings, NOW - timedelta(hours=49))
        assert ready(client)[1].splitlines()[5] == "备份：最近一份在49小时以前，过期了"
        shutil.rmtree(settings.BACKUP_DIR)
        status, text = ready(client)
        assert (status, text.splitlines()[5]) == (200, "备份：还没有备份")

    def test_a_database_that_is_away_is_told_without_asking_it_who_asks(self, client, monkeypatch, error_log):
        class Away:
            vendor = "away"

            def cursor(self) -> None:
                raise OperationalError("connection refused")

        monkeypatch.setattr(readiness, "connection", Away())
        assert ready(client, **STRANGER) == (503, "暂时不能使用\n")
        assert ready(client) == (503, "暂时不能使用\n数据库：连不上\n磁盘空间：剩余2.0GB\n")
