"""manage.py recover_keys: the key file again, from what was typed off the recovery sheet."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partywork.common.keyring import SealError, current_keyring
from partywork.common.recovery import fingerprint, read_sheet
from partywork.privacy.recovery import fits


class Command(BaseCommand):
    help = "照密钥恢复页恢复密钥文件。已有密钥文件时不覆盖：先把它移到别处。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="录入了恢复页各行的文本文件")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        path = Path(settings.PARTYWORK_KEYS_FILE)
        if path.exists():
            raise CommandError(f"已有密钥文件 {path}。确实要换的，请先把它改名或移到别处保存，再运行一次。")
        try:
            ring = read_sheet(file.read_text("utf-8-sig"))
            ring.save_new(path)
            current_keyring(reread=True)
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"读不了文件 {file}，请存成 UTF-8 文本文件。") from None
        except SealError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"已恢复{len(ring.keys)}把加密密钥到 {path}，现用密钥指纹 {fingerprint(ring.keys[ring.current])}。"
        )
        match fits():
            case True:
                self.stdout.write("与数据库相符。录入用的文件请彻底删除。")
            case False:
                raise CommandError("密钥已写好，但与现在的数据库不相符：可能是别的单位或更早的恢复页。")
            case None:
                self.stdout.write("数据库里还没有记录，恢复备份后再核对。录入用的文件请彻底删除。")
