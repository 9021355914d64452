"""Whether this install can be worked with, part by part, in plain words."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from partywork.backups.making import SUFFIX
from partywork.health.models import WorkerSign
from partywork.health.pending import pending_migrations
from partywork.jobs.enums import JobState
from partywork.jobs.models import Job

LEAST_FREE = 500 * 1024 * 1024  # bytes; an evening's work and the log fit in it
QUIET_AFTER = timedelta(minutes=5)  # workers come round twice a minute
BACKUP_AFTER = timedelta(hours=48)  # one a day, and the PC may have been off over a day


@dataclass(frozen=True)
class Part:
    """``needed``: without it nobody can work, and a load balancer had better ask another node."""

    name: str
    is_well: bool
    said: str
    needed: bool = True


def parts(now: datetime) -> list[Part]:
    """Everything there is to say. Never raises: what cannot be found out is not well."""
    database = _database()
    if not database.is_well:
        return [database, _disk()]
    return [database, _migrations(), _disk(), _worker(now), _backup(now)]


def _database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Part("数据库", False, "连不上")
    return Part("数据库", True, "正常")


_migrated = False


def _migrations() -> Part:
    """Once applied they stay; only a process that found some missing looks again."""
    global _migrated
    if not _migrated:
        missing = len(pending_migrations())
        if missing:
            return Part("数据库结构", False, f"还有{missing}项更新没有执行，请运行 python manage.py upgrade")
        _migrated = True
    return Part("数据库结构", True, "最新")


def _disk() -> Part:
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError:
        return Part("磁盘空间", False, "读不到数据目录")
    said = f"剩余{free / 1024**3:.1f}GB"
    return Part("磁盘空间", free >= LEAST_FREE, said if free >= LEAST_FREE else f"{said}，快满了，请清理磁盘")


def _worker(now: datetime) -> Part:
    """A worker busy with one long job does not come round, but the job bears its signs."""
    recent = now - QUIET_AFTER
    alive = WorkerSign.objects.filter(at__gte=recent).exists()
    busy = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__gte=recent).exists()
    well = alive or busy
    return Part("后台程序", well, "在运行" if well else "没有在运行，提醒、备份和后台任务都停着", needed=False)


def _backup(now: datetime) -> Part:
    try:
        made = [path.stat().st_mtime for path in Path(settings.BACKUP_DIR).glob(f"*{SUFFIX}")]
    except OSError:
        return Part("备份", False, "读不到备份目录", needed=False)
    if not made:
        return Part("备份", False, "还没有备份", needed=False)
    age = now - datetime.fromtimestamp(max(made), tz=now.tzinfo)
    hours = max(0, int(age.total_seconds() // 3600))
    said = f"最近一份在{hours}小时以前"
    return Part("备份", age <= BACKUP_AFTER, said if age <= BACKUP_AFTER else f"{said}，过期了", needed=False)


def round_of(clock: Callable[[], datetime]) -> None:
    """What the worker does every little while: its sign of life."""
    WorkerSign.objects.update_or_create(pk=WorkerSign.THE_ROW, defaults={"at": clock()})
