"""Files that a killed process left: found after a day, deleted only when told to, on record."""

import os
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from partywork.attachments.actions import remove
from partywork.attachments.models import Attachment
from partywork.attachments.sweeping import left_behind, sweep
from partywork.audit.models import AuditEvent
from tests.factories.files import PDF, make_attachment
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import make_item

pytestmark = pytest.mark.django_db
DAY, NOW = date(2026, 3, 10), datetime(2020, 7, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def files(settings, tmp_path) -> dict[str, str]:
    """The stored files: one whose record is kept, one whose process was killed before the commit, one killed after
    its removal was committed; all an hour more than a day old."""
    settings.MEDIA_ROOT = tmp_path / "media"
    by = make_user(make_org())
    item = make_item(by.appointments.get().org, by, DAY)
    kept = make_attachment(item, by, "甲.pdf")
    with transaction.atomic():
        killed = make_attachment(item, by, "乙.pdf", PDF + b"1")
        transaction.set_rollback(True)
    removed = make_attachment(item, by, "丙.pdf", PDF + b"2")
    remove(attachment=removed, reason="传错了", by=by, today=DAY)  # what a commit would wipe stays in a test
    stored = {"kept": kept, "killed": killed, "removed": removed}
    names = {each: str(attachment.file.name) for each, attachment in stored.items()}
    for name in names.values():
        age(settings.MEDIA_ROOT / name, timedelta(hours=25))
    assert Attachment.objects.count() == 2
    return names


def age(path: Path, by: timedelta) -> None:
    at = (NOW - by).timestamp()
    os.utime(path, (at, at))


def names_left(now: datetime = NOW) -> list[str]:
    return [each.name for each in left_behind(now)]


def test_only_what_no_record_leads_to_is_found(files):
    assert names_left() == sorted([files["killed"], files["removed"]])


def test_what_is_younger_than_a_day_is_left_alone(files, settings):
    age(settings.MEDIA_ROOT / files["killed"], timedelta(hours=23, minutes=59))
    assert names_left() == [files["removed"]]


def test_a_sweep_deletes_them_and_says_so(files, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert len(sweep(now=NOW, by=None)) == 2
    there = {each: (settings.MEDIA_ROOT / name).exists() for each, name in files.items()}
    assert there == {"kept": True, "killed": False, "removed": False}
    said = AuditEvent.objects.filter(action="attachment.sweep").values_list("summary", flat=True)
    assert list(said) == ["清理没有记录的佐证材料文件2个"]
    assert sweep(now=NOW, by=None) == []
    assert len(said.all()) == 1


def test_the_command_lists_and_deletes_only_when_told(files, settings):
    def told(*arguments: str) -> list[str]:
        out = StringIO()
        call_command("sweep_files", *arguments, stdout=out)
        return out.getvalue().splitlines()

    with transaction.atomic():
        assert told()[-1] == "没有记录的文件2个，共1KB，都没有删除；确认后加 --delete 再运行一次。"
        assert names_left() == sorted([files["killed"], files["removed"]])
        assert told("--delete")[-1] == "已删除没有记录的文件2个，共1KB。"
    (settings.MEDIA_ROOT / "attachments").rename(settings.MEDIA_ROOT / "elsewhere")
    assert told() == ["没有留下来的文件。"]
