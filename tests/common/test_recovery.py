"""The recovery sheet is read back from what people type, and says on which line they slipped."""

from datetime import date

import pytest

from partywork.common.keyring import Keyring, SealError
from partywork.common.recovery import fingerprint, read_sheet, sheet


@pytest.fixture
def ring():
    made = Keyring.generate().rotated().with_new_index()
    older = next(key_id for key_id in made.keys if key_id != made.current)
    return made.with_retired([older], date(2026, 5, 4)).rotated()


@pytest.fixture
def page(ring):
    return sheet(ring, written_on="2026-05-04 09:30")


def test_the_sheet_brings_every_key_back(ring, page):
    back = read_sheet(page)
    assert (back.current, dict(back.keys)) == (ring.current, dict(ring.keys))
    assert (back.index_keys, back.audit_key) == (ring.index_keys, ring.audit_key)
    assert set(back.retired) == set(ring.retired)
    assert back.being_replaced == ring.being_replaced


def test_it_is_read_as_people_type_it(ring, page):
    typed = page.lower().replace("0", "o").replace("1-1:", "1-1：").replace(" = ", "＝")
    typed = "\n".join(
        original if original[:1].isdigit() and "密钥" in original else line
        for original, line in zip(page.splitlines(), typed.splitlines(), strict=True)
    )
    assert dict(read_sheet(typed).keys) == dict(ring.keys)


def test_a_slip_is_told_by_its_line(page):
    line = next(line for line in page.splitlines() if line.startswith("2-1:"))
    slip = line[:5] + ("3" if line[5] == "2" else "2") + line[6:]
    with pytest.raises(SealError) as refused:
        read_sheet(page.replace(line, slip))
    assert str(refused.value) == "“2-1”这一行有录错的字符，请对照恢复页改正后再试。"


def test_a_line_left_out_is_named(page):
    kept = "\n".join(line for line in page.splitlines() if not line.startswith("3-2:"))
    with pytest.raises(SealError) as refused:
        read_sheet(kept)
    assert str(refused.value) == "缺少“3-2”这一行，请补录。"


def test_another_text_is_no_sheet():
    with pytest.raises(SealError, match="没有找到密钥"):
        read_sheet("会议记录")


def test_a_fingerprint_tells_keys_apart_and_gives_none_away(ring, page):
    marks = [fingerprint(key) for key in ring.keys.values()]
    assert len(set(marks)) == len(marks) == 3
    assert all(mark in page for mark in marks)
