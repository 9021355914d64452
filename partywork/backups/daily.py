"""The day's backup, made by whichever worker comes first; a computer that was off at the hour catches up that day."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from partywork.backups.making import SUFFIX, keep_newest, make_backup, place_in

Clock = Callable[[], datetime]


def round_of(clock: Clock) -> None:
    """What the worker does every little while: nothing before the set hour, nor once the day has its backup.

    Raises BackupError or SealError when an attempt fails; the next one comes with the next hour.
    """
    now = timezone.localtime(clock())
    folder = Path(settings.BACKUP_DIR)
    if now.hour < settings.BACKUP_HOUR or is_made(folder, now) or not claim(folder, now):
        return
    make_backup(to=place_in(folder, now), at=now)
    keep_newest(folder, settings.BACKUPS_KEPT)


def is_made(folder: Path, now: datetime) -> bool:
    return any(folder.glob(f"partywork-{now:%Y%m%d}-??????{SUFFIX}"))


def claim(folder: Path, now: datetime) -> bool:
    """Whether this hour's attempt is this worker's: only one can make the file that stands for it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    attempt = folder / f".attempt-{now:%Y%m%d-%H}"
    try:
        os.close(os.open(attempt, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    for older in folder.glob(".attempt-*"):
        if older != attempt:
            older.unlink(missing_ok=True)
    return True
