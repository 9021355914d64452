"""manage.py export_summary: a report straight from the records, as files."""

from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from partywork.common.periods import parse_period
from partywork.measures.reading import consistent_read
from partywork.orgs.models import Organisation
from summaries.checks import errors
from summaries.exports import FORMATS
from summaries.facts import Order, default_data_date
from summaries.outlines.library import STANDARD
from summaries.outlines.shelf import outline_for
from summaries.reports.desk import draft_of


class Command(BaseCommand):
    help = (
        "按登记的记录编制工作总结并写成文件，每行打印一个文件的路径。写出的是送审稿："
        "问题和安排是按记录拟出的，采用不带数字的写法，定稿前须在网页上逐条确认。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", required=True, metavar="编码", help="党组织的编码，包含它的全部下级")
        parser.add_argument("--period", required=True, metavar="期间", help="如 2026H1、2026Q2、2026-05、2026")
        parser.add_argument("--outline", default=STANDARD, metavar="体例", help=f"默认 {STANDARD}")
        parser.add_argument("--format", default="docx,xlsx", metavar="格式", help="用逗号隔开：" + "、".join(FORMATS))
        parser.add_argument("--data-date", default="", metavar="日期", help="数据截至，默认今天与期末中较早的一天")
        parser.add_argument("--to", required=True, metavar="目录", help="写到哪个目录，没有就新建")
        parser.add_argument("--draft", action="store_true", help="检查没有通过也写出来")

    @consistent_read()
    def handle(self, *_args: Any, **options: Any) -> None:
        formats = self.formats(options["format"])
        report, checks = draft_of(self.order(options))
        wrong = errors(checks)
        for message in wrong:
            self.stderr.write(f"检查：{message}")
        if wrong and not options["draft"]:
            self.refuse("检查没有通过，没有写出文件。确实要先看稿子，请加 --draft。")
        folder = Path(options["to"])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in formats:
                path = folder / f"{report.filename}.{name}"
                path.write_bytes(FORMATS[name].render(report))
                self.stdout.write(str(path))
        except OSError as error:
            self.refuse(f"写不到“{folder}”：{error.strerror}。")

    def order(self, options: dict[str, Any]) -> Order:
        today = timezone.localdate()
        org = Organisation.objects.filter(code=options["org"]).first()
        if org is None:
            self.refuse(f"没有编码为“{options['org']}”的党组织，请核对编码。")
        try:
            period = parse_period(options["period"])
            outline_for(options["outline"])
            day = options["data_date"]
            data_date = self.day(day) if day else default_data_date(period, today)
        except (ValueError, KeyError) as error:
            self.refuse(str(error.args[0]))
        if data_date > today:
            self.refuse("数据截至日期不能晚于今天。")
        return Order(org, period, data_date, options["outline"], today)

    def day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"认不出日期“{text}”，请写成 2026-06-20 的样子。") from None

    def formats(self, text: str) -> list[str]:
        wanted = [name.strip().lower() for name in text.split(",") if name.strip()]
        unknown = [name for name in wanted if name not in FORMATS]
        if unknown or not wanted:
            self.refuse(f"没有“{'、'.join(unknown)}”这种格式，可以用：{'、'.join(FORMATS)}。")
        return list(dict.fromkeys(wanted))

    def refuse(self, message: str) -> NoReturn:
        self.stderr.write(message)
        raise SystemExit(1)
