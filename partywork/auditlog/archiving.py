"""The oldest events of the chain: into a sealed file, read back, and out of the table (docs/adr/0014).

An archive begins where the one before ended. Each event lies in it as it was signed, with its MACs, so the file
proves itself as the table does. It lies among the uploaded files, and so in every backup.
"""

import hashlib
import io
import json
import os
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from partywork.audit import chain
from partywork.audit.models import AuditArchive, AuditEvent
from partywork.audit.recorder import action, record_event
from partywork.audit.triggers import KEPT_DAYS
from partywork.backups.container import Reader, Writer
from partywork.common.keyring import SealError

SUFFIX = ".audit"
FIELDS = (
    "sequence", "at", "actor_id", "actor_name", "action", "subject_type", "subject_id", "org_id", "summary", "detail",
    "address", "request_id", "mac_previous", "mac",
)  # fmt: skip


class ArchiveError(Exception):
    """Why nothing was archived, in words."""


@dataclass(frozen=True)
class Stretch:
    """Events from the first to the last of a table's beginning, and the MAC before them."""

    first: int
    last: int
    mac_previous: str
    mac: str


def archive_before(*, day: date, today: date, at: datetime) -> AuditArchive:
    """Put the events before ``day`` into a file and take them out of the table.

    Raises ArchiveError when the day is too young, there is nothing to archive, or the chain is not whole.
    """
    youngest = today - timedelta(days=KEPT_DAYS)
    if day > youngest:
        raise ArchiveError(f"最近{KEPT_DAYS}天的日志必须留在系统里，最晚只能归档{youngest:%Y-%m-%d}以前的。")
    verdict = chain.verify()
    if not verdict.is_whole:
        raise ArchiveError(f"日志不完整（第{verdict.broken_at}条，{verdict.reason}），没有归档。请先查清。")
    stretch = _stretch(timezone.make_aware(datetime.combine(day, time.min)))
    if stretch is None:
        raise ArchiveError(f"{day:%Y-%m-%d}以前没有可以归档的日志。")
    path = Path(settings.AUDIT_ARCHIVE_DIR) / f"partywork-{stretch.first:012d}-{stretch.last:012d}{SUFFIX}"
    digest = _write(path, stretch)
    return _take_out(stretch=stretch, file=path.name, sha256=digest, at=at, by=None)


def _stretch(moment: datetime) -> Stretch | None:
    """Up to the last event before the first that is not older than ``moment``: a clock set back breaks no order."""
    first = AuditEvent.objects.order_by("sequence").first()
    young = AuditEvent.objects.filter(at__gte=moment).order_by("sequence").first()
    older = AuditEvent.objects.filter(sequence__lt=young.sequence) if young else AuditEvent.objects.all()
    last = older.order_by("sequence").last()
    if first is None or last is None:
        return None
    return Stretch(first.sequence, last.sequence, first.mac_previous, last.mac)


def _write(path: Path, stretch: Stretch) -> str:
    """The sealed file, written under another name, read back, and only then called ``path``; gives its SHA-256.

    A file left by an attempt that was broken off before the table was touched is written anew.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    events = AuditEvent.objects.filter(sequence__gte=stretch.first, sequence__lte=stretch.last).order_by("sequence")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            writer = Writer(file)
            for event in events.iterator(chunk_size=2000):
                writer.write(_line(event))
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        _check(unfinished, stretch)
        digest = _sha256(unfinished)
        os.replace(unfinished, path)
    except OSError as error:
        raise ArchiveError(f"归档文件没有写成（{error.strerror}），请检查磁盘空间和目录权限：{path.parent}") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return digest


@action
def _take_out(*, stretch: Stretch, file: str, sha256: str, at: datetime, by: None) -> AuditArchive:
    """The row that lets the triggers give the events up, and only then the events."""
    archive = AuditArchive(
        first=stretch.first, last=stretch.last, mac_previous=stretch.mac_previous, mac=stretch.mac,
        made_at=at, file=file, sha256=sha256,
    )  # fmt: skip
    archive.seal = chain.archive_seal(archive)
    archive.save()
    AuditEvent.objects.filter(sequence__gte=stretch.first, sequence__lte=stretch.last).delete()
    summary = f"归档第{stretch.first}条至第{stretch.last}条，文件{file}，校验值{sha256}"
    record_event(by=by, action="audit.archived", subject=archive, summary=summary)
    return archive


def _line(event: AuditEvent) -> bytes:
    values = [getattr(event, name) for name in FIELDS]
    values[1] = event.at.isoformat()
    return (json.dumps(values, ensure_ascii=False) + "\n").encode()


def events_of(path: Path) -> Iterator[AuditEvent]:
    """The events of an archive, unsaved. Raises OSError, SealError, or ValueError for what is no event."""
    with path.open("rb") as file, Reader.buffered(file) as reader, io.TextIOWrapper(reader, encoding="utf-8") as text:
        for line in text:
            values: dict[str, Any] = dict(zip(FIELDS, json.loads(line), strict=True))
            yield AuditEvent(**values | {"at": datetime.fromisoformat(values["at"])})


def _check(path: Path, stretch: Stretch, places: Container[int] = ()) -> dict[int, str]:
    """The MACs in the file at ``places``. Raises ArchiveError where it is not the stretch that the chain had."""
    count, mac, macs = stretch.first - 1, stretch.mac_previous, {}
    try:
        for event in events_of(path):
            reason = chain.fault(event, count + 1, mac)
            if reason:
                raise ArchiveError(f"归档文件{path.name}第{count + 1}条：{reason}")
            count, mac = count + 1, event.mac
            if count in places:
                macs[count] = mac
    except FileNotFoundError:
        raise ArchiveError(f"归档文件{path.name}不在{path.parent}，请放回去再核对。") from None
    except (OSError, SealError, ValueError, TypeError):
        raise ArchiveError(f"归档文件{path.name}已损坏、被改动或不完整，请从备份里找回。") from None
    if (count, mac) != (stretch.last, stretch.mac):
        raise ArchiveError(f"归档文件{path.name}不完整：到第{count}条为止，登记的是第{stretch.last}条。")
    return macs


def check_archive(archive: AuditArchive, places: Container[int] = ()) -> dict[int, str]:
    """The MACs in an archive's file at ``places``. Raises ArchiveError when it is missing or not what was written."""
    path = Path(settings.AUDIT_ARCHIVE_DIR) / archive.file
    return _check(path, Stretch(archive.first, archive.last, archive.mac_previous, archive.mac), places)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
