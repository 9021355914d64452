"""manage.py export_templates: the blank workbook for import_records."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partywork.imports.sheets import TEMPLATE_NAME, importable
from partywork.imports.workbook import template_workbook


class Command(BaseCommand):
    help = "生成空白的导入模板：每种记录一张工作表，另有填写说明。打印文件路径。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, type=Path, metavar="目录", help="模板放在哪个目录，没有就新建")

    def handle(self, *_args: Any, to: Path, **_options: Any) -> None:
        path = to / TEMPLATE_NAME
        try:
            to.mkdir(parents=True, exist_ok=True)
            path.write_bytes(template_workbook(importable()))
        except OSError as error:
            raise CommandError(f"不能写入“{path}”：{error.strerror}。请换一个目录。") from error
        self.stdout.write(str(path))
