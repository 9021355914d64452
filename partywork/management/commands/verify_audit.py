"""manage.py verify_audit: is the audit chain still what was written?"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from partywork.audit import chain, triggers
from partywork.audit.beside import first_fault


class Command(BaseCommand):
    help = "核对审计记录：逐条验证，指出第一处被改动、缺失、打乱或截断的地方。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", default="", metavar="序号:校验码", help="以前另行保存的链头，一并核对")

    def handle(self, *_args: Any, anchor: str, **_options: Any) -> None:
        verdict = chain.verify()
        if not verdict.is_whole:
            self.stderr.write(f"不完整：第{verdict.broken_at}条，{verdict.reason}。此前{verdict.count}条完好。")
            raise SystemExit(1)
        if anchor and not chain.bears(anchor):
            self.stderr.write(f"不完整：与另行保存的链头 {anchor} 不符，记录可能被整体替换。")
            raise SystemExit(1)
        if (fault := first_fault()) is not None:
            self.stderr.write(f"链完整，但第{fault}条另存的详情被改动或缺失。")
            raise SystemExit(1)
        if settings.AUDIT_IS_APPEND_ONLY and triggers.missing():
            self.stderr.write("记录完整，但数据库里防改动的触发器不在了，请运行 python manage.py migrate 重新装上。")
            raise SystemExit(1)
        self.stdout.write(f"完整，共{verdict.count}条。链头 {verdict.count}:{verdict.mac}")
