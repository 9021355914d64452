"""Writing records: create, edit, cancel. Slices call these from their own actions.

Each is one transaction with its audit event; an edit names the version it started from.
"""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.forms.models import model_to_dict

from partywork.accounts.models import User
from partywork.audit.changes import changed_fields
from partywork.audit.recorder import action, record_event
from partywork.entries.enums import Status
from partywork.entries.models import Cancellable, Record
from partywork.orgs.models import Organisation

Cancelled = TypeVar("Cancelled", bound=Cancellable)


class StaleEdit(ValidationError):
    """Someone else saved the record after this editor opened it."""

    def __init__(self) -> None:
        super().__init__("这条记录在您打开之后已被别人修改。请对照最新内容，再决定是否保存您的修改。", code="stale")


def existing(model: type[Record], org: Organisation, key: str) -> Any:
    """The record already saved under ``key``: a double submit or a repeated import finds it."""
    return model._default_manager.filter(org=org, key=key).first()


def is_on_behalf(org_id: int, by: User) -> bool:
    """Whether a record that ``by`` writes for the unit is marked 代录: somebody outside the unit writes it."""
    return not by.appointments.filter(org_id=org_id).exists()


@action
def create_record(*, record: Record, by: User) -> Record:
    """Save a new record. The same key in the same organisation saves once and returns the first."""
    earlier = existing(type(record), record.org, record.key)
    if earlier is not None:
        return earlier
    record.created_by = record.updated_by = by
    record.on_behalf = is_on_behalf(record.org_id, by)
    record.stamp()
    try:
        with transaction.atomic():
            record.full_clean()
            record.save()
    except (IntegrityError, ValidationError):
        earlier = existing(type(record), record.org, record.key)  # the other half of a double click was quicker
        if earlier is None:
            raise
        return earlier
    record_event(
        by=by, action=code_of(record, "create"), subject=record, summary=f"登记{describe(record)}", org_id=record.org_id
    )
    return record


@action
def edit_record(*, record: Record, version: int, by: User) -> Record:
    """Save an edited record.

    Raises StaleEdit when ``version``, the one the editor opened, is no longer the stored one.
    """
    model = type(record)
    claimed = model._default_manager.filter(pk=record.pk, version=version).update(version=F("version") + 1)
    if not claimed:
        raise StaleEdit
    before = model_to_dict(model._default_manager.get(pk=record.pk))
    record.version = version + 1
    record.updated_by = by
    record.stamp()
    record.full_clean()
    record.save()
    record_event(
        by=by,
        action=code_of(record, "edit"),
        subject=record,
        summary=f"修改{describe(record)}",
        changes=changed_fields(before, record, secret_fields=secret_fields(record)),
        org_id=record.org_id,
    )
    return record


@action
def cancel_entry(*, entry: Cancelled, version: int, reason: str, by: User) -> Cancelled:
    """Mark an entry cancelled, with the reason; it stays on record and no figure counts it."""
    if not reason.strip():
        raise ValidationError({"reason": "请写明取消的原因，例如：与另一条重复。"})
    if entry.status == Status.CANCELLED:
        raise ValidationError("这条记录已经取消过了。")
    return set_status(entry=entry, version=version, status=Status.CANCELLED, reason=reason.strip(), by=by)


@action
def set_status(*, entry: Cancelled, version: int, status: Status, reason: str = "", by: User) -> Cancelled:
    """Move an entry to another status; planned never becomes done by itself."""
    old = entry.status
    claimed = (
        type(entry)
        ._default_manager.filter(pk=entry.pk, version=version)
        .update(version=F("version") + 1, status=status, cancel_reason=reason, updated_by=by)
    )
    if not claimed:
        raise StaleEdit
    entry.refresh_from_db()
    record_event(
        by=by,
        action=code_of(entry, status.value),
        subject=entry,
        summary=f"{describe(entry)}改为{status.label}" + (f"：{reason}" if reason else ""),
        changes={"status": (old, status.value)},
        org_id=entry.org_id,
    )
    return entry


def secret_fields(record: Model) -> frozenset[str]:
    return getattr(record, "SECRET_FIELDS", frozenset())


def code_of(record: Model, verb: str) -> str:
    return f"{record._meta.model_name}.{verb}"


def describe(record: Model) -> str:
    return f"{record._meta.verbose_name}“{record}”"
