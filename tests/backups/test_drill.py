"""The drill: back up while it runs, lose everything, restore, and find all of it, on either database."""

from datetime import date, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from partywork.access.permissions import Role
from partywork.audit import chain
from partywork.audit.models import AuditEvent
from partywork.backups import making
from partywork.backups.archive import read_archive
from partywork.backups.databases import BackupError
from partywork.backups.making import keep_newest, make_backup, place_in
from partywork.backups.restoring import restore
from partywork.common.keyring import SealError
from partywork.meetings.models import Meeting
from partywork.members.models import Member
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 7, 1, 12, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _own_places(tmp_path, settings):
    settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "media", tmp_path / "backups"
    for name, content in {"attachments/ab/one": b"first", "attachments/cd/two": b"second" * 1000}.items():
        place = settings.MEDIA_ROOT / name
        place.parent.mkdir(parents=True)
        place.write_bytes(content)


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def by(branch):
    user = make_user(branch, Role.SECRETARY)
    make_member(branch, user)
    make_meeting(branch, user, date(2026, 5, 18))
    return user


def rows() -> dict[str, list[object]]:
    """Everything the office holds."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for name in ("partywork", "summaries")
        for model in apps.get_app_config(name).get_models()
    }


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_was_backed_up_is_there_again(by, tmp_path):
    number, before, uploaded = Member.objects.get().id_number, rows(), files(settings.MEDIA_ROOT)
    contents = make_backup(to=tmp_path / "one.backup", at=AT)
    assert (contents.files, contents.made_at) == (2, "2026-07-01T12:30:00+08:00")
    make_meeting(Member.objects.get().org, by, date(2026, 6, 1))
    Meeting.objects.filter(date=date(2026, 5, 18)).delete()
    (settings.MEDIA_ROOT / "attachments/ab/one").unlink()
    (settings.MEDIA_ROOT / "attachments/cd/two").write_bytes(b"spoilt")
    restore(archive=tmp_path / "one.backup")
    assert rows() == before
    assert files(settings.MEDIA_ROOT) == uploaded
    assert (chain.verify().is_whole, chain.bears(contents.audit_end)) == (True, True)
    assert Member.objects.get().id_number == number


def test_by_command_with_what_was_there_kept(by, tmp_path):
    path = tmp_path / "by-command.backup"
    call_command("backup", to=path, stdout=(out := StringIO()))
    assert out.getvalue().startswith(f"已备份到 {path}（上传文件2个，审计链头 ")
    Meeting.objects.all().delete()
    call_command("restore", path, stdout=(said := StringIO()))
    assert Meeting.objects.count() == 1
    [kept] = (tmp_path / "backups").iterdir()
    assert said.getvalue().splitlines()[0] == f"现在的数据已备份到 {kept}"
    assert AuditEvent.objects.latest("sequence").action == "backup.restored"
    call_command("restore", kept, stdout=StringIO())  # and back again
    assert Meeting.objects.count() == 0


def test_a_spoilt_backup_changes_nothing(by, tmp_path):
    path = tmp_path / "spoilt.backup"
    make_backup(to=path, at=AT)
    whole, before = path.read_bytes(), rows()
    path.write_bytes(whole[:-20])
    with pytest.raises(CommandError, match=r"备份文件已损坏.*\n没有恢复，数据没有变动"):
        call_command("restore", path, without_safety_copy=True, stdout=StringIO())
    assert rows() == before


def test_a_backup_of_a_newer_version_is_refused(by, tmp_path, monkeypatch):
    monkeypatch.setattr(making, "applied_migrations", lambda: ["partywork.9999_later"])
    make_backup(to=tmp_path / "newer.backup", at=AT)
    with pytest.raises(BackupError, match="来自更新的版本"):
        restore(archive=tmp_path / "newer.backup")


def test_a_full_disk_leaves_no_half_backup(by, tmp_path, monkeypatch):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("partywork.backups.archive.os.fsync", full)
    with pytest.raises(BackupError, match="请检查磁盘空间"):
        make_backup(to=tmp_path / "place" / "full.backup", at=AT)
    assert list((tmp_path / "place").iterdir()) == []
    assert AuditEvent.objects.filter(action="backup.made").count() == 0


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(BackupError, match="找不到备份文件"):
        read_archive(tmp_path / "nowhere.backup")


def test_another_file_is_no_backup(tmp_path):
    (tmp_path / "other.backup").write_bytes(b"not one of ours")
    with pytest.raises(SealError, match="这不是本系统的备份文件"):
        read_archive(tmp_path / "other.backup")


def test_an_older_backup_is_never_overwritten(tmp_path):
    first = place_in(tmp_path, AT, "before-upgrade")
    first.touch()
    assert place_in(tmp_path, AT, "before-upgrade").name == "partywork-20260701-123000-before-upgrade-1.backup"
    with pytest.raises(BackupError, match="已经有这个文件，没有覆盖"):
        make_backup(to=first, at=AT)


def test_the_newest_are_kept_and_those_before_an_upgrade(tmp_path):
    days = [place_in(tmp_path, AT.replace(day=day)) for day in range(1, 6)]
    others = [place_in(tmp_path, AT, "before-upgrade"), tmp_path / "own.backup"]
    for place in [*days, *others]:
        place.touch()
    assert keep_newest(tmp_path, 2) == days[2::-1]
    assert {path for path in tmp_path.iterdir() if path.is_file()} == {*days[3:], *others}
