"""manage.py recovery_sheet: the keys as a page to print and lock away."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partywork.common.keyring import SealError, current_keyring
from partywork.common.recovery import sheet
from partywork.privacy.recovery import note_sheet

NAME = "密钥恢复页.txt"


def write_sheet(path: Path) -> None:
    """For its owner alone. Raises FileExistsError rather than write over an older one."""
    text = sheet(current_keyring(reread=True), written_on=f"{timezone.localtime():%Y-%m-%d %H:%M}")
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="\r\n") as file:  # Notepad on Windows prints it
        file.write(text)
    note_sheet(by=None)


class Command(BaseCommand):
    help = "写出密钥恢复页：打印后封存，密钥文件丢失时照它恢复。屏幕上不显示密钥。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=None, help=f"写到哪个文件，默认密钥文件旁边的 {NAME}")

    def handle(self, *_args: Any, to: Path | None, **_options: Any) -> None:
        path = to or Path(settings.PARTYWORK_KEYS_FILE).with_name(NAME)
        try:
            write_sheet(path)
        except FileExistsError:
            raise CommandError(f"{path} 已经有了。请先打印、删除那一份，或用 --to 写到别处。") from None
        except (OSError, SealError) as error:
            raise CommandError(f"没有写成：{error}") from None
        self.stdout.write(f"已写到 {path}，只有当前用户能读。请打印、封存，然后删除这个文件。")
