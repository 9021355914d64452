"""The end of the chain is noted outside the database, once a day; the notes bind it."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from partywork.audit import anchors, chain
from partywork.audit.anchors import DAILY, FREEZE, RESTORED, Anchor
from partywork.audit.models import AuditEvent, AuditHead
from tests.audit.samples import WRITER, note

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 18, 4, tzinfo=UTC)  # noon in Shanghai


@pytest.fixture
def file(settings, tmp_path) -> Path:
    settings.AUDIT_ANCHORS_FILE = tmp_path / "audit" / "anchors.txt"
    return settings.AUDIT_ANCHORS_FILE


def clock_at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def against(noted: list[Anchor]) -> list[str]:
    verdict = chain.verify(places={each.sequence for each in noted})
    assert verdict.is_whole
    return anchors.complaints(noted, verdict.macs)


def test_a_day_has_one_note_in_the_file_and_in_the_log(file, caplog):
    note(summary="第1件", by=WRITER)
    with caplog.at_level(logging.INFO, "partywork.audit.anchors"):
        for moment in (NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=24)):
            anchors.round_of(clock_at(moment))
    end = chain.anchor()
    assert anchors.read() == [
        Anchor("2026-06-18T12:00:00+08:00", DAILY, end),
        Anchor("2026-06-19T12:00:00+08:00", DAILY, end),
    ]
    assert caplog.messages == [f"audit anchor 2026-06-{day}T12:00:00+08:00 每日 {end}" for day in (18, 19)]
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_chain_bears_what_was_noted_of_it(file):
    anchors.note(why=DAILY, at=NOON)
    note(summary="第1件", by=WRITER)
    anchors.note(why=FREEZE, at=NOON)
    note(summary="第2件", by=WRITER)
    assert against(anchors.read()) == []


def cut_the_tail() -> None:
    """What even the holder of the key cannot undo once the end was noted elsewhere: a whole, shorter chain."""
    AuditEvent.objects.filter(sequence=2).delete()
    mac = AuditEvent.objects.get(sequence=1).mac
    AuditHead.objects.update(sequence=1, mac=mac, seal=chain.seal_of(1, mac))


def test_a_cut_that_the_chain_cannot_see_is_found(file):
    note(summary="第1件", by=WRITER)
    note(summary="第2件", by=WRITER)
    anchors.note(why=DAILY, at=NOON)
    end = chain.anchor()
    cut_the_tail()
    assert against(anchors.read()) == [
        f"与2026-06-18T12:00:00+08:00（每日）另存的链头 {end} 不符，记录可能被截断或整体替换"
    ]


def test_a_line_made_up_or_changed_is_told(file):
    note(summary="第1件", by=WRITER)
    anchors.note(why=DAILY, at=NOON)
    line = file.read_text(encoding="utf-8")
    file.write_text(line.replace("06-18", "06-17") + "x\n", encoding="utf-8")
    end = chain.anchor()
    assert against(anchors.read()) == [
        f"锚点文件里有一行被改动或是伪造的：{end}",
        "锚点文件里有一行被改动或是伪造的：x",
    ]


def test_after_a_restore_only_what_lies_before_its_end_binds(file):
    note(summary="第1件", by=WRITER)
    anchors.note(why=DAILY, at=NOON)
    note(summary="第2件", by=WRITER)
    anchors.note(why=DAILY, at=NOON)
    cut_the_tail()
    anchors.note(why=RESTORED, at=NOON)
    note(summary="由备份恢复", by=None)
    binding = anchors.binding(anchors.read())
    assert [(each.why, each.sequence) for each in binding] == [(DAILY, 1), (RESTORED, 1)]
    assert against(binding) == []


@pytest.mark.django_db(transaction=True)
def test_a_note_waits_for_the_transaction(file):
    from django.db import transaction

    with transaction.atomic():
        note(summary="第1件", by=WRITER)
        anchors.note_when_written(why=FREEZE)
        assert anchors.read() == []
    assert [(each.why, each.place) for each in anchors.read()] == [(FREEZE, chain.anchor())]
