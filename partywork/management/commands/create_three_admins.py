"""manage.py create_three_admins: the accounts of 三员, before PARTYWORK_THREE_ADMINS=on separates them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partywork.access.permissions import THREE_ADMINS, Role
from partywork.accounts import three_admins
from partywork.accounts.actions import open_account
from partywork.accounts.passwords import initial_password
from partywork.audit.recorder import action
from partywork.orgs.models import Organisation

OPTIONS = {"system": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "auditor": Role.AUDITOR}
assert set(OPTIONS.values()) == THREE_ADMINS


class Command(BaseCommand):
    help = (
        "为系统管理员、安全保密管理员、审计管理员各建一个账号，打印一次初始密码。做完以后设置 "
        "PARTYWORK_THREE_ADMINS=on 并重新启动，账号和任职就由三员管，别的人不再能管。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", required=True, help="三员任职的党组织的编码，一般是最上级")
        for option, role in OPTIONS.items():
            parser.add_argument(f"--{option}", required=True, nargs=2, metavar=("登录名", "姓名"), help=role.label)

    def handle(self, *_args: Any, **options: Any) -> None:
        today = timezone.localdate()
        org = Organisation.objects.filter(code=options["org"]).first()
        if org is None:
            raise CommandError(f"没有编码为 {options['org']} 的党组织。")
        people = {role: (*options[option], initial_password()) for option, role in OPTIONS.items()}
        try:
            create_three_admins(org=org, people=people, today=today, by=None)
        except ValidationError as error:
            raise CommandError("没有建立：" + " ".join(error.messages)) from None
        for role, (username, full_name, password) in people.items():
            self.stdout.write(f"{role.label}{full_name}：登录名 {username}，初始密码 {password}")
        self.stdout.write("密码只显示这一次，请分别交给三个人，第一次登录时必须修改。")
        for posts in three_admins.violators(today).values():
            self.stdout.write(f"启用前请先分开：{three_admins.told(posts)}。")
        if not three_admins.is_on():
            self.stdout.write("现在设置 PARTYWORK_THREE_ADMINS=on 并重新启动，三员分设就生效。")


@action
def create_three_admins(*, org: Organisation, people: dict[Role, tuple[str, str, str]], today: date, by: None) -> None:
    """All three or none."""
    for role, (username, full_name, password) in people.items():
        open_account(username=username, full_name=full_name, password=password, org=org, role=role, since=today, by=by)
