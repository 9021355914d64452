"""The hash chain: computing links, appending, and finding where it was broken.

A MAC is HMAC-SHA256, under the audit key of the private key file, over the previous MAC and the exact
stored text of the row. Whoever can write to the database but lacks the key cannot change, drop, reorder
or cut rows unseen. Against an old copy of the whole chain put back, the head is noted elsewhere (anchors.py).
The oldest stretch may lie in archives; their sealed rows say where it ended, and the table goes on from there.
"""

import hashlib
import hmac
import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from django.db.models import Max

from partywork.audit.beside import keep
from partywork.audit.models import AuditArchive, AuditEvent, AuditHead
from partywork.common.keyring import current_keyring

START = "0" * 64
BREAK_ACTION = "audit.break"
BATCH_SIZE = 2000


@dataclass(frozen=True)
class Position:
    """The end of the chain; ``sound`` is False when the stored head does not bear its seal."""

    sequence: int
    mac: str
    sound: bool = True


@dataclass(frozen=True)
class Verdict:
    """How far the chain is whole: ``count`` good events; the first broken sequence and why, if any.

    ``macs`` are the MACs found at the places that were asked for, those at the ends of archives among them.
    """

    count: int
    mac: str
    broken_at: int | None = None
    reason: str = ""
    macs: dict[int, str] = field(default_factory=dict, compare=False)

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def text_of(event: AuditEvent) -> str:
    """The row as the text that is signed: canonical JSON, the time in UTC to the microsecond."""
    fields = [
        event.sequence,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.actor_name,
        event.action,
        event.subject_type,
        event.subject_id,
        event.org_id,
        event.summary,
        event.detail,
        event.address,
        event.request_id,
    ]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _sign(text: str) -> str:
    return hmac.new(current_keyring().audit_key, text.encode(), hashlib.sha256).hexdigest()


def mac_of(event: AuditEvent) -> str:
    """What the MAC of a row ought to be, given the previous MAC it names."""
    return _sign(f"event\n{event.mac_previous}\n{text_of(event)}")


def seal_of(sequence: int, mac: str) -> str:
    """What the head's seal ought to be."""
    return _sign(f"head\n{sequence}\n{mac}")


def seal_of_text(text: str) -> str:
    """The seal of a line that notes an end of the chain outside the database."""
    return _sign(f"anchor\n{text}")


def archive_seal(archive: AuditArchive) -> str:
    """What the seal of an archive's row ought to be."""
    bound = [archive.first, archive.last, archive.mac_previous, archive.mac, archive.file, archive.sha256]
    return _sign(f"archive\n{json.dumps(bound, ensure_ascii=False)}")


def lock_end() -> Position:
    """The end of the chain, its head row locked until the transaction ends."""
    head = AuditHead.objects.select_for_update().filter(pk=AuditHead.THE_ROW).first()
    if head is None:
        fresh = AuditHead(pk=AuditHead.THE_ROW, sequence=0, mac=START, seal=seal_of(0, START))
        AuditHead.objects.bulk_create([fresh], ignore_conflicts=True)  # another first writer may be ahead
        head = AuditHead.objects.select_for_update().get(pk=AuditHead.THE_ROW)
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", "mac").first() or (0, START)
    sound = (head.sequence, head.mac) == last and hmac.compare_digest(head.seal, seal_of(*last))
    return Position(*last, sound=sound)


def append(end: Position, events: Sequence[AuditEvent]) -> None:
    """Number, sign and insert the events after ``end`` (from lock_end, same transaction); move the head."""
    sequence, mac = end.sequence, end.mac
    for event in events:
        sequence += 1
        event.sequence, event.mac_previous = sequence, mac
        event.mac = mac = mac_of(event)
    AuditEvent.objects.bulk_create(events, batch_size=200)
    keep(events)
    AuditHead.objects.filter(pk=AuditHead.THE_ROW).update(sequence=sequence, mac=mac, seal=seal_of(sequence, mac))


def anchor() -> str:
    """The end of the chain as short text to keep outside the database: "sequence:mac"."""
    head = AuditHead.objects.filter(pk=AuditHead.THE_ROW).first()
    return f"{head.sequence}:{head.mac}" if head else f"0:{START}"


