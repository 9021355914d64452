"""manage.py backup: an encrypted copy of everything, while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partywork.backups.databases import BackupError
from partywork.backups.making import SUFFIX, keep_newest, make_backup, place_in
from partywork.common.keyring import SealError


class Command(BaseCommand):
    help = (
        "备份数据库和上传的文件：加密成一个文件，写完再从头核对一遍，不用停止服务。"
        "打开备份要用密钥文件，请把它另外保存在别处。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, default=None, help=f"文件（以 {SUFFIX} 结尾）或文件夹；不写时存到 PARTYWORK_BACKUP_DIR"
        )

    def handle(self, *, to: Path | None, **_: Any) -> None:
        at, folder = timezone.localtime(), to or settings.BACKUP_DIR
        is_file = folder.suffix == SUFFIX
        path = folder if is_file else place_in(folder, at)
        try:
            contents = make_backup(to=path, at=at)
        except (BackupError, SealError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"已备份到 {path}（上传文件{contents.files}个，审计链头 {contents.audit_end}）")
        self.stdout.write(f"打开它要用密钥文件，请另外保存：{settings.PARTYWORK_KEYS_FILE}")
        for old in [] if is_file else keep_newest(folder, settings.BACKUPS_KEPT):
            self.stdout.write(f"已清除较早的备份 {old.name}")
