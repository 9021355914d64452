"""Which events an auditor sees, and how much of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Field, Q, QuerySet
from django.db.models.functions import Length

from partywork.access.permissions import Permission
from partywork.access.scope import Scope
from partywork.accounts.policy import known_users
from partywork.audit.beside import fields_changed
from partywork.audit.history import change_lines, detail_of
from partywork.audit.models import AuditEvent
from partywork.auditlog.naming import family_of, kind_of, name_of, result_of
from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import DIGITS
from partywork.pages.http import GateProtocol

PAGE_SIZE = 50
AT_THE_DOOR, NOBODY_YET = ("session.failure", "session.lockout"), "未登录的人"


def events_in(scope: Scope) -> QuerySet[AuditEvent]:
    """What was done about the units of the scope or by their people elsewhere than at a unit (signing in); who reaches
    every topmost unit sees also what nobody's unit is about: backups, failed logins, the system's own work.
    """
    if scope.orgs is None:
        return AuditEvent.objects.all()
    about = Q(org_id__in=scope.orgs) | Q(org_id=None, actor_id__in=known_users(scope).values("pk"))
    if _reaches_all(scope):
        about |= Q(org_id=None, actor_id=None)
    return AuditEvent.objects.filter(about)


def _reaches_all(scope: Scope) -> bool:
    placed = Placement.objects.on(scope.on).annotate(length=Length("path"))
    tops = placed.filter(length=DIGITS).values_list("org", flat=True)
    return all(scope.covers(org) for org in tops)


@dataclass(frozen=True)
class Page:
    """Some events, newest first, and where the pages beside begin (None where there is none)."""

    events: list[AuditEvent]
    older: int | None
    newer: int | None


def page_of(events: QuerySet[AuditEvent], *, before: int | None, after: int | None, size: int = PAGE_SIZE) -> Page:
    """The events below the sequence ``before``, or the next above ``after``; else the newest."""
    if after is not None:
        rows = list(events.filter(sequence__gt=after).order_by("sequence")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return Page(rows, older=rows[-1].sequence if rows else None, newer=rows[0].sequence if more else None)
    below = events if before is None else events.filter(sequence__lt=before)
    rows = list(below.order_by("-sequence")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    newer = rows[0].sequence if rows and before is not None else None
    return Page(rows, older=rows[-1].sequence if more else None, newer=newer)


@dataclass(frozen=True)
class Told:
    """An event as one reader may read it. ``summary`` is "" where it is about records he may not read."""

    event: AuditEvent
    action: str
    result: str
    subject: str
    org: str
    summary: str
    changes: list[str]
    is_open: bool

    @property
    def who(self) -> str:
        """Who fails to log in is nobody yet, and certainly not the system."""
        is_at_the_door = self.event.action in AT_THE_DOOR and self.event.actor_id is None and self.event.address
        return NOBODY_YET if is_at_the_door else self.event.actor_name

    @property
    def what(self) -> str:
        return self.summary or self.subject

    @property
    def changed(self) -> str:
        return "；".join(self.changes)


def told(events: Iterable[AuditEvent], gate: GateProtocol) -> list[Told]:
    """The events in words. Who reads the log alone learns of business records which one and what was changed of it;
    what stands in it he learns from whoever may read the record. Queries: units, and one a kind and relation changed.
    """
    rows = list(events)
    units = Organisation.objects.filter(pk__in={row.org_id for row in rows if row.org_id})
    names = dict(units.values_list("pk", "short_name"))
    readable = _readable(gate, names)
    opened = {row.pk for row in rows if not family_of(row.action).business or row.org_id in readable}
    changes = _changes([row for row in rows if row.pk in opened])
    return [
        _told(row, names, changes.get(row.pk, []) if row.pk in opened else _fields(row), is_open=row.pk in opened)
        for row in rows
    ]


def _readable(gate: GateProtocol, names: dict[int, str]) -> set[int]:
    if not gate.allows(Permission.VIEW_RECORDS):
        return set()
    return set(gate.organisations(Permission.VIEW_RECORDS).filter(pk__in=names).values_list("pk", flat=True))


def _told(event: AuditEvent, names: dict[int, str], changes: list[str], *, is_open: bool) -> Told:
    kind = kind_of(event.subject_type)
    return Told(
        event,
        name_of(event.action, event.subject_type),
        result_of(event.action),
        f"{kind}（编号{event.subject_id}）" if kind and event.subject_id else kind,
        names.get(event.org_id, f"编号{event.org_id}") if event.org_id else "",
        event.summary if is_open else "",
        changes,
        is_open,
    )


def _changes(events: list[AuditEvent]) -> dict[int, list[str]]:
    """By event, each changed field with its old and new value."""
    by_kind: dict[str, list[AuditEvent]] = {}
    for event in events:
        if kind_of(event.subject_type) and ("changes" in event.detail or "beside" in event.detail):
            by_kind.setdefault(event.subject_type, []).append(event)
    return {
        event.pk: lines
        for kind, some in by_kind.items()
        for event, lines in zip(some, change_lines(some, apps.get_model(kind)), strict=True)
    }


def _fields(event: AuditEvent) -> list[str]:
    """What the changed fields are called, without what stood or stands in them."""
    changed = fields_changed(event)
    if not changed or not kind_of(event.subject_type):
        return []
    fields = apps.get_model(event.subject_type)._meta.get_fields()
    return [str(field.verbose_name) for field in fields if isinstance(field, Field) and field.name in changed]


def bulk_of(event: AuditEvent) -> tuple[int, str] | None:
    """How many rows a bulk write had, and the digest over them; None for an event of one record."""
    detail = detail_of(event)
    return (detail["count"], detail["sha256"]) if "sha256" in detail and "count" in detail else None
