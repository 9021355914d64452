"""manage.py create_office: the first organisation of an office and the account that manages it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.accounts import three_admins
from partywork.accounts.actions import appoint, open_account
from partywork.accounts.models import User
from partywork.accounts.passwords import initial_password
from partywork.audit.recorder import action
from partywork.management.commands.recovery_sheet import NAME, write_sheet
from partywork.orgs.actions import found_organisation
from partywork.orgs.enums import BRANCH_KINDS, OrgKind, Sector
from partywork.orgs.models import Organisation, Profile

KINDS = {str(kind.label): kind for kind in OrgKind}
SECTORS = {str(sector.label): sector for sector in Sector}


def as_day(text: str) -> date:
    """A day written as 2018-05-10."""
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = (
        "建立本单位的第一个党组织和它的管理员账号，打印一次初始密码。装好系统、运行 migrate 之后做一次；"
        "下级党组织、其他账号登录后在网页上建，或用导入工作簿。只有一个支部的单位，账号同时是支部书记。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="党组织全称")
        parser.add_argument("--short-name", required=True, help="简称")
        parser.add_argument("--code", required=True, help="编码，本系统内唯一")
        parser.add_argument("--kind", choices=KINDS, default=str(OrgKind.COMMITTEE.label), help="组织类别，默认党委")
        parser.add_argument("--sector", choices=SECTORS, default=str(Sector.OTHER.label), help="领域，默认其他")
        parser.add_argument("--founded-on", required=True, type=as_day, metavar="2018-05-10", help="成立日期")
        parser.add_argument("--username", required=True, help="管理员的登录名")
        parser.add_argument("--full-name", required=True, help="管理员的姓名")

    def handle(self, *_args: Any, **options: Any) -> None:
        today, password = timezone.localdate(), initial_password()
        if options["founded_on"] > today:
            raise CommandError("成立日期在今天之后，请核对。")
        try:
            org, user = create_office(options=options, password=password, today=today, by=None)
        except ValidationError as error:
            raise CommandError("没有建立：" + " ".join(error.messages)) from None
        self.stdout.write(f"已建立“{org.name}”（编码 {org.code}）。")
        self.stdout.write(f"登录名：{user.username}")
        self.stdout.write(f"初始密码：{password}")
        self.stdout.write("密码只显示这一次，第一次登录时必须修改。")
        sheet = Path(settings.PARTYWORK_KEYS_FILE).with_name(NAME)
        if not sheet.exists():
            write_sheet(sheet)
        self.stdout.write(f"密钥恢复页写在 {sheet}：请打印、封存，然后删除这个文件。")
        if three_admins.is_on():
            self.stdout.write("已启用三员分设，这个账号不能管账号和任职：请用 create_three_admins 建立三员的账号。")
        else:
            self.stdout.write(f"没有启用三员分设：{three_admins.GIVEN_UP}")


@action
def create_office(*, options: dict[str, Any], password: str, today: date, by: None) -> tuple[Organisation, User]:
    """Both or neither. The manager of a single branch also does its work."""
    kind = KINDS[options["kind"]]
    facts = {name: options[name] for name in ("name", "short_name", "code", "founded_on")}
    org = found_organisation(
        org=Organisation(kind=kind, **facts), parent=None, profile=Profile(sector=SECTORS[options["sector"]]), by=by
    )
    names = {name: options[name] for name in ("username", "full_name")}
    user = open_account(**names, password=password, org=org, role=Role.MANAGER, since=today, by=by)
    if kind in BRANCH_KINDS:
        appoint(user=user, org=org, role=Role.SECRETARY, since=today, by=by)
    return org, user
