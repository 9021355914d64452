"""The day's backup: once, by one worker, from the set hour on; after a failure again with the next hour."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from partywork.backups import daily
from partywork.backups.archive import read_archive
from partywork.backups.databases import BackupError

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _own_places(tmp_path, settings):
    settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "media", tmp_path / "backups"
    settings.BACKUP_HOUR, settings.BACKUPS_KEPT = 12, 2


def clock(later: timedelta = timedelta()) -> daily.Clock:
    return lambda: NOON + later


def backups(tmp_path):
    return sorted(path.name for path in (tmp_path / "backups").glob("*.backup"))


def test_it_comes_once_a_day_from_the_hour_on(tmp_path):
    for minutes in (-1, 0, 1, 300):
        daily.round_of(clock(timedelta(minutes=minutes)))
    assert backups(tmp_path) == ["partywork-20260701-120000.backup"]
    assert read_archive(tmp_path / "backups" / backups(tmp_path)[0]).made_at == NOON.isoformat()


def test_the_newest_days_are_kept(tmp_path):
    for day in range(3):
        daily.round_of(clock(timedelta(days=day)))
    assert backups(tmp_path) == ["partywork-20260702-120000.backup", "partywork-20260703-120000.backup"]


def test_a_failure_is_tried_again_with_the_next_hour(tmp_path, monkeypatch):
    def fails(**_facts: object) -> None:
        raise BackupError("磁盘满了")

    with monkeypatch.context() as broken:
        broken.setattr(daily, "make_backup", fails)
        with pytest.raises(BackupError):
            daily.round_of(clock())
    daily.round_of(clock(timedelta(minutes=59)))
    assert backups(tmp_path) == []
    daily.round_of(clock(timedelta(minutes=60)))
    assert backups(tmp_path) == ["partywork-20260701-130000.backup"]


def test_of_two_workers_one_makes_it(tmp_path):
    folder = tmp_path / "backups"
    assert [daily.claim(folder, NOON), daily.claim(folder, NOON)] == [True, False]
