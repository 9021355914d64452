"""manage.py restore: back to what a backup holds."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partywork.accounts.sessions import end_all
from partywork.audit import anchors, chain
from partywork.backups.databases import BackupError
from partywork.backups.making import applied_migrations, make_backup, note, place_in
from partywork.backups.restoring import is_older, restore
from partywork.common.keyring import SealError


class Command(BaseCommand):
    help = "恢复到备份时的样子。请先停止服务；现在的数据会先自动备份一份，恢复错了可以再恢复回来。"
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="备份文件")
        parser.add_argument(
            "--without-safety-copy", action="store_true", help="不备份现在的数据（数据库已经坏了、备份不成时用）"
        )

    def handle(self, *, archive: Path, without_safety_copy: bool, **_: Any) -> None:
        at = timezone.localtime()
        try:
            if not without_safety_copy and applied_migrations():
                safety = place_in(settings.BACKUP_DIR, at, "before-restore")
                make_backup(to=safety, at=at)
                self.stdout.write(f"现在的数据已备份到 {safety}")
            contents = restore(archive=archive)
        except (BackupError, SealError) as error:
            raise CommandError(f"{error}\n没有恢复，数据没有变动。") from None
        self.stdout.write(f"已恢复到 {contents.made_at} 的样子（上传文件{contents.files}个）")
        end_all()
        if is_older(contents):
            self.stdout.write("这份备份来自较早的版本，请接着运行：python manage.py upgrade（审计记录由它核对）")
            return
        self._check(contents.audit_end, archive.name, at)

    def _check(self, audit_end: str, name: str, at: datetime) -> None:
        if not chain.verify().is_whole or not chain.bears(audit_end):
            raise CommandError(f"审计记录和备份时不一致（备份时的链头 {audit_end}），请运行 verify_audit 核对。")
        anchors.note(why=anchors.RESTORED, at=at)  # what was noted beyond this end holds no more
        note(what="backup.restored", summary=f"由备份{name}恢复", by=None)
        self.stdout.write("审计记录完整。")
