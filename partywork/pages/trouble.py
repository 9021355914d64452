"""What is nobody's fault on the page: the database is busy or away, the disk is full. Said in plain words, as 503.

Nothing of such a request was kept: its transaction was undone.
"""

import errno
import logging
from enum import Enum

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_SECONDS = 60
SAID_BY_SQLITE = {
    "database is locked": "BUSY",
    "database table is locked": "BUSY",
    "database or disk is full": "FULL",
    "unable to open database file": "AWAY",
}
# lock_timeout, deadlock_detected; disk_full; too_many_connections, shutdown, crash, starting up.
SAID_BY_POSTGRESQL = {
    "55P03": "BUSY", "40P01": "BUSY", "53100": "FULL", "53300": "AWAY", "57P01": "AWAY", "57P02": "AWAY",
    "57P03": "AWAY",
}  # fmt: skip
LOST_CONNECTION = "08"  # the class of all connection exceptions
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_log = logging.getLogger(__name__)


class Trouble(Enum):
    """The value is (title, what to do)."""

    BUSY = (
        "正忙，请稍等",
        "现在有大批数据正在写入，这次没有保存。请返回上一页，填过的内容一般都还在，过一两分钟再点一次。",
    )
    AWAY = (
        "数据库暂时连不上",
        "这次没有保存。请返回上一页，填过的内容一般都还在，过几分钟再点一次；一直这样，请告诉系统管理员查看数据库。",
    )
    FULL = (
        "服务器的磁盘满了",
        "这次没有保存，以前的记录都在。请返回上一页，不要关闭，并告诉系统管理员清理磁盘；清理后再点一次就可以。",
    )


def trouble_of(error: BaseException | None) -> Trouble | None:
    """None for a fault of the program."""
    if isinstance(error, OSError):
        return Trouble.FULL if error.errno in NO_SPACE else None
    if not isinstance(error, (OperationalError, InterfaceError)):
        return None
    state = getattr(error.__cause__, "sqlstate", "")
    if state == "":
        found = SAID_BY_SQLITE.get(str(error))
    elif state is None or state.startswith(LOST_CONNECTION):  # never reached it, or cut off
        found = "AWAY"
    else:
        found = SAID_BY_POSTGRESQL.get(state)
    return Trouble[found] if found else None


def page_of(trouble: Trouble, request: HttpRequest) -> HttpResponse:
    """Drawn without the request, whose user and menu may be what cannot be read now."""
    level = logging.WARNING if trouble is Trouble.BUSY else logging.ERROR
    _log.log(level, "the database or disk is %s: %s %s", trouble.name.lower(), request.method, request.path)
    title, said = trouble.value
    answer = HttpResponse(render_to_string("503.html", {"title": title, "said": said}), status=503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer
