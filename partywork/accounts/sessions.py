"""Sessions kept in the database with whose they are, so that people see where they are signed in and can end it.

Named by settings.SESSION_ENGINE. How long a session lasts is its row's expire_date, by which Django finds it: idle and
absolute time cost no query of their own. Being used moves that date at most once a minute, since it is a write.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import OperationalError, connection
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone
from django.utils.timezone import localtime

from partywork.accounts.models import OpenSession, User
from partywork.common.crypto import blind_index
from partywork.common.prepared import Given, Prepared

BETWEEN_MARKS = timedelta(minutes=1)
SHORT_WAIT = 100  # ms that a page waits for SQLite's write lock to note that it was asked for
BEGAN, ADDRESS, BROWSER = "began", "address", "browser"
OWNER = "_auth_user_id"  # django.contrib.auth.SESSION_KEY, written by login()
_log = logging.getLogger(__name__)


class SessionStore(DatabaseSessions):
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        return OpenSession

    def _get_session_from_db(self) -> Any:
        """As Django does it, which builds the query anew for every page."""
        row = next(iter(_lasting(key=self.session_key, now=timezone.now())), None)
        if row is None:
            self._session_key = None
        self.seen_at = row.seen_at if row else None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        """The row as it is saved: a save is a sign of life too."""
        self.seen_at = timezone.now()
        return OpenSession(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=_end_of(data, self.seen_at),
            user_id=data.get(OWNER),
            seen_at=self.seen_at,
        )

    def begin(self, *, address: str, browser: str, at: datetime) -> None:
        """What the list of sessions says about this one; called once the user is known."""
        self[BEGAN], self[ADDRESS], self[BROWSER] = int(at.timestamp()), address, browser

    def mark_used(self, at: datetime) -> None:
        """Note that the session is in use. A page does not wait long for that; the next one tries again."""
        if self.seen_at is None or at - self.seen_at < BETWEEN_MARKS:
            return
        until = _end_of(self._session, at)  # type: ignore[attr-defined]
        row = OpenSession.objects.filter(session_key=self.session_key)
        try:
            _update_quickly(row, seen_at=at, expire_date=until)
        except OperationalError:
            _log.info("a session was not marked as used: the database is busy")
            return
        self.seen_at = at


@Prepared
def _lasting() -> QuerySet[OpenSession]:
    """The session of ``key`` if it has not ended by ``now``."""
    key, now = Given("key", CharField()), Given("now", DateTimeField())
    return OpenSession.objects.filter(session_key=key, expire_date__gt=now)


def _end_of(data: dict[str, Any], at: datetime) -> datetime:
    """When a session used at this moment ends unless it is used again."""
    times, idle = settings.SESSION_TIMES, at + settings.SESSION_TIMES.idle
    if BEGAN not in data:
        return idle
    return min(idle, datetime.fromtimestamp(data[BEGAN], tz=at.tzinfo) + times.most)


def _update_quickly(row: Any, **values: datetime) -> None:
    """One UPDATE; on SQLite a long write of somebody else holds up no page for the sake of a clock."""
    if connection.vendor != "sqlite":
        row.update(**values)
        return
    with connection.cursor() as cursor:
        [usual] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {SHORT_WAIT}")
        try:
            row.update(**values)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def open_sessions(user: User, at: datetime) -> list[OpenSession]:
    """Where the user is signed in, the latest used first."""
    return list(OpenSession.objects.filter(user=user, expire_date__gt=at).order_by("-seen_at"))


def facts_of(session: OpenSession) -> dict[str, Any]:
    """``began``, ``seen`` (local times), ``address``, ``browser`` and ``mark``, by which a form names the session."""
    data = session.get_decoded()
    return {
        "began": localtime(datetime.fromtimestamp(data[BEGAN], tz=session.expire_date.tzinfo)),
        "seen": localtime(session.seen_at),
        "address": {"127.0.0.1": "本机", "::1": "本机", "": "未知"}.get(data[ADDRESS], data[ADDRESS]),
        "browser": data[BROWSER],
        "mark": mark_of(session),
    }


def mark_of(session: OpenSession) -> str:
    """Names a session on a page without giving away the key that opens it."""
    return blind_index(session.session_key, purpose="session.mark")[:24]


def end_all() -> None:
    """Sign everybody out: a restored database may hold sessions that were ended since it was backed up."""
    if OpenSession._meta.db_table in connection.introspection.table_names():  # a backup may be of a release before it
        OpenSession.objects.all().delete()


def clear_expired(at: datetime) -> None:
    """Sessions that ended by themselves; called by the workers' round."""
    ended = OpenSession.objects.filter(expire_date__lt=at)
    if ended.exists():
        ended.delete()
