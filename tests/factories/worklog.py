"""Everyday work."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from partywork.worklog.actions import Lines, log_work
from partywork.worklog.enums import WorkKind
from partywork.worklog.models import WorkLog

TODAY = date(2026, 7, 1)


def make_work(
    org: Organisation,
    by: User,
    day: date,
    kind: WorkKind = WorkKind.VOLUNTEERING,
    *,
    lines: Lines | None = None,
    **extra: Any,
) -> WorkLog:
    work = WorkLog(org=org, date=day, kind=kind, **{"title": "清理楼道堆物", "people": 8, **extra})
    return log_work(work=work, lines=lines or Lines(), by=by, today=TODAY, confirmed=True)
