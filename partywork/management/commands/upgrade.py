"""manage.py upgrade: after new code was put in place."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from partywork.backups.databases import BackupError
from partywork.backups.making import applied_migrations, make_backup, place_in
from partywork.common.keyring import SealError


class Command(BaseCommand):
    help = "换上新版程序之后运行：先备份，再更新数据库结构，最后核对审计记录。出错时用备份恢复，不倒退结构。"
    requires_migrations_checks = False

    def handle(self, **_: Any) -> None:
        at = timezone.localtime()
        way_back = ""
        if applied_migrations():
            backup = place_in(settings.BACKUP_DIR, at, "before-upgrade")
            try:
                make_backup(to=backup, at=at)
            except (BackupError, SealError) as error:
                raise CommandError(f"备份没有做成，没有升级：{error}") from None
            self.stdout.write(f"已备份到 {backup}")
            way_back = f"请装回原来的程序，再运行：python manage.py restore {backup}"
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            raise CommandError(f"数据库结构没有更新成（{type(error).__name__}）。{way_back}") from error
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # new indexes are chosen only once the database knows what lies in them
        call_command("verify_audit", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("升级完成。")
