"""Old events leave the table for a sealed file, and the chain stays one that can be verified."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from partywork.audit import anchors, chain, triggers
from partywork.audit.models import AuditArchive, AuditEvent
from partywork.auditlog.archiving import SUFFIX, ArchiveError, archive_before, events_of
from partywork.backups.making import make_backup
from tests.audit.samples import WRITER, note

pytestmark = pytest.mark.django_db
OLD, LATE = datetime(2025, 1, 10, 4, tzinfo=UTC), datetime(2025, 2, 10, 4, tzinfo=UTC)
TODAY = date(2026, 6, 18)
AT = datetime(2026, 6, 18, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def log(settings, tmp_path) -> None:
    """Three events of January 2025, two of February, and the triggers that guard them."""
    settings.AUDIT_IS_APPEND_ONLY = True
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.AUDIT_ARCHIVE_DIR = settings.MEDIA_ROOT / "audit"
    settings.AUDIT_ANCHORS_FILE = tmp_path / "anchors.txt"
    settings.BACKUP_DIR = tmp_path / "backups"
    triggers.after_migrate()
    for number, moment in enumerate([OLD, OLD, OLD, LATE, LATE], 1):
        with time_machine.travel(moment, tick=False):
            note(summary=f"第{number}件", by=WRITER)


def archive(day: date = date(2025, 2, 1)) -> AuditArchive:
    return archive_before(day=day, today=TODAY, at=AT)


def place_of(made: AuditArchive, settings) -> Path:
    return Path(settings.AUDIT_ARCHIVE_DIR) / made.file


def verify_audit(capsys, *args: str) -> tuple[int, str, str]:
    code = 0
    try:
        call_command("verify_audit", *args)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return (code, *capsys.readouterr())


def test_old_events_move_into_the_file_as_they_were(settings, capsys):
    before = list(AuditEvent.objects.filter(sequence__lte=3).values())
    made = archive()
    assert (made.first, made.last, made.mac_previous) == (1, 3, chain.START)
    kept = [{**vars(event)} for event in events_of(place_of(made, settings))]
    for one, other in zip(before, kept, strict=True):
        assert {name: value for name, value in one.items() if name != "id"} == {
            name: value for name, value in other.items() if name not in ("id", "_state")
        }
    assert list(AuditEvent.objects.values_list("sequence", flat=True)) == [4, 5, 6]
    assert AuditEvent.objects.get(sequence=6).action == "audit.archived"
    assert verify_audit(capsys) == (0, f"完整，共6条。链头 {chain.anchor()}\n", "")


def test_the_next_archive_goes_on_where_the_last_ended(capsys):
    archive()
    made = archive(date(2025, 3, 1))
    assert (made.first, made.last) == (4, 5)
    note(summary="还在继续", by=WRITER)
    assert verify_audit(capsys)[0] == 0


def test_an_event_out_of_the_order_of_time_stays_with_those_behind_it():
    """The clock stood wrong for a moment: nothing behind an event that must stay leaves either."""
    archive()
    with time_machine.travel(OLD, tick=False):
        note(summary="钟表拨回了", by=WRITER)
    made = archive(date(2025, 3, 1))
    assert made.last == 5


@pytest.mark.parametrize("days", [0, 100, triggers.KEPT_DAYS - 1])
def test_the_last_half_year_stays(days):
    with pytest.raises(ArchiveError, match="最近184天的日志必须留在系统里，最晚只能归档2025-12-16以前的。"):
        archive(TODAY - timedelta(days=days))
    assert AuditEvent.objects.count() == 5


def test_there_may_be_nothing_to_archive():
    with pytest.raises(ArchiveError, match="2025-01-01以前没有可以归档的日志。"):
        archive(date(2025, 1, 1))


def test_a_broken_chain_is_not_archived():
    triggers.remove()
    AuditEvent.objects.filter(sequence=2).update(summary="另一件")
    triggers.install()
    with pytest.raises(ArchiveError, match="日志不完整（第2条"):
        archive()
    assert (AuditArchive.objects.count(), AuditEvent.objects.count()) == (0, 5)


def test_nothing_leaves_when_the_file_cannot_be_written(settings, tmp_path):
    (tmp_path / "media").write_text("a file in the way")
    with pytest.raises(ArchiveError, match="归档文件没有写成"):
        archive()
    assert (AuditArchive.objects.count(), AuditEvent.objects.count()) == (0, 5)


def refuse(change) -> None:
    with pytest.raises(DatabaseError, match=triggers.REFUSED), transaction.atomic():
        change()


def test_the_database_gives_up_archived_events_alone():
    refuse(lambda: AuditEvent.objects.filter(sequence=1).delete())
    made = archive()
    refuse(lambda: AuditEvent.objects.filter(sequence=4).delete())
    refuse(lambda: AuditArchive.objects.filter(pk=made.pk).delete())
    refuse(lambda: AuditArchive.objects.update(last=5))


def test_young_events_stay_even_for_who_forges_an_archive():
    note(summary="今天的", by=WRITER)
    forged = AuditArchive(
        first=1, last=6, mac_previous=chain.START, mac="f" * 64, made_at=AT, file="x", sha256="", seal=""
    )
    forged.save()
    refuse(lambda: AuditEvent.objects.filter(sequence=6).delete())


def test_events_removed_under_a_forged_archive_are_missed(capsys):
    last = AuditEvent.objects.get(sequence=3)
    AuditArchive.objects.create(
        first=1, last=3, mac_previous=chain.START, mac=last.mac, made_at=AT, file="x", sha256="", seal="f" * 64
    )
    AuditEvent.objects.filter(sequence__lte=3).delete()
    said = "不完整：第1条，归档的登记被改动或是伪造的：与封印不符。此前0条完好。\n"
    assert verify_audit(capsys) == (1, "", said)


def test_an_archive_without_its_row_is_a_gap(capsys):
    archive()
    triggers.remove()
    AuditArchive.objects.all().delete()
    triggers.install()
    assert verify_audit(capsys) == (1, "", "不完整：第1条，缺失：下一条现存记录是第4条。此前0条完好。\n")


def test_a_row_missing_between_two_is_told(capsys):
    archive()
    archive(date(2025, 3, 1))
    triggers.remove()
    AuditArchive.objects.filter(first=1).delete()
    triggers.install()
    assert verify_audit(capsys) == (1, "", "不完整：第1条，归档的登记前后不衔接，缺了一份。此前0条完好。\n")


def test_a_file_that_is_gone_or_changed_is_told(settings, capsys):
    place = place_of(archive(), settings)
    content = place.read_bytes()
    for changed in (content[:-1], content[:100] + bytes([content[100] ^ 1]) + content[101:], b"", b"other"):
        place.write_bytes(changed)
        assert verify_audit(capsys) == (1, "", f"归档文件{place.name}已损坏、被改动或不完整，请从备份里找回。\n")
    place.unlink()
    assert verify_audit(capsys) == (1, "", f"归档文件{place.name}不在{place.parent}，请放回去再核对。\n")


def test_another_archive_in_its_place_is_told(settings, capsys):
    first, second = (place_of(archive(day), settings) for day in (date(2025, 2, 1), date(2025, 3, 1)))
    first.write_bytes(second.read_bytes())
    assert verify_audit(capsys) == (1, "", f"归档文件{first.name}第1条：缺失：下一条现存记录是第4条\n")


def test_what_was_noted_of_an_archived_place_still_binds(capsys, settings):
    with time_machine.travel(OLD, tick=False):
        anchors.note(why=anchors.DAILY, at=OLD)
    archive()
    noted = settings.AUDIT_ANCHORS_FILE.read_text(encoding="utf-8").split(" ")[2]
    out = f"完整，共6条。链头 {chain.anchor()}\n另存的链头1处都相符，最早的是2025-01-10T12:00:00+08:00。\n"
    assert verify_audit(capsys) == (0, out, "")
    assert verify_audit(capsys, "--anchor", noted)[0] == 0
    assert verify_audit(capsys, "--anchor", "2:" + "f" * 64)[0] == 1


def test_backups_hold_the_archives_and_their_ends_bind(settings, capsys, monkeypatch):
    archive()
    monkeypatch.setattr("partywork.backups.archive.copy_database", lambda database, copy: copy.write_bytes(b"copy"))
    monkeypatch.setattr("partywork.backups.archive.check_copy", lambda database, copy: None)
    contents = make_backup(to=settings.BACKUP_DIR / "x.backup", at=AT)
    assert [name for name in contents.digests if name.endswith(SUFFIX)] == [
        f"files/audit/partywork-000000000001-000000000003{SUFFIX}"
    ]
    code, out, _ = verify_audit(capsys, "--backups")
    assert (code, out.splitlines()[1]) == (0, "另存的链头2处都相符，最早的是2026-06-18T12:00:00+08:00。")
    (settings.BACKUP_DIR / "y.backup").write_bytes(b"nothing")
    code, _, said = verify_audit(capsys, "--backups")
    assert (code, said) == (1, "y.backup：这不是本系统的备份文件，或者文件开头已经损坏。\n")


def test_the_command_says_what_it_did_and_what_it_refuses(capsys):
    with time_machine.travel(AT, tick=False):
        call_command("archive_audit", "--before", "2025-02-01")
        with pytest.raises(CommandError, match="最近184天的日志必须留在系统里"):
            call_command("archive_audit", "--before", "2026-06-01")
    assert capsys.readouterr().out.splitlines()[0] == (
        f"已归档第1条至第3条：partywork-000000000001-000000000003{SUFFIX}"
    )
