"""Giving out the recovery sheet and taking it back, on record; and whether keys fit the data that is here."""

from django.db import DatabaseError

from partywork.audit.chain import seal_of
from partywork.audit.models import AuditHead
from partywork.audit.recorder import action, record_event


@action
def note_sheet(*, by: None) -> None:
    record_event(by=by, action="keys.sheet", subject=None, summary="写出密钥恢复页")


def fits() -> bool | None:
    """Whether the keys in use are those this database was written with; None where it says nothing about it."""
    try:
        head = AuditHead.objects.filter(pk=AuditHead.THE_ROW).first()
    except DatabaseError:  # not migrated yet: the keys come first
        return None
    return None if head is None else head.seal == seal_of(head.sequence, head.mac)
