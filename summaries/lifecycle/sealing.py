"""Keeping a report byte for byte, and proving later that nothing was changed.

Each part has its SHA-256; the snapshot's own is over all of them and over what the snapshot says of itself. The
audit chain notes it, so whoever changes a part and its sums in the database still contradicts the chain.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from partywork.accounts.models import User
from partywork.audit.chain import mac_of
from partywork.audit.history import detail_of, events_about
from partywork.audit.recorder import record_event
from summaries.document import Document
from summaries.exports import FORMATS, Compiled
from summaries.lifecycle.models import Snapshot, SnapshotKind, SnapshotPart
from summaries.lifecycle.stored import canonical, dump, load
from summaries.likeness import dump as sketches_dumped
from summaries.likeness import sketch
from summaries.reports.models import KEPT_STATES, Paragraph, Report, ReportState

DOCUMENT = "document"
LABELS = {DOCUMENT: "正文和指标", "values": "数字", "definitions": "口径", "texts": "逐段文字", "likeness": "文字特征"}
SEALED = "report.keep"
_JSON = "application/json"


@dataclass(frozen=True)
class Proof:
    """One thing that was looked at: what, its sum as kept, and whether it still is that."""

    label: str
    sha256: str
    holds: bool


@dataclass(frozen=True)
class Sealable:
    """A version with all its parts made and nothing stored yet. ``version`` is the report's own, as it was read."""

    kind: SnapshotKind
    number: int
    title: str
    parts: list[SnapshotPart]
    version: int


def sealable(*, report: Report, kind: SnapshotKind, made: Compiled, paragraphs: Iterable[Paragraph]) -> Sealable:
    """The report as ``made``, with its files. Reads records: to be called in the reading that made it."""
    number = report.snapshots.filter(kind=kind).count() + 1
    parts = [*_contents(made.document, report, list(paragraphs)), *_files(made, Snapshot(kind=kind, number=number))]
    return Sealable(kind, number, made.document.title, parts, report.version)


def keep(*, report: Report, drawn: Sealable, by: User) -> Snapshot:
    """Store a version; part of an action that holds the report's row and found it unchanged since the reading."""
    snapshot = Snapshot(report=report, kind=drawn.kind, number=drawn.number, title=drawn.title, by=by)
    snapshot.sha256 = sum_of_all(snapshot, {part.name: part.sha256 for part in drawn.parts})
    snapshot.save()
    for part in drawn.parts:
        part.snapshot = snapshot
        part.save()
    record_event(
        by=by,
        action=SEALED,
        subject=snapshot,
        summary=f"“{report}”留存{snapshot}，校验码{snapshot.sha256}",
        changes={"sha256": ("", snapshot.sha256)},
        org_id=report.org_id,
    )
    return snapshot


def frozen(report: Report) -> Snapshot | None:
    """The version in force of a frozen report; None for one that is on its way."""
    if report.state != ReportState.FROZEN:
        return None
    return report.snapshots.filter(kind=SnapshotKind.FROZEN).latest("number")


def in_force(report: Report) -> Snapshot | None:
    """What has left the unit and not come back: the version frozen or submitted last; None for a draft."""
    if report.state not in KEPT_STATES:
        return None
    return report.snapshots.order_by("-at", "-pk").first()


def document_of(snapshot: Snapshot) -> Document:
    return load(bytes(snapshot.parts.get(name=DOCUMENT).content))


def proofs(snapshot: Snapshot) -> Iterator[Proof]:
    """Every sum computed anew and held against what was kept and what the audit chain says."""
    found: dict[str, str] = {}
    for part in snapshot.parts.order_by("filename", "name").iterator(chunk_size=1):
        found[part.name] = digest(bytes(part.content))
        yield Proof(LABELS.get(part.name) or part.filename, part.sha256, found[part.name] == part.sha256)
    yield Proof("整份", snapshot.sha256, sum_of_all(snapshot, found) == snapshot.sha256)
    yield Proof("操作日志里的记载", snapshot.sha256, _in_the_chain(snapshot))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sum_of_all(snapshot: Snapshot, sums: dict[str, str]) -> str:
    """The SHA-256 over the parts' sums by name and what the snapshot says of itself."""
    about = [snapshot.report.key, snapshot.kind, snapshot.number, snapshot.title]
    return digest(canonical({"about": about, "parts": sums}))


def _in_the_chain(snapshot: Snapshot) -> bool:
    event = events_about(snapshot).filter(action=SEALED).last()
    if event is None or event.mac != mac_of(event):
        return False
    return detail_of(event)["changes"] == {"sha256": ["", snapshot.sha256]}


def _contents(document: Document, report: Report, paragraphs: list[Paragraph]) -> Iterator[SnapshotPart]:
    figures = document.figures
    yield _part(DOCUMENT, dump(document))
    yield _part("values", canonical({each.id: {"printed": each.printed, "number": each.number} for each in figures}))
    definitions = {each.id: {"name": each.name, "unit": each.unit, "definition": each.definition} for each in figures}
    yield _part("definitions", canonical(definitions))
    yield _part("texts", canonical([_text(each) for each in paragraphs]))
    names = (report.org.name, report.org.short_name)
    found = (sketch(each.source_key, each.text, names) for each in paragraphs if each.is_printed)
    yield _part("likeness", sketches_dumped(each for each in found if each is not None))


def _text(paragraph: Paragraph) -> dict[str, Any]:
    """A paragraph as it stood, figures as tokens; with the product's wording where the writer's stands over it."""
    return {
        "source": paragraph.source_key,
        "section": paragraph.section,
        "heading": paragraph.heading,
        "state": paragraph.state,
        "text": paragraph.text,
        "generated": paragraph.offered_text,
        "is_own": paragraph.own_text is not None,
    }


def _files(made: Compiled, snapshot: Snapshot) -> Iterator[SnapshotPart]:
    ending = f"（第{snapshot.number}版）" if snapshot.number > 1 else ""
    if snapshot.kind == SnapshotKind.SUBMITTED:
        ending = f"（{snapshot}）"
    for name, each in FORMATS.items():
        yield _part(name, each.render(made), each.content_type, f"{made.filename}{ending}.{name}")


def _part(name: str, content: bytes, content_type: str = _JSON, filename: str = "") -> SnapshotPart:
    return SnapshotPart(
        name=name, content=content, content_type=content_type, filename=filename, sha256=digest(content)
    )
