"""Content of evidence that no record leads to: what a process left behind that was killed at the wrong moment.

An upload stores its content before its row is committed, and a removal wipes the content after its own is. Killed in
between, a process leaves a file that nobody sees and nobody can remove, perhaps with people's names in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction

from partywork.attachments.models import FOLDER, Attachment
from partywork.audit.recorder import action, record_bulk

YOUNGEST = timedelta(days=1)  # no upload takes so long: what is older will get no row any more


@dataclass(frozen=True)
class LeftBehind:
    """One stored file; ``size`` in bytes."""

    name: str
    size: int
    stored_at: datetime


def left_behind(now: datetime) -> list[LeftBehind]:
    """Stored content older than a day that no row has, or only the row of a file that was removed; by name."""
    storage = _storage()
    kept = set(Attachment.objects.filter(removed_on=None).values_list("file", flat=True))
    found = []
    for name in sorted(_stored(storage)):
        if name not in kept and (at := storage.get_modified_time(name)) <= now - YOUNGEST:
            found.append(LeftBehind(name, storage.size(name), at))
    return found


@action
def sweep(*, now: datetime, by: Any) -> list[LeftBehind]:
    """Delete what ``left_behind`` finds, once that is on record; what was deleted."""
    found = left_behind(now)
    if found:
        rows = [(each.name, each.size) for each in found]
        summary = f"清理没有记录的佐证材料文件{len(found)}个"
        record_bulk(by=by, action="attachment.sweep", model=Attachment, rows=rows, summary=summary)
        transaction.on_commit(lambda: _delete(found))
    return found


def _delete(found: list[LeftBehind]) -> None:
    for each in found:
        _storage().delete(each.name)


def _storage() -> Storage:
    field: Any = Attachment._meta.get_field("file")
    storage: Storage = field.storage
    return storage


def _stored(storage: Storage) -> Iterator[str]:
    if not storage.exists(FOLDER):
        return
    for folder in storage.listdir(FOLDER)[0]:
        for name in storage.listdir(f"{FOLDER}/{folder}")[1]:
            yield f"{FOLDER}/{folder}/{name}"
