"""What happened after a report was frozen: its figures then and now, and the records changed since."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from partywork.access.scope import Scope
from partywork.audit.models import AuditEvent
from partywork.dues.models import DuesMonth
from partywork.entries.enums import Status
from partywork.entries.models import Entry, Record
from partywork.ledgers.columns import Ledger
from partywork.ledgers.spreadsheet import Sheet, SheetColumn
from partywork.orgs.queries import scope_of_org
from summaries.inspection.changes import LOOKED, moment, told_of
from summaries.inspection.order import PackOrder
from summaries.inspection.records import about, ledgers, rows_of
from summaries.lifecycle.differences import Difference, since
from summaries.lifecycle.models import Snapshot, SnapshotKind
from summaries.reports.models import Report, ReportState

FIGURE_COLUMNS = [
    SheetColumn("总结", 36),
    SheetColumn("定稿时间", 20),
    SheetColumn("主题", 14),
    SheetColumn("指标", 26),
    SheetColumn("定稿时", 12),
    SheetColumn("现在", 12),
    SheetColumn("相差", 10),
    SheetColumn("单位", 8),
    SheetColumn("说明", 22),
]
CHANGE_COLUMNS = [
    SheetColumn("总结", 36),
    SheetColumn("时间", 20),
    SheetColumn("操作人", 12),
    SheetColumn("台账", 16),
    SheetColumn("记录", 30),
    SheetColumn("发生日期", 12, "date"),
    SheetColumn("做了什么", 36),
    SheetColumn("改了什么", 50),
    SheetColumn("填写的原因", 30),
]
IN_BULK = "成批登记或修改（收缴、导入、批量修改），逐条见修改历史"
REDEFINED = "口径改过，记录不一定变了"
CHANGE_NOTE = "发生在总结期间、定稿以后登记、修改或取消的记录；系统要求写原因的才有原因"


def frozen_reports(order: PackOrder) -> QuerySet[Report]:
    """Those on the period that stand frozen, of the pack's units."""
    found = Report.objects.filter(org__in=order.scope.orgs or [], period_code=order.period.code)
    return found.filter(state=ReportState.FROZEN).select_related("org").order_by("org__code", "data_date", "pk")


def frozen_versions(order: PackOrder) -> QuerySet[Snapshot]:
    """Every version frozen of the period's reports, also one that was taken back later."""
    found = Snapshot.objects.filter(kind=SnapshotKind.FROZEN, report__period_code=order.period.code)
    return (
        found.filter(report__org__in=order.scope.orgs or [])
        .select_related("report__org", "by")
        .order_by("report__org__code", "report", "number")
    )


def figures_of(snapshot: Snapshot) -> list[list[Any]]:
    return [_figure(snapshot, each) for each in since(snapshot)]


def _figure(snapshot: Snapshot, each: Difference) -> list[Any]:
    note = REDEFINED if each.redefined else ""
    at = moment(snapshot.at)
    return [str(snapshot.report), at, each.theme, each.name, each.then, each.now, each.by, each.unit, note]


def changes_of(snapshot: Snapshot, within: Scope) -> Iterator[list[Any]]:
    """Records of the report's own units and days that were written after it was frozen."""
    report = snapshot.report
    own = scope_of_org(report.org, report.data_date)
    for ledger in ledgers():
        if not issubclass(ledger.model, Record):
            continue
        rows = rows_of(ledger, own, report.period).filter(org__in=within.orgs or [])
        if issubclass(ledger.model, Entry):
            rows = rows.filter(date__lte=report.data_date)
        for record, found in _written(ledger, rows, snapshot.at):
            day = getattr(record, "date", None)
            yield [str(report), *found[:2], ledger.title, about(record), day, *found[2:]]


def _written(ledger: Ledger, rows: QuerySet[Any], after: datetime) -> Iterator[tuple[Any, list[str]]]:
    """Each record with when, who, what, the changes and the reason: an event of its own, or part of a bulk write."""
    later = AuditEvent.objects.filter(
        at__gt=after, subject_type=ledger.model._meta.label_lower, subject_id__in=rows.order_by().values("pk")
    )
    events = list(later.exclude(action__in=LOOKED).order_by("sequence"))
    named = {event.subject_id for event in events}
    told, records = told_of(events), {each.pk: each for each in rows.filter(pk__in=named)}
    for event in events:
        record = records[event.subject_id]
        yield record, [
            moment(event.at), event.actor_name, event.summary, told[event.sequence], _reason(record, event)
        ]  # fmt: skip
    for record in rows.filter(updated_at__gt=after).exclude(pk__in=named).select_related("updated_by"):
        yield record, [moment(record.updated_at), record.updated_by.full_name, IN_BULK, "", ""]


def _reason(record: Any, event: AuditEvent) -> str:
    if event.action.endswith(f".{Status.CANCELLED.value}"):
        return str(record.cancel_reason)
    if isinstance(record, DuesMonth):
        days = record.corrections.filter(corrected_on=localdate(event.at))
        return "；".join(days.values_list("reason", flat=True))
    return ""


def sheets(figures: Iterable[list[Any]], changes: Iterable[list[Any]]) -> list[Sheet]:
    return [
        Sheet("数字", "定稿以后有变化的数字", FIGURE_COLUMNS, list(figures)),
        Sheet("记录", "定稿以后改过的记录", CHANGE_COLUMNS, list(changes), CHANGE_NOTE),
    ]
