"""manage.py import_records: a filled workbook, checked and, when asked, written whole."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partywork.accounts.models import User
from partywork.imports.actor import manager_of
from partywork.imports.importer import Outcome, import_workbook
from partywork.imports.problems import UnreadableWorkbook, problems_workbook
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org


class Command(BaseCommand):
    help = (
        "检查填好的导入工作簿；加 --commit 才写入，有一处错误就一条也不写入。"
        "登记人是 --by 指定的账号；不指定时，是 --org 的上级管理员账号，它没有就取最近的上级组织的。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="文件.xlsx")
        parser.add_argument("--org", required=True, metavar="编码", help="工作簿里的党组织都须是它或它的下级")
        parser.add_argument("--commit", action="store_true", help="没有错误就写入；不加则只检查")
        parser.add_argument("--report", type=Path, metavar="文件.xlsx", help="把错误另存为工作簿")
        parser.add_argument("--by", default="", metavar="登录名", help="以谁的名义登记")

    def handle(
        self, *_args: Any, file: Path, org: str, commit: bool, report: Path | None, by: str, **_options: Any
    ) -> None:
        today = timezone.localdate()
        root = Organisation.objects.filter(code=org).first()
        if root is None:
            raise CommandError(f"没有编码为“{org}”的党组织。")
        user = self._user(by) if by else manager_of(root, today)
        if user is None:
            raise CommandError(f"“{root}”和它的上级都没有上级管理员账号，请用 --by 指定登记人的登录名。")
        try:
            with file.open("rb") as source:
                outcome = import_workbook(
                    source=source, root=root, scope=scope_of_org(root, today), by=user, today=today, commit=commit
                )
        except OSError as error:
            raise CommandError(f"打不开“{file}”：{error.strerror}。") from error
        except UnreadableWorkbook as error:
            raise CommandError(str(error)) from error
        self._tell(outcome, commit)
        if report is not None and outcome.problems:
            report.write_bytes(problems_workbook(outcome.problems))
            self.stdout.write(f"错误清单：{report}")
        if outcome.problems:
            raise SystemExit(1)

    def _user(self, username: str) -> User:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有登录名为“{username}”的可用账号。")
        return user

    def _tell(self, outcome: Outcome, commit: bool) -> None:
        for problem in outcome.problems:
            self.stdout.write(str(problem))
        for count in outcome.counts:
            self.stdout.write(f"{count.sheet}：新增{count.added}条，已存在{count.existing}条，错误{count.wrong}条")
        if outcome.problems:
            self.stdout.write(f"共{len(outcome.problems)}处错误，没有写入任何内容。")
        elif not commit:
            self.stdout.write("检查通过，还没有写入。确认无误后请加 --commit 再运行一次。")
        elif outcome.added:
            self.stdout.write(f"已导入，共新增{outcome.added}条。")
        else:
            self.stdout.write("全部已存在，没有新增。")
