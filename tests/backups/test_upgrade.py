"""``manage.py upgrade``: a backup first, then the structure, then the audit chain; the way back is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError

from partywork.backups.archive import read_archive
from partywork.backups.making import applied_migrations
from partywork.management.commands import upgrade
from tests.factories.orgs import make_org

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_places(tmp_path, settings):
    settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "media", tmp_path / "backups"


def test_it_backs_up_migrates_and_verifies(tmp_path):
    make_org()
    call_command("upgrade", stdout=(out := StringIO()))
    [backup] = (tmp_path / "backups").iterdir()
    first, verified, noted, last = out.getvalue().splitlines()
    assert (first, last) == (f"已备份到 {backup}", "升级完成。")
    assert verified.startswith("完整，共")
    assert noted.startswith("另存的链头1处都相符")  # the backup's own, just noted
    assert read_archive(backup).migrations == applied_migrations()


def test_when_it_fails_the_way_back_is_named(tmp_path, monkeypatch):
    def fails(name: str, **_options: object) -> None:
        raise ProgrammingError(name)

    monkeypatch.setattr(upgrade, "call_command", fails)
    with pytest.raises(CommandError) as refused:
        call_command("upgrade", stdout=StringIO())
    [backup] = (tmp_path / "backups").iterdir()
    assert str(refused.value) == (
        f"数据库结构没有更新成（ProgrammingError）。请装回原来的程序，再运行：python manage.py restore {backup}"
    )


def test_without_a_backup_it_does_not_begin(monkeypatch, settings, tmp_path):
    (tmp_path / "backups").write_text("a file where the folder should be")
    with pytest.raises(CommandError, match="备份没有做成，没有升级"):
        call_command("upgrade", stdout=StringIO())
