"""manage.py regain_access: for whoever keeps the server, when nobody is left who could help in the browser."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partywork.accounts import guard
from partywork.accounts.actions import reset_password
from partywork.accounts.models import User
from partywork.accounts.passwords import initial_password
from partywork.accounts.second_factor import reset_second_factor


class Command(BaseCommand):
    help = "在服务器上帮人重新登录：解除锁定、重设密码、重设双因素登录。平时请在网页的“账号”里办；每一步都记入审计。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", help="登录名")
        parser.add_argument("--unlock", action="store_true", help="解除这个账号的登录锁定")
        parser.add_argument("--password", action="store_true", help="重设密码，打印一次新的初始密码")
        parser.add_argument("--second-factor", action="store_true", help="重设双因素登录，手机和恢复码都没有时用")
        parser.add_argument("--address", help="解除这个来访地址的登录锁定，各账号都算")

    def handle(self, *_args: Any, **asked: Any) -> None:
        if asked["address"]:
            count = guard.unlock_address(address=asked["address"], by=None)
            self.stdout.write(f"这个地址可以再登录了，清掉{count}条失败记录。")
        if asked["username"]:
            user = User.objects.filter(username=asked["username"]).first()
            if user is None:
                raise CommandError("没有这个登录名。")
            self._help(user, asked)
        elif not asked["address"]:
            raise CommandError("请用 --username 或 --address 说明帮谁。")

    def _help(self, user: User, asked: dict[str, Any]) -> None:
        if not (asked["unlock"] or asked["password"] or asked["second_factor"]):
            raise CommandError("请说明做什么：--unlock、--password 或 --second-factor。")
        if asked["unlock"]:
            guard.unlock(user=user, by=None)
            self.stdout.write("已解除锁定。")
        if asked["second_factor"]:
            reset_second_factor(user=user, by=None)
            self.stdout.write("已重设双因素登录，下次凭密码登录后重新绑定手机。")
        if asked["password"]:
            password = initial_password()
            reset_password(user=user, password=password, on=timezone.localdate(), by=None)
            self.stdout.write(f"初始密码：{password}")
            self.stdout.write("密码只显示这一次，登录时必须修改。")
