"""manage.py verify_audit: is the audit chain still what was written?"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from partywork.audit import anchors
from partywork.audit.anchors import Anchor
from partywork.auditlog.verifying import faults, of_backups, walk


class Command(BaseCommand):
    help = "核对审计记录：逐条验证，连同归档和另存的链头，指出第一处被改动、缺失、打乱或截断的地方。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", default="", metavar="序号:校验码", help="以前抄在别处的链头，一并核对")
        parser.add_argument("--backups", action="store_true", help="连同各份备份里的链头一起核对（要把备份读一遍）")

    def handle(self, *_args: Any, anchor: str, backups: bool, **_options: Any) -> None:
        noted = anchors.binding(anchors.read())
        if anchor:
            noted.append(Anchor("以前", "抄下", anchor))
        unread: list[str] = []
        if backups:
            held, unread = of_backups(Path(settings.BACKUP_DIR))
            noted += held
        verdict = walk(noted)
        if not verdict.is_whole:
            self.stderr.write(f"不完整：第{verdict.broken_at}条，{verdict.reason}。此前{verdict.count}条完好。")
            raise SystemExit(1)
        wrong = [*faults(verdict, noted), *unread]
        for said in wrong:
            self.stderr.write(said)
        if wrong:
            raise SystemExit(1)
        self.stdout.write(f"完整，共{verdict.count}条。链头 {verdict.count}:{verdict.mac}")
        if noted:
            self.stdout.write(f"另存的链头{len(noted)}处都相符，最早的是{noted[0].at}。")
