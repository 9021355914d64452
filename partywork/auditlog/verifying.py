"""All that can be held against the log at once: the chain, its archives, every place noted outside, the triggers."""

from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from partywork.audit import anchors, chain, triggers
from partywork.audit.anchors import Anchor
from partywork.audit.beside import first_fault
from partywork.audit.chain import Verdict
from partywork.audit.models import AuditArchive
from partywork.auditlog.archiving import ArchiveError, check_archive
from partywork.backups.archive import read_archive
from partywork.backups.databases import BackupError
from partywork.backups.making import SUFFIX
from partywork.common.keyring import SealError

NO_TRIGGERS = "记录完整，但数据库里防改动的触发器不在了，请运行 python manage.py migrate 重新装上。"
NEW_DATABASE = "如果是有意换了数据库，请把锚点文件 {} 移到别处保存，再核对。"


def faults(verdict: Verdict, noted: Collection[Anchor]) -> list[str]:
    """What is wrong besides the links of a chain that is whole itself, in sentences; empty when nothing is."""
    said: list[str] = []
    macs, places = dict(verdict.macs), {anchor.sequence for anchor in noted}
    for archive in AuditArchive.objects.order_by("first"):
        try:
            macs |= check_archive(archive, places)
        except ArchiveError as error:
            said.append(str(error))
    against = anchors.complaints(noted, macs)
    said += [f"不完整：{each}。" for each in against]
    if against and Path(settings.AUDIT_ANCHORS_FILE).exists():
        said.append(NEW_DATABASE.format(settings.AUDIT_ANCHORS_FILE))
    if (sequence := first_fault()) is not None:
        said.append(f"链完整，但第{sequence}条另存的详情被改动或缺失。")
    if settings.AUDIT_IS_APPEND_ONLY and triggers.missing():
        said.append(NO_TRIGGERS)
    return said


def walk(noted: Collection[Anchor]) -> Verdict:
    """The chain's own links, with the MACs at the noted places."""
    return chain.verify(places={anchor.sequence for anchor in noted})


def of_backups(folder: Path) -> tuple[list[Anchor], list[str]]:
    """The ends of the chain that the backups of a folder hold, and which of them could not be read."""
    found, unread = [], []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            contents = read_archive(path)
        except (BackupError, SealError) as error:
            unread.append(f"{path.name}：{error}")
        else:
            found.append(Anchor(contents.made_at, f"备份{path.name}", contents.audit_end))
    return found, unread
