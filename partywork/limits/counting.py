"""Counting requests in windows of some minutes, each beginning with a person's first one.

In the database, so that it holds for all processes and machines together: what is counted there writes anyway (an
export and a reveal are events, an upload and a compilation are records). A search only reads, and on SQLite must not
wait for whoever is writing; it is counted in the memory of each process, whose time it is that a flood would take.
"""

import threading
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Value, When

from partywork.limits.models import RequestCount
from partywork.limits.rules import Limit

MOST_REMEMBERED = 10_000  # people and limits in the memory of a process


class Memory:
    """Windows of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[tuple[int, str], tuple[datetime, int]] = {}

    def counted(self, user_id: int, limit: Limit, now: datetime) -> tuple[datetime, int]:
        with self._lock:
            since, count = self._windows.get((user_id, limit.code), (now, 0))
            if is_over(since, limit, now):
                since, count = now, 0
            if len(self._windows) >= MOST_REMEMBERED:
                self._windows.clear()
            self._windows[user_id, limit.code] = (since, count + 1)
            return since, count + 1

    def forget(self) -> None:
        self._windows.clear()


memory = Memory()


def wait_of(user: Any, limit: Limit, now: datetime) -> timedelta | None:
    """Count one request; how long to wait when it is one too many, else None."""
    counted = memory.counted if limit.in_memory else _in_database
    since, count = counted(user.pk, limit, now)
    return since + timedelta(minutes=limit.minutes) - now if count > limit.most else None


def is_over(since: datetime, limit: Limit, now: datetime) -> bool:
    """Also when the clock was set back: nobody waits for a window that begins in the future."""
    return since > now or since <= now - timedelta(minutes=limit.minutes)


def _in_database(user_id: int, limit: Limit, now: datetime) -> tuple[datetime, int]:
    """One UPDATE decides between going on and beginning anew, so two requests at once are two."""
    row = RequestCount.objects.filter(user_id=user_id, limit=limit.code)
    begun = now - timedelta(minutes=limit.minutes)
    going_on = {"since__gt": begun, "since__lte": now}
    changed = row.update(
        count=Case(When(**going_on, then=F("count") + 1), default=Value(1)),
        since=Case(When(**going_on, then=F("since")), default=Value(now)),
    )
    if not changed:
        first = RequestCount(user_id=user_id, limit=limit.code, since=now, count=1)
        RequestCount.objects.bulk_create([first], ignore_conflicts=True)  # another first request may be ahead
    since, count = row.values_list("since", "count").get()
    return since, count
