"""Handing in evidence and taking it back."""

import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from partywork.attachments.checking import Checked
from partywork.attachments.models import Attachment, attachments_of
from partywork.audit.recorder import action, record_event

MOST_FILES = 50  # of one record


@action
def attach(*, record: Any, files: list[Checked], by: Any) -> list[Attachment]:
    """Keep files, already checked, as evidence of a record; all of them or none.

    A file the record already has is not kept twice. Raises ValidationError for a cancelled record or too many files.
    """
    if record.is_cancelled:
        raise ValidationError("这条记录已取消，不能再传佐证材料。")
    kept: list[Attachment] = []
    new: list[Attachment] = []
    try:
        for each in files:
            earlier = _kept_before(record, each)
            if earlier is None:
                new.append(_keep(record, each, by))
            kept.append(earlier or new[-1])
    except BaseException:
        for attachment in new:
            _wipe(attachment)
        raise
    return kept


def _kept_before(record: Any, checked: Checked) -> Attachment | None:
    found: Attachment | None = attachments_of(record).filter(removed_on=None, sha256=_sha256(checked)).first()
    return found


def _sha256(checked: Checked) -> str:
    return hashlib.sha256(checked.content).hexdigest()


def _keep(record: Any, checked: Checked, by: Any) -> Attachment:
    digest = _sha256(checked)
    if attachments_of(record).filter(removed_on=None).count() >= MOST_FILES:
        raise ValidationError(f"一条记录最多传{MOST_FILES}个文件。请合并成几个文件，或先移除不需要的。")
    attachment = Attachment(
        org_id=record.org_id, record=record, name=checked.name, kind=checked.kind, size=len(checked.content),
        sha256=digest, uploaded_by=by,
    )  # fmt: skip
    attachment.file = ContentFile(checked.content, name=checked.name)
    attachment.full_clean(exclude=["file"])
    try:
        with transaction.atomic():
            attachment.save()
    except BaseException:
        _wipe(attachment)
        raise
    # The file's name may hold somebody's; the chain keeps what proves the content.
    record_event(
        by=by,
        action="attachment.add",
        subject=record,
        summary=f"上传佐证材料：{checked.kind.label}，{size_text(attachment.size)}",
        changes={"attachment": (None, attachment.pk), "sha256": (None, digest)},
        org_id=record.org_id,
    )
    return attachment


@action
def remove(*, attachment: Attachment, reason: str, by: Any, today: date) -> Attachment:
    """Take a file back: its content is wiped once that is on record, the fact that it was there stays."""
    if not reason.strip():
        raise ValidationError({"reason": "请写明移除的原因，例如：传错了文件。"})
    claimed = Attachment.objects.filter(pk=attachment.pk, removed_on=None).update(
        removed_by=by, removed_on=today, removal_reason=reason.strip()
    )
    if not claimed:
        raise ValidationError("这个文件已经移除了。")
    attachment.refresh_from_db()
    record = attachment.record
    record_event(
        by=by,
        action="attachment.remove",
        subject=record,
        summary=f"移除佐证材料：{attachment.get_kind_display()}，原因：{reason.strip()}",
        changes={"attachment": (attachment.pk, None), "sha256": (attachment.sha256, None)},
        org_id=attachment.org_id,
    )
    transaction.on_commit(lambda: _wipe(attachment))
    return attachment


def size_text(size: int) -> str:
    """A size as people say it: 86KB, 1.4MB."""
    return f"{size / 1024 / 1024:.1f}MB" if size >= 1024 * 1024 else f"{max(size // 1024, 1)}KB"


def _wipe(attachment: Attachment) -> None:
    """Remove the stored content; a row whose transaction failed has nothing else to undo."""
    file: Any = attachment.file
    if file and file._committed:  # a name it was not stored under yet is another's business
        file.storage.delete(file.name)
