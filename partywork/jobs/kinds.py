"""Kinds of background work: a function registered under a code, with the permission it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from partywork.access.permissions import Permission

if TYPE_CHECKING:
    from partywork.jobs.running import Run


@dataclass(frozen=True)
class Result:
    """What came of it: a word, a file made in ``Run.folder`` with the name people get it under.

    ``effect`` is what the work writes to the database. It runs in the transaction that completes the job, so
    a job is done exactly when its effect is there.
    """

    message: str
    file: Path | None = None
    file_name: str = ""
    effect: Callable[[], object] | None = None


Work = Callable[["Run"], Result]


@dataclass(frozen=True)
class JobKind:
    """``repeatable``: what failed may be ordered once more from its own page, as it was ordered."""

    code: str
    label: str
    permission: Permission
    work: Work
    repeatable: bool = True


_kinds: dict[str, JobKind] = {}


def job_kind(code: str, label: str, permission: Permission, *, repeatable: bool = True) -> Callable[[Work], Work]:
    """Register a function as a kind of work. The permission is needed to start it, to run it and to see its result."""

    def register(work: Work) -> Work:
        if code in _kinds:
            raise ValueError(f"两种后台任务用了同一个代码：{code}")
        _kinds[code] = JobKind(code, label, permission, work, repeatable)
        return work

    return register


def kind_of(code: str) -> JobKind | None:
    """None for work of a version of the product that had other kinds."""
    return _kinds.get(code)


def kinds() -> list[JobKind]:
    return list(_kinds.values())
