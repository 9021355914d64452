"""Putting an install back to what a backup holds."""

import filecmp
import os
import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from partywork.backups.archive import DATABASE, FILES, Contents, private_folder, read_archive, uploaded
from partywork.backups.databases import BackupError, Settings, check_copy, kind_of, put_back
from partywork.backups.making import OURS


def restore(*, archive: Path, database: Settings | None = None, media: Path | None = None) -> Contents:
    """Make database and uploaded files what the backup holds; by default those of this install.

    Everything is read and checked before anything is touched. Files come first and only ever add to what is there
    (their names never repeat), then the database in one step: a failure in between leaves the old state whole.
    Raises BackupError or SealError.
    """
    database = database or connection.settings_dict
    media = media or Path(settings.MEDIA_ROOT)
    with private_folder(Path(settings.VAR_DIR)) as folder:
        contents = read_archive(archive, into=folder)
        _refuse_foreign(contents, database)
        check_copy(database, folder / DATABASE)
        _add_files(folder / FILES, media)
        connection.close()
        put_back(database, folder / DATABASE)
    return contents


def _refuse_foreign(contents: Contents, database: Settings) -> None:
    if contents.kind != kind_of(database):
        raise BackupError(f"这份备份来自 {contents.kind} 数据库，不能恢复到现在的 {kind_of(database)} 数据库。")
    unknown = sorted(set(contents.migrations) - _known_migrations())
    if unknown:
        raise BackupError(f"这份备份来自更新的版本（{unknown[0]}），请先安装那个版本的程序，再恢复。")


def is_older(contents: Contents) -> bool:
    """Whether the backup is of a release before this one, so that its tables must be brought up to date."""
    return bool(_known_migrations() - set(contents.migrations))


def _known_migrations() -> set[str]:
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations if app in OURS and apps.is_installed(app)}


def _add_files(unpacked: Path, media: Path) -> None:
    for path in uploaded(unpacked):
        place = media / path.relative_to(unpacked)
        if place.exists() and filecmp.cmp(path, place, shallow=False):
            continue
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        arriving = place.with_name(f".{place.name}.arriving")
        shutil.copyfile(path, arriving)
        arriving.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(arriving, place)
