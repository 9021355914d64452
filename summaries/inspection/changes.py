"""Who changed what and when, as the audit chain holds it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from partywork.access.scope import Scope
from partywork.accounts.models import User
from partywork.audit.history import change_lines
from partywork.audit.models import AuditEvent
from partywork.jobs.models import Job
from partywork.ledgers.spreadsheet import Sheet, SheetColumn
from partywork.orgs.models import Organisation

# Accounts, sessions and background work are the administrators' matter; a look or an export changes nothing.
_NOT_OF_RECORDS = ("", User._meta.label_lower, Job._meta.label_lower)
LOOKED = ("file.export", "copy.export", "inspection.pack", "report.export_internal", "member.reveal")
_CHUNK = 500

COLUMNS = [
    SheetColumn("日志序号", 10, "int"),
    SheetColumn("时间", 20),
    SheetColumn("党组织", 22),
    SheetColumn("操作人", 12),
    SheetColumn("做了什么", 40),
    SheetColumn("改了什么", 60),
    SheetColumn("校验码", 34),
]
NOTE = "取自操作日志，身份证号、电话、走访对象等只写“已更改”；校验码可与系统里的操作日志核对"


def events_of(scope: Scope, since: datetime) -> QuerySet[AuditEvent]:
    """What was done to records of the scope from that moment on, the earliest first."""
    found = AuditEvent.objects.filter(at__gte=since, org_id__in=scope.orgs or [])
    return found.exclude(subject_type__in=_NOT_OF_RECORDS).exclude(action__in=LOOKED).order_by("sequence")


def history_sheet(events: QuerySet[AuditEvent], counted: list[int]) -> Sheet:
    """``counted`` gets a number for every row written."""
    return Sheet("修改历史", "记录的修改历史", COLUMNS, _rows(events, counted), NOTE)


def _rows(events: QuerySet[AuditEvent], counted: list[int]) -> Iterator[list[Any]]:
    names = dict(Organisation.objects.values_list("pk", "short_name"))
    for held in _chunks(events):
        told = told_of(held)
        for event in held:
            counted.append(1)
            yield [
                event.sequence, moment(event.at), names.get(event.org_id or 0, ""), event.actor_name, event.summary,
                told[event.sequence], event.mac,
            ]  # fmt: skip


def told_of(events: list[AuditEvent]) -> dict[int, str]:
    """The changes of each event in words, by its number in the chain."""
    by_type = defaultdict[str, list[AuditEvent]](list)
    for event in events:
        by_type[event.subject_type].append(event)
    told: dict[int, str] = {}
    for name, held in by_type.items():
        try:
            lines = change_lines(held, apps.get_model(name))
        except LookupError:  # a kind of record that the product no longer has
            lines = [[] for _ in held]
        told |= {event.sequence: "；".join(each) for event, each in zip(held, lines, strict=True)}
    return told


def _chunks(events: QuerySet[AuditEvent]) -> Iterator[list[AuditEvent]]:
    held: list[AuditEvent] = []
    for event in events.iterator(chunk_size=_CHUNK):
        held.append(event)
        if len(held) == _CHUNK:
            yield held
            held = []
    if held:
        yield held


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
