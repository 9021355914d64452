"""Opening an import, assigning its columns, correcting its rows, writing it, giving it up. Taking back: ``undoing``."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import RowDigest, action, record_bulk, record_event
from partywork.common.text import one_line
from partywork.imports.arriving import clear, clear_left_behind
from partywork.imports.enums import OPEN, Policy, State
from partywork.imports.layout import Layout
from partywork.imports.models import ImportBatch, ImportedRow, RememberedColumns
from partywork.imports.rows import Corrections
from partywork.imports.staging import KEPT, Staging, untouched_since
from partywork.imports.taking import Roster, Task, Verdict, summary_of, take_all
from partywork.members.models import Member
from partywork.orgs.models import Organisation

BLOCK = 1000
MOVED_ON = "这次导入已经不在这一步了，请看现在的情况。"
NOT_SOUND = "再次检查时发现有不能导入的内容，没有写入任何内容。请看下面的清单。"


class NotSound(ValidationError):
    """What was found sound before is no longer; ``verdict`` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(NOT_SOUND)
        self.verdict = verdict


@action
def open_import(*, org: Organisation, file_name: str, chunks: Iterable[bytes], by: User, now: datetime) -> ImportBatch:
    """Take an uploaded file into private storage. Nothing of it has been read yet."""
    name = one_line(PurePath(file_name).name)[-120:] or "未命名"
    batch = ImportBatch.objects.create(org=org, file_name=name, created_by=by, created_at=now, touched_at=now)
    ending = PurePath(name).suffix.lower()
    Staging(batch.pk).take_upload(chunks, ending if ending in (".csv", ".txt", ".tsv") else ".xlsx")
    record_event(by=by, action="import.open", subject=batch, summary=f"上传文件“{name}”准备导入", org_id=org.pk)
    return batch


def move(batch: ImportBatch, to: State, now: datetime, *, since: Iterable[State] = OPEN, **changes: Any) -> None:
    """The next step; a step that someone else has taken meanwhile is refused.

    Raises ValidationError.
    """
    held = ImportBatch.objects.filter(pk=batch.pk, state__in=list(since), version=batch.version)
    if not held.update(state=to, touched_at=now, version=F("version") + 1, **changes):
        raise ValidationError(MOVED_ON)
    batch.refresh_from_db()


@action
def assign_columns(*, batch: ImportBatch, layouts: list[Layout], by: User, now: datetime) -> None:
    """Keep what each column is, for this import and for the next file of the same making.

    Raises ValidationError when nothing is to be imported or a required column stays empty.
    """
    taken = [layout for layout in layouts if layout.ledger is not None]
    if not taken:
        raise ValidationError("没有选定要导入的内容，请至少为一张表选择它是什么记录。")
    for layout in taken:
        if missing := layout.missing():
            raise ValidationError(
                f"工作表「{layout.title}」还缺必填的列：{'、'.join(missing)}。请选出对应的列，或填写一律填成什么。"
            )
    for layout in taken:
        RememberedColumns.objects.update_or_create(
            org=batch.org,
            signature=layout.signature,
            defaults={"ledger": layout.code, "columns": {"places": layout.keys, "defaults": layout.defaults}},
        )
    kinds = "、".join(dict.fromkeys(layout.ledger.title for layout in taken if layout.ledger))
    move(batch, State.CHECKING, now, kinds=kinds[:200], rows=sum(layout.count for layout in taken), message="")
    Staging(batch.pk).put("layout", [layout.dump() for layout in layouts])
    summary = f"为“{batch.file_name}”对应列名：{kinds}"
    record_event(by=by, action="import.columns", subject=batch, summary=summary, org_id=batch.org_id)


