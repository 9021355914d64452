"""What the page of an account says about signing in, and what can be done there."""

from dataclasses import dataclass
from typing import Any, Self

from django.utils import timezone

from partywork.accounts.guard import locks_of
from partywork.accounts.models import User
from partywork.accounts.second_factor import authenticator_of
from partywork.accounts.sessions import facts_of, open_sessions
from partywork.common.text import format_date
from partywork.ledgers.columns import Column


def _moment(key: str) -> Any:
    return lambda session: f"{session[key]:%Y-%m-%d %H:%M}"


SESSIONS = [
    Column("browser", "设备和浏览器", lambda session: session["browser"]),
    Column("address", "地址", lambda session: session["address"]),
    Column("began", "登录时间", _moment("began")),
    Column("seen", "最近使用", _moment("seen")),
]


@dataclass(frozen=True)
class SignInState:
    """``pages``: (label, name of the address) of what there is to do."""

    locks: list[str]
    sessions: list[dict[str, Any]]
    second_factor: str
    pages: list[tuple[str, str]]

    @classmethod
    def of(cls, user: User) -> Self:
        at = timezone.now()  # locks and sessions are of this moment, no fact of a day
        locks, app = locks_of(user, at), authenticator_of(user)
        sessions = [facts_of(each) for each in open_sessions(user, at)]
        pages = [
            ("解除登录锁定", "unlock", locks),
            ("结束全部登录", "sessions_end", sessions),
            ("重设双因素登录", "second_factor_reset", app),
        ]
        told = f"{format_date(app.added_on, 'full')}开启" if app else "没有开启"
        return cls(locks, sessions, told, [(label, name) for label, name, there in pages if there])
