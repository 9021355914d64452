"""manage.py on the demo's own day, so that the manual's pictures show the same on every day they are made."""

import os
import sys
from contextlib import nullcontext
from datetime import datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import django
import time_machine
from django.core.management import execute_from_command_line

MOMENT = datetime(2026, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # the morning after the demo's last day

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partywork.settings")
    django.setup()
    # The worker beside the server would be a process of today and write today's reminders into the demo.
    alone = patch("partywork.management.commands.serve.WorkerBeside", lambda *_: nullcontext())
    with time_machine.travel(MOMENT, tick=True), alone:
        execute_from_command_line(["manage.py", *sys.argv[1:]])
