"""Actions: the only way business data is written, each with its audit events in the same transaction."""

import hashlib
import inspect
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from partywork.audit import chain
from partywork.audit.beside import beside, digest_of
from partywork.audit.changes import plain
from partywork.audit.context import current_origin
from partywork.audit.models import AuditEvent
from partywork.common.text import one_line, strip_control

SYSTEM_NAME = "系统"
SAME_MOMENT = "刚刚有人同时保存了同样的内容，这次没有保存。请刷新页面，看一下现在的内容再决定。"
_log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")
_buffer: ContextVar[list[AuditEvent] | None] = ContextVar("audit_buffer", default=None)


class Actor(Protocol):
    """Whoever acts: a user. None stands for the system itself."""

    @property
    def pk(self) -> Any: ...

    @property
    def full_name(self) -> str: ...


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: one transaction, its audit events written as the last statement.

    All parameters must be keyword-only and ``by`` one of them (TypeError at definition otherwise).
    What only a constraint of the database refuses, because someone else saved at the same moment, is a
    ValidationError too.

    Called inside another action it joins that one's transaction; when it fails there, its writes and its
    events are undone even if the outer action catches the exception and goes on.
    """
    parameters = inspect.signature(function).parameters
    if "by" not in parameters or any(one.kind is not one.KEYWORD_ONLY for one in parameters.values()):
        raise TypeError(f"{function.__qualname__} must take keyword-only arguments, one of them `by`")

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        events = _buffer.get()
        if events is not None:
            return _run_inside(events, lambda: function(*args, **kwargs))
        return _run_outermost(lambda: function(*args, **kwargs))

    return run


def _run_inside(events: list[AuditEvent], work: Callable[[], R]) -> R:
    before = len(events)
    try:
        with transaction.atomic():
            return work()
    except BaseException:
        del events[before:]
        raise


def _run_outermost(work: Callable[[], R]) -> R:
    events: list[AuditEvent] = []
    token = _buffer.set(events)
    try:
        with transaction.atomic():
            result = work()
            if events:
                _write(events)
            return result
    except IntegrityError as error:
        _log.warning("an action met a constraint: %s", error, exc_info=True)
        raise ValidationError(SAME_MOMENT, code="same_moment") from error
    finally:
        _buffer.reset(token)


def _write(events: list[AuditEvent]) -> None:
    end = chain.lock_end()
    if not end.sound:  # never silently mended by going on: the chain itself says so from here
        events.insert(0, _event(None, chain.BREAK_ACTION, "审计链头与现存记录不符，此前的记录可能被删改", {}))
    chain.append(end, events)


def record_event(
    *,
    by: Actor | None,
    action: str,
    subject: Model | None,
    summary: str,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    org_id: int | None = None,
) -> None:
    """Note what the running action does: a short code (meeting.create), its subject and a Chinese summary.

    ``changes`` maps field names to (old, new), as changed_fields gives; what is sealed never belongs in
    it or in the summary. Fields that the subject's model names in ``PERSONAL_FIELDS`` are kept beside the chain,
    where they can be erased (``beside``). Raises RuntimeError outside an action.
    """
    told = {name: [old, new] for name, (old, new) in (changes or {}).items()}
    personal = sorted(told.keys() & getattr(subject, "PERSONAL_FIELDS", frozenset()))
    kept = beside({name: plain(told.pop(name)) for name in personal}) if personal else ""
    detail: dict[str, Any] = {"changes": told} if told else {}
    if kept:
        detail["beside"] = {"fields": personal, "sha256": digest_of(kept)}
    subject_id = subject.pk if subject is not None else None
    event = _event(by, action, summary, detail, _type_of(subject), subject_id, org_id)
    if kept:
        event.beside = kept  # type: ignore[attr-defined]
    _remember(event)


def record_bulk(
    *,
    by: Actor | None,
    action: str,
    model: type[Model] | Model,
    rows: "Iterable[Any] | RowDigest",
    summary: str,
    org_id: int | None = None,
) -> str:
    """Note a bulk write as one event: how many rows, and the SHA-256 digest over them, which is returned.

    ``model`` is what the rows are, or the one record (an import) that leads to each of them. Give each row as plain
    values in a fixed order (or as a mapping), without secrets: the digest of a
    short secret can be guessed; or their digest, taken while they were written. Raises RuntimeError outside an action.
    """
    digest = rows if isinstance(rows, RowDigest) else RowDigest(rows)
    subject_id = model.pk if isinstance(model, Model) else None
    detail = {"count": digest.count, "sha256": digest.text}
    _remember(_event(by, action, summary, detail, _type_of(model), subject_id, org_id))
    return digest.text


def events_so_far() -> int:
    """How many events the running action has noted; more than before means that something was written."""
    return len(_buffer.get() or [])


class RowDigest:
    """Number of rows and the SHA-256, in hexadecimal, over each row's canonical JSON and a line feed."""

    def __init__(self, rows: Iterable[Any] = ()) -> None:
        self.count, self._sum = 0, hashlib.sha256()
        self.add(rows)

    def add(self, rows: Iterable[Any]) -> None:
        lines = [f"{_canonical(row if _is_plain(row) else plain(row))}\n" for row in rows]
        self._sum.update("".join(lines).encode())
        self.count += len(lines)

    @property
    def text(self) -> str:
        return self._sum.hexdigest()


def _is_plain(row: Any) -> bool:
    """Whether ``plain`` would change nothing: told at once of the rows that bulk writers give."""
    return row.__class__ is tuple and all(
        each.__class__ is int or (each.__class__ is str and each.isprintable()) for each in row
    )


def digest_rows(rows: Iterable[Any]) -> tuple[int, str]:
    """Number of rows and their digest."""
    digest = RowDigest(rows)
    return digest.count, digest.text


def _remember(event: AuditEvent) -> None:
    events = _buffer.get()
    if events is None:
        raise RuntimeError("audit events can only be recorded inside an action")
    events.append(event)


def _event(
    by: Actor | None,
    action: str,
    summary: str,
    detail: Mapping[str, Any],
    subject_type: str = "",
    subject_id: int | None = None,
    org_id: int | None = None,
) -> AuditEvent:
    origin = current_origin.get()
    return AuditEvent(
        at=timezone.now(),  # the clock belongs to the log; no rule or figure depends on it
        actor_id=by.pk if by else None,
        actor_name=one_line(by.full_name) if by else SYSTEM_NAME,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        org_id=org_id,
        summary=strip_control(summary),
        detail=_canonical(plain(detail)),
        address=origin.address,
        request_id=origin.request_id,
    )


def _type_of(subject: Model | type[Model] | None) -> str:
    return subject._meta.label_lower if subject is not None else ""


def _canonical(value: Any) -> str:
    return _encode(value)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
