"""Details that can be erased: kept beside the chain, their digest in it (docs/adr/0015)."""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from partywork.audit.models import AuditDetail, AuditEvent

ERASED = ("已清除", "已清除")
SALT_BYTES = 16
BATCH = 2000


def beside(changes: Mapping[str, Any]) -> str:
    """The text to keep beside the chain; the salt makes its digest useless for guessing."""
    held = {"changes": dict(changes), "salt": secrets.token_hex(SALT_BYTES)}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def keep(events: Sequence[AuditEvent]) -> None:
    """Write what the events carry beside them, once they have their numbers."""
    rows = [AuditDetail(sequence=each.sequence, text=each.beside) for each in events if hasattr(each, "beside")]
    if rows:
        AuditDetail.objects.bulk_create(rows, batch_size=200)


def details_of(events: Collection[AuditEvent]) -> list[dict[str, Any]]:
    """The detail of each event with what lies beside it; what was erased says so. At most one query."""
    held: list[dict[str, Any]] = [json.loads(event.detail) for event in events]
    wanted = [event.sequence for event, detail in zip(events, held, strict=True) if "beside" in detail]
    texts = dict(AuditDetail.objects.filter(sequence__in=wanted).values_list("sequence", "text")) if wanted else {}
    for event, detail in zip(events, held, strict=True):
        if "beside" in detail:
            mark = detail.pop("beside")
            text = texts.get(event.sequence, "")
            told = json.loads(text)["changes"] if text else {name: list(ERASED) for name in mark["fields"]}
            detail["changes"] = {**detail.get("changes", {}), **told}
    return held


def fields_changed(event: AuditEvent) -> set[str]:
    """The names of the fields an event changed, wherever their values are kept, and whether they still are."""
    detail = json.loads(event.detail)
    return {*detail.get("changes", {}), *detail.get("beside", {}).get("fields", ())}


def erase(events: Iterable[AuditEvent], at: datetime) -> int:
    """Wipe what lies beside these events; the chain stays whole. Called by an action that says so in the chain."""
    numbers = [event.sequence for event in events]
    count = 0
    for start in range(0, len(numbers), BATCH):
        rows = AuditDetail.objects.filter(sequence__in=numbers[start : start + BATCH], erased_at=None)
        count += rows.update(text="", erased_at=at)
    return count


def first_fault() -> int | None:
    """The first event whose detail beside it is gone, or is not what the chain says; None where all is right."""
    rows = AuditEvent.objects.filter(detail__contains='"beside":').order_by("sequence")
    kept = {row.sequence: row for row in AuditDetail.objects.iterator(chunk_size=BATCH)}
    for sequence, detail in rows.values_list("sequence", "detail").iterator(chunk_size=BATCH):
        row = kept.get(sequence)
        mark = json.loads(detail).get("beside")
        if mark is None:
            continue
        if row is None or (row.erased_at is None and digest_of(row.text) != mark["sha256"]):
            return int(sequence)
    return None