def bears(noted: str) -> bool:
    """Whether the chain, if whole, has the place that an earlier ``anchor()`` named."""
    place = read_anchor(noted)
    if place is None:
        return False
    sequence, mac = place
    if sequence == 0:
        return mac == START
    here = {"sequence": sequence, "mac": mac}
    archived = AuditArchive.objects.filter(last=sequence, mac=mac)
    return AuditEvent.objects.filter(**here).exists() or archived.exists()


def read_anchor(noted: str) -> tuple[int, str] | None:
    """The place an anchor names; None for text that is none."""
    sequence, _, mac = noted.partition(":")
    return (int(sequence), mac) if sequence.isascii() and sequence.isdecimal() else None


def verify(*, batch_size: int = BATCH_SIZE, places: Container[int] = ()) -> Verdict:
    """Walk the whole chain in batches and name the first place where it is not what was written.

    Events appended while it walks are left for the next time. ``places``: sequences whose MACs are wanted.
    """
    head = AuditHead.objects.filter(pk=AuditHead.THE_ROW).first()
    archived = _archived()
    if not archived.is_whole:
        return archived
    count, mac, macs = archived.count, archived.mac, archived.macs
    for event in _events_until(head.sequence if head else 0, batch_size):
        reason = fault(event, count + 1, mac)
        if reason:
            return Verdict(count, mac, count + 1, reason)
        count, mac = count + 1, event.mac
        if count in places:
            macs[count] = mac
    reason = _fault_at_end(head, count, mac)
    return Verdict(count, mac, count + 1, reason) if reason else Verdict(count, mac, macs=macs)


def _archived() -> Verdict:
    """How far the archives' rows lead without a gap."""
    count, mac, macs = 0, START, {}
    for archive in AuditArchive.objects.order_by("first"):
        if not hmac.compare_digest(archive.seal, archive_seal(archive)):
            return Verdict(count, mac, count + 1, "归档的登记被改动或是伪造的：与封印不符")
        if (archive.first, archive.mac_previous) != (count + 1, mac):
            return Verdict(count, mac, count + 1, "归档的登记前后不衔接，缺了一份")
        count, mac = archive.last, archive.mac
        macs[count] = mac
    return Verdict(count, mac, macs=macs)


def _events_until(last: int, batch_size: int) -> Iterator[AuditEvent]:
    seen: int | None = None
    while True:
        rows = AuditEvent.objects.filter(sequence__lte=last).order_by("sequence")
        batch = list((rows if seen is None else rows.filter(sequence__gt=seen))[:batch_size])
        if not batch:
            return
        yield from batch
        seen = batch[-1].sequence


def fault(event: AuditEvent, expected: int, previous: str) -> str:
    """Why this event cannot be the ``expected``-th after one whose MAC is ``previous``; "" when it can."""
    if event.sequence > expected:
        return f"缺失：下一条现存记录是第{event.sequence}条"
    if event.sequence < expected:
        return f"多出：插入了序号为{event.sequence}的记录"
    if event.mac_previous != previous:
        return "顺序被打乱或被替换：与前一条不衔接"
    if not hmac.compare_digest(event.mac, mac_of(event)):
        return "内容被改动：与当时写入的校验码不符"
    if event.action == BREAK_ACTION:
        return "此处曾被截断：写入这一条时，链头与当时的记录不符"
    return ""


def _fault_at_end(head: AuditHead | None, count: int, mac: str) -> str:
    """Why the chain does not end where its head says; "" when it does."""
    last = AuditEvent.objects.aggregate(last=Max("sequence"))["last"] or 0
    if head is None:
        return "链头缺失：现存记录无从核对" if last else ""
    if count < head.sequence:
        return f"末尾被截断：链头记的是第{head.sequence}条"
    if head.mac != mac or not hmac.compare_digest(head.seal, seal_of(count, mac)):
        return "链头与最后一条不符：末尾可能被截断后改写"
    newest = AuditHead.objects.filter(pk=AuditHead.THE_ROW).values_list("sequence", flat=True).first() or 0
    return f"多出：链头之后还有第{last}条" if last > newest else ""
