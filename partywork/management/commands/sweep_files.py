"""manage.py sweep_files: evidence files that no record has; a dry run unless told to delete."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from partywork.attachments.actions import size_text
from partywork.attachments.sweeping import left_behind, sweep


class Command(BaseCommand):
    help = (
        "列出没有任何记录的佐证材料文件：上传或移除时断电、程序被结束会留下。"
        "只列出一天以前的，不删除；加 --delete 才删除，并记入操作日志。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="删除列出的文件，不能恢复（备份里的除外）")

    def handle(self, *_args: Any, delete: bool, **_options: Any) -> None:
        now = timezone.now()
        found = sweep(now=now, by=None) if delete else left_behind(now)
        for each in found:
            stored = timezone.localtime(each.stored_at)
            self.stdout.write(f"{each.name}　{size_text(each.size)}　{stored:%Y-%m-%d %H:%M}")
        told = f"没有记录的文件{len(found)}个，共{size_text(sum(each.size for each in found))}"
        if not found:
            self.stdout.write("没有留下来的文件。")
        elif delete:
            self.stdout.write(f"已删除{told}。")
        else:
            self.stdout.write(f"{told}，都没有删除；确认后加 --delete 再运行一次。")
