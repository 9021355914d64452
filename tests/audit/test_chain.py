"""Whoever changes, drops, reorders or cuts audit rows behind the product's back is found out."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from partywork.audit import chain
from partywork.audit.models import AuditEvent, AuditHead
from partywork.common.keyring import current_keyring
from tests.audit.samples import WRITER, note

pytestmark = pytest.mark.django_db
EDITED = "内容被改动：与当时写入的校验码不符"
DISCONNECTED = "顺序被打乱或被替换：与前一条不衔接"
WRONG_HEAD = "链头与最后一条不符：末尾可能被截断后改写"
ONCE_CUT = "此处曾被截断：写入这一条时，链头与当时的记录不符"


@pytest.fixture
def five_events():
    for number in range(1, 6):
        note(summary=f"第{number}件", by=WRITER)


def broken() -> tuple[int | None, str]:
    verdict = chain.verify(batch_size=2)
    return verdict.broken_at, verdict.reason


def event(sequence: int):
    return AuditEvent.objects.filter(sequence=sequence)


def move_head_back(sequence: int) -> None:
    """What someone without the key can do: the public parts, under the old seal."""
    AuditHead.objects.update(sequence=sequence, mac=event(sequence).get().mac)


def test_an_empty_chain_is_whole():
    assert chain.verify() == chain.Verdict(0, "0" * 64)
    assert chain.anchor() == f"0:{'0' * 64}"


@pytest.mark.parametrize("batch_size", [1, 2, 5, 100])
def test_an_untouched_chain_is_whole(five_events, batch_size):
    last = event(5).get().mac
    assert chain.verify(batch_size=batch_size) == chain.Verdict(5, last)
    assert chain.anchor() == f"5:{last}"


@pytest.mark.parametrize(
    "change",
    [
        {"summary": "另一件"},
        {"detail": "[]"},
        {"actor_id": 8},
        {"actor_id": None},
        {"actor_name": "文书乙"},
        {"action": "sample.other"},
        {"subject_type": "x"},
        {"subject_id": 1},
        {"org_id": 1},
        {"address": "127.0.0.1"},
        {"request_id": "x"},
        {"mac": "f" * 64},
    ],
)
def test_an_edited_field_is_found(five_events, change):
    event(3).update(**change)
    assert broken() == (3, EDITED)


def test_a_moved_clock_is_found(five_events):
    moved = event(3).get()
    event(3).update(at=moved.at.replace(microsecond=(moved.at.microsecond + 1) % 1_000_000))
    assert broken() == (3, EDITED)


def test_every_stored_field_is_signed():
    """A field added to the model but not to the signed text could be changed unseen."""
    signed_otherwise = {"id", "mac", "mac_previous"}
    names = [field.name for field in AuditEvent._meta.fields if field.name not in signed_otherwise]
    text = chain.text_of(AuditEvent(sequence=1, at=datetime(2026, 6, 18, 8, tzinfo=UTC)))
    assert text == '[1,"2026-06-18T08:00:00.000000+00:00",null,"","","",null,null,"","","",""]'
    assert len(json.loads(text)) == len(names)


def test_a_missing_event_is_found(five_events):
    event(3).delete()
    assert broken() == (3, "缺失：下一条现存记录是第4条")


def test_a_missing_first_event_is_found(five_events):
    event(1).delete()
    assert broken() == (1, "缺失：下一条现存记录是第2条")


def test_a_gap_closed_by_renumbering_is_found(five_events):
    event(3).delete()
    for sequence in (4, 5):
        event(sequence).update(sequence=F("sequence") - 1)
    move_head_back(4)
    assert broken() == (3, DISCONNECTED)


def test_swapped_events_are_found(five_events):
    for old, new in ((3, 99), (4, 3), (99, 4)):
        event(old).update(sequence=new)
    assert broken() == (3, DISCONNECTED)


def test_an_inserted_event_is_found(five_events):
    copy = event(3).get()
    copy.pk, copy.sequence = None, 0
    copy.save()
    assert broken() == (1, "多出：插入了序号为0的记录")


def test_an_event_after_the_head_is_found(five_events):
    copy = event(5).get()
    copy.pk, copy.sequence, copy.mac_previous = None, 6, copy.mac
    copy.save()
    assert broken() == (6, "多出：链头之后还有第6条")


def test_a_cut_tail_is_found(five_events):
    event(5).delete()
    assert broken() == (5, "末尾被截断：链头记的是第5条")


def test_a_cut_tail_with_the_head_moved_back_is_found(five_events):
    event(5).delete()
    move_head_back(4)
    assert broken() == (5, WRONG_HEAD)


def test_a_lost_head_is_found(five_events):
    AuditHead.objects.all().delete()
    assert broken() == (1, "链头缺失：现存记录无从核对")


@pytest.mark.parametrize("change", [{"mac": "f" * 64}, {"seal": "f" * 64}])
def test_a_forged_head_is_found(five_events, change):
    AuditHead.objects.update(**change)
    assert broken() == (6, WRONG_HEAD)


def test_a_cut_tail_stays_visible_after_work_has_gone_on(five_events):
    event(5).delete()
    move_head_back(4)
    note(summary="继续工作", by=WRITER)
    assert list(AuditEvent.objects.values_list("sequence", "action"))[4:] == [
        (5, "audit.break"),
        (6, "sample.note"),
    ]
    assert broken() == (5, ONCE_CUT)


def test_a_lost_head_stays_visible_after_work_has_gone_on(five_events):
    AuditHead.objects.all().delete()
    note(summary="继续工作", by=WRITER)
    assert broken() == (6, ONCE_CUT)


def test_another_key_cannot_continue_the_chain(five_events, settings, tmp_path):
    settings.PARTYWORK_KEYS_FILE = tmp_path / "other.json"
    assert broken() == (1, EDITED)


def test_rotating_the_sealing_key_leaves_the_chain_whole(five_events, settings, tmp_path):
    rotated = current_keyring().rotated()
    settings.PARTYWORK_KEYS_FILE = tmp_path / "rotated.json"
    rotated.save(settings.PARTYWORK_KEYS_FILE)
    note(summary="第6件", by=WRITER)
    assert chain.verify().count == 6


@given(st.text(), st.text())
def test_any_text_comes_back_as_it_was_signed(summary, more):
    note(summary=summary, by=WRITER)
    note(summary=more, by=WRITER)
    assert chain.verify().is_whole


def verify_audit(capsys, *args: str) -> tuple[int, str, str]:
    code = 0
    try:
        call_command("verify_audit", *args)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return (code, *capsys.readouterr())


def test_the_command_says_whole_and_how_many(five_events, capsys):
    assert verify_audit(capsys) == (0, f"完整，共5条。链头 {chain.anchor()}\n", "")


def test_the_command_names_the_first_broken_event(five_events, capsys):
    event(4).update(summary="另一件")
    event(2).update(summary="另一件")
    assert verify_audit(capsys) == (1, "", f"不完整：第2条，{EDITED}。此前1条完好。\n")


def test_the_command_holds_the_chain_against_an_anchor(five_events, capsys):
    earlier = chain.anchor()
    note(summary="第6件", by=WRITER)
    assert verify_audit(capsys, "--anchor", earlier)[0] == 0
    assert verify_audit(capsys, "--anchor", f"0:{chain.START}")[0] == 0


@pytest.mark.parametrize("anchor", ["9:" + "f" * 64, "5:" + "f" * 64, "坏", "0:1"])
def test_the_command_finds_a_chain_replaced_as_a_whole(five_events, capsys, anchor):
    expected = f"不完整：与以前（抄下）另存的链头 {anchor} 不符，记录可能被截断或整体替换。\n"
    assert verify_audit(capsys, "--anchor", anchor) == (1, "", expected)
