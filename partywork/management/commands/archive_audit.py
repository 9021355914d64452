"""manage.py archive_audit: old events of the log into a sealed file, kept and not deleted."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partywork.audit.triggers import KEPT_DAYS
from partywork.auditlog.archiving import ArchiveError, archive_before


class Command(BaseCommand):
    help = f"把某一天以前的操作日志归档成加密文件，再从数据库里移出。最近{KEPT_DAYS}天的不能归档；归档文件要长期保存。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--before", required=True, type=date.fromisoformat, metavar="日期", help="如 2026-01-01")

    def handle(self, *, before: date, **_: Any) -> None:
        at = timezone.localtime()
        try:
            made = archive_before(day=before, today=at.date(), at=at)
        except ArchiveError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"已归档第{made.first}条至第{made.last}条：{made.file}")
        self.stdout.write("文件在上传文件的目录里，随备份一起保存；请运行 verify_audit 核对一遍。")
