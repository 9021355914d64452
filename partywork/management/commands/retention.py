"""manage.py retention: personal details whose time is over; a dry run unless told to erase."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from partywork.access.scope import Scope
from partywork.imports.staging import KEPT as IMPORTS_KEPT
from partywork.jobs.files import KEPT as JOBS_KEPT
from partywork.privacy.retention import drop_old_sessions, due_in, erase_due


class Command(BaseCommand):
    help = "列出到期该清除的个人信息。只列出，不清除；加 --erase 才清除。记录和人数、次数都保留。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--erase", action="store_true", help="清除列出的内容，不能恢复（备份里的除外）")

    def handle(self, *_args: Any, erase: bool, **_options: Any) -> None:
        today, now = timezone.localdate(), timezone.now()
        for due in due_in(Scope(None, today), today):
            if erase:
                erase_due(due=due, on=today, at=now, by=None)
            self.stdout.write(("已清除 " if erase and due.numbers else "") + due.text)
        if erase:
            self.stdout.write(f"已清除过期的登录会话{drop_old_sessions(now)}个")
        else:
            self.stdout.write("以上没有清除；确认后加 --erase 再运行一次。")
        self.stdout.write(f"自动清除的不用管：没有完成的导入{IMPORTS_KEPT.days}天，后台任务的文件{JOBS_KEPT.days}天。")
