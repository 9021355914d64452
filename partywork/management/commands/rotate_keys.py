"""manage.py rotate_keys: a new key for personal values, while people work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partywork.common.keyring import SealError
from partywork.privacy.rotation import rotate


class Command(BaseCommand):
    help = (
        "更换加密个人信息的密钥：换上新密钥，把已有内容逐批重新加密，不用停止服务；中途停下，再运行一次接着做。"
        "旧密钥留在密钥文件里，只作停用标记，以前的备份照样打得开。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--index", action="store_true", help="同时更换按证件号码、手机号码查找用的检索密钥")

    def handle(self, *_args: Any, index: bool, **_options: Any) -> None:
        try:
            done = rotate(today=timezone.localdate(), index=index, say=self.stdout.write)
        except SealError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"现用密钥 {done.key_id}；重新加密{done.sealed}条，重建检索{done.indexed}条。")
        if done.retired:
            self.stdout.write(f"已停用旧密钥 {'、'.join(done.retired)}：数据里已经没有用它加密的内容。")
        for key_id, count in done.still_used.items():
            self.stdout.write(f"旧密钥 {key_id} 还有{count}处在用（多半是待确认的导入），过几天再运行一次即可停用。")
        self.stdout.write("请运行 python manage.py recovery_sheet 重新打印密钥恢复页，销毁旧页。")
