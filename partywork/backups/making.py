"""Making a backup of this install, noting it in the audit chain, and keeping the newest ones."""

from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from partywork.audit import anchors, chain
from partywork.audit.recorder import action, record_event
from partywork.backups.archive import Contents, write_archive

SUFFIX = ".backup"
OURS = ("partywork", "summaries")


def make_backup(*, to: Path, at: datetime) -> Contents:
    """Write an encrypted copy of database and uploaded files, read it back, and note it. Raises BackupError, SealError.

    The end of the audit chain stands in it: a copy kept elsewhere shows whether the chain was cut since.
    """
    contents = write_archive(
        to=to,
        database=connection.settings_dict,
        media=Path(settings.MEDIA_ROOT),
        at=at,
        migrations=applied_migrations(),
        audit_end=chain.anchor(),
    )
    note(what="backup.made", summary=f"备份到{to.name}，含上传文件{contents.files}个", by=None)
    anchors.note(why=anchors.BACKUP, at=at)
    return contents


def place_in(folder: Path, at: datetime, why: str = "") -> Path:
    """A free file name that sorts by time; ``why`` tells a copy made before an upgrade from a daily one."""
    name = f"partywork-{at:%Y%m%d-%H%M%S}{'-' + why if why else ''}"
    places = (folder / f"{name}{'-' + str(number) if number else ''}{SUFFIX}" for number in count())
    return next(place for place in places if not place.exists())


def keep_newest(folder: Path, most: int) -> list[Path]:
    """Remove daily backups beyond the newest ``most`` and give them; those before an upgrade or a restore stay."""
    daily = sorted(folder.glob(f"partywork-????????-??????{SUFFIX}"), reverse=True)
    for old in daily[most:]:
        old.unlink()
    return daily[most:]


def applied_migrations() -> list[str]:
    """The migrations of this product that the database has, as "app.name", sorted."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in OURS)


@action
def note(*, what: str, summary: str, by: Any) -> None:
    """Put a backup or a restore into the audit chain."""
    record_event(by=by, action=what, subject=None, summary=summary)
