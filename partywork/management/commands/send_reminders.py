"""``manage.py send_reminders``: the daily round by hand, or for a day that is named. ``serve`` does it by itself."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from partywork.reminders.models import ReminderMessage
from partywork.reminders.sending import give_up_before, prepare, send_due


class Command(BaseCommand):
    help = "生成并发出一天的提醒（serve 每天自动做；同一天再执行不会重复）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="哪一天，如 2026-05-12，默认今天")

    def handle(self, *, on: date | None, **_: object) -> None:
        on = on or timezone.localdate()
        now = timezone.now()
        is_first = prepare(on, now)
        give_up_before(on, now)
        sent: list[ReminderMessage] = []
        while more := send_due(on, timezone.now):
            sent += more
        self.stdout.write(f"{on}的提醒{'已生成' if is_first else '早已生成'}，这次发送{len(sent)}条。")
        for message in sent:
            self.stdout.write(f"{message.target}：{message.get_state_display()} {message.result}".rstrip())