@action
def correct_rows(*, batch: ImportBatch, corrections: Corrections, policy: Policy, by: User, now: datetime) -> None:
    """Keep what was put right on the page. What was in the cells stays out of the log: it may be personal."""
    move(batch, State.CHECKING, now, since=(State.CHECKING, State.CHECKED), policy=policy, message="")
    Staging(batch.pk).put("corrections", corrections.dump())
    count = len(corrections.cells) + sum(len(each) for each in corrections.alike.values()) + len(corrections.dropped)
    summary = f"改正“{batch.file_name}”中的内容，共{count}处，已登记的人：{Policy(policy).label}"
    record_event(by=by, action="import.correct", subject=batch, summary=summary, org_id=batch.org_id)


@action
def commit_import(*, task: Task, by: User, now: datetime, roster: Roster | None = None) -> Verdict:
    """Write the whole import, or nothing; a ``roster`` that was brought along is put in force. One event whose digest
    runs over the records added and filled in; ``ImportedRow`` leads from it to each.

    Raises NotSound when a row cannot be taken, ValidationError when it is no longer waiting to be written.
    """
    batch = task.batch
    move(batch, State.DONE, now, since=[State.CHECKED], message="", done_at=now)
    verdict = roster.put_in_force() if roster else take_all(task)
    if not verdict.is_sound:
        raise NotSound(verdict)
    if roster:
        rows = roster.arrivals.records
        rows.add(_kept_filled(batch, verdict))
    else:
        rows = RowDigest(_kept(batch, verdict))
    counts = summary_of(verdict.counts)
    parts = "、".join(f"{count.sheet}新增{count.added}条" for count in verdict.counts)
    filled = f"，补齐{len(verdict.filled)}条" if verdict.filled else ""
    summary = f"导入“{batch.file_name}”到“{batch.org}”：{parts}{filled}"
    record_bulk(by=by, action="import.commit", model=batch, rows=rows, summary=summary, org_id=batch.org_id)
    ImportBatch.objects.filter(pk=batch.pk).update(counts=counts)
    transaction.on_commit(Staging(batch.pk).remove)
    batch.refresh_from_db()
    if roster:
        transaction.on_commit(partial(clear, batch))
    return verdict


def _kept(batch: ImportBatch, verdict: Verdict) -> Iterator[tuple[str, int, str]]:
    """Write where the records are, block by block, and say each for the digest."""
    added = (ImportedRow(batch=batch, model=model, record_id=pk) for model, pk in verdict.made)
    yield from _written(added)
    yield from _kept_filled(batch, verdict)


def _kept_filled(batch: ImportBatch, verdict: Verdict) -> Iterator[tuple[str, int, str]]:
    people = Member._meta.label_lower
    yield from _written(
        ImportedRow(batch=batch, model=people, record_id=pk, version=version, filled=names)
        for pk, names, version in verdict.filled
    )


def _written(rows: Iterator[ImportedRow]) -> Iterator[tuple[str, int, str]]:
    while block := list(islice(rows, BLOCK)):
        ImportedRow.objects.bulk_create(block)
        yield from ((row.model, row.record_id, ",".join(row.filled)) for row in block)


@action
def drop_import(*, batch: ImportBatch, by: User | None, now: datetime, message: str = "") -> None:
    """Give an import up, or note that its file was refused; what was kept of it is deleted."""
    move(batch, State.DROPPED, now, message=message[:300])
    transaction.on_commit(Staging(batch.pk).remove)
    why = f"：{message}" if message else ""
    record_event(
        by=by, action="import.drop", subject=batch, summary=f"放弃导入“{batch.file_name}”{why}", org_id=batch.org_id
    )


def sweep(now: datetime) -> None:
    """Imports nobody touched for ``KEPT`` are given up, and what was kept of them is deleted; so is what a stop of the
    program left behind of those that are over or never came to be."""
    clear_left_behind(now)
    stale = ImportBatch.objects.filter(state__in=OPEN, touched_at__lt=now - KEPT).select_related("org")
    for batch in stale.order_by("pk"):
        with suppress(ValidationError):  # somebody touched it just now
            drop_import(batch=batch, by=None, now=now, message=f"{KEPT.days}天没有处理")
    for number in untouched_since(now - KEPT):
        if not ImportBatch.objects.filter(pk=number, state__in=OPEN).exists():
            Staging(number).remove()
