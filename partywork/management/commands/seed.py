"""manage.py seed: demo data, all of it invented."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partywork.demo.accounts import as_lines
from partywork.demo.county.seed import seed_large
from partywork.demo.county.sizes import LARGE
from partywork.demo.guests import invite
from partywork.demo.seed import SCALES, seed

HINT = "请用 --scale branch、street、county 或 city。"
FIRST_YEAR, LAST_YEAR = 2019, 2100
MOST_YEARS = 20


class Command(BaseCommand):
    help = "在空的数据库里生成虚构的演示数据，最后打印可以登录的账号。同样的编号和年份生成同样的数据（密码除外）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale",
            default="street",
            metavar="branch|street|county|city",
            help="branch：一个支部；street：街道和十二个支部；county：5600个党组织；city：十个县，用 PostgreSQL",
        )
        parser.add_argument("--years", type=int, default=1, metavar="年数", help="county、city 有几年的记录，1至20")
        parser.add_argument("--random-seed", type=int, default=1, metavar="编号", help="换一个编号，数据随之不同")
        parser.add_argument("--year", type=int, default=2026, metavar="年份", help="上半年记录齐全的那一年")

    def handle(
        self, *_args: Any, scale: str, random_seed: int, year: int, years: int, **_options: Any
    ) -> None:  # fmt: skip
        if scale not in (*SCALES, *LARGE):
            raise CommandError(f"没有“{scale}”这种规模，{HINT}")
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise CommandError(f"年份请在{FIRST_YEAR}至{LAST_YEAR}之间。")
        if not 1 <= years <= MOST_YEARS or (years > 1 and scale not in LARGE):
            raise CommandError(f"--years 只用于 county 和 city，请在1至{MOST_YEARS}之间。")
        try:
            if scale in LARGE:
                logins = seed_large(size=LARGE[scale], number=random_seed, year=year, years=years, by=None)
            else:
                logins = seed(scale=scale, number=random_seed, year=year, by=None)
                logins += invite(today=timezone.localdate(), by=None)
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from error
        for line in as_lines(logins):
            self.stdout.write(line)
