"""Places of the chain noted outside the database: a chain cannot see its own tail cut, or all of itself put back.

A text file below PARTYWORK_VAR, one line a note: when, why, the place ("sequence:mac"), and a seal under the audit
key, so that a line cannot be made up by who lacks the key. Each is a line of the log as well.
"""

import hmac
import logging
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from partywork.audit import chain

DAILY, BACKUP, FREEZE, RESTORED = "每日", "备份", "定稿", "恢复"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Anchor:
    """One note. ``sound`` is False for a line that does not bear its seal."""

    at: str
    why: str
    place: str
    sound: bool = True

    @property
    def sequence(self) -> int:
        read = chain.read_anchor(self.place)
        return read[0] if read else 0


def note(*, why: str, at: datetime) -> None:
    """Add the end of the chain as it is now. Raises OSError when the file cannot be written."""
    body = f"{timezone.localtime(at).isoformat(timespec='seconds')} {why} {chain.anchor()}"
    path = Path(settings.AUDIT_ANCHORS_FILE)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a", encoding="utf-8") as file:
        file.write(f"{body} {chain.seal_of_text(body)}\n")
    _log.info("audit anchor %s", body)


def note_when_written(*, why: str) -> None:
    """Add the end of the chain once the running transaction is written; a note that fails is told in the log alone."""
    transaction.on_commit(lambda: note(why=why, at=timezone.now()), robust=True)


def read() -> list[Anchor]:
    """All notes of the file in their order; none when there is no file yet."""
    return [_anchor(line) for line in _lines()]


def _lines() -> list[str]:
    path = Path(settings.AUDIT_ANCHORS_FILE)
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    return [line for line in lines if line.strip()]


def _anchor(line: str) -> Anchor:
    parts = line.split(" ")
    if len(parts) != 4:
        return Anchor("", "", line, sound=False)
    at, why, place, seal = parts
    return Anchor(at, why, place, sound=hmac.compare_digest(seal, chain.seal_of_text(f"{at} {why} {place}")))


def binding(anchors: Collection[Anchor]) -> list[Anchor]:
    """The notes the chain must still bear: after a restore those beyond the restored end hold no more."""
    held: list[Anchor] = []
    for anchor in anchors:
        if anchor.sound and anchor.why == RESTORED:
            held = [each for each in held if each.sequence <= anchor.sequence]
        held.append(anchor)
    return held


def complaints(anchors: Collection[Anchor], macs: dict[int, str]) -> list[str]:
    """What the notes have against a chain that has ``macs`` at their places; empty when they agree."""
    said = []
    for anchor in anchors:
        if not anchor.sound:
            said.append(f"锚点文件里有一行被改动或是伪造的：{anchor.place[:80]}")
        elif macs.get(anchor.sequence, chain.START if anchor.sequence == 0 else "") != anchor.place.partition(":")[2]:
            said.append(f"与{anchor.at}（{anchor.why}）另存的链头 {anchor.place} 不符，记录可能被截断或整体替换")
    return said


def round_of(clock: Callable[[], datetime]) -> None:
    """What the worker does every little while: one note a day. Two workers at once note the same twice, harmlessly."""
    now = timezone.localtime(clock())
    if not any(line.startswith(f"{now:%Y-%m-%d}T") and f" {DAILY} " in line for line in _lines()[-50:]):
        note(why=DAILY, at=now)
