"""Sealed values open only with their key and purpose; equal values share a blind index."""

import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partywork.common.crypto import SealError, blind_index, open_sealed, seal
from partywork.common.keyring import Keyring, rotate_keys

BROKEN = "加密内容已损坏或被改动，无法读取。"
MISSING_KEY = "密钥文件里没有读取这条内容所需的密钥，请恢复原来的密钥文件。"
same_key_file_throughout = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.PARTYWORK_KEYS_FILE = tmp_path / "keys" / "keyring.json"
    return settings.PARTYWORK_KEYS_FILE


@same_key_file_throughout
@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_what_is_sealed_opens(plaintext, purpose):
    assert open_sealed(seal(plaintext, purpose=purpose), purpose=purpose) == plaintext


def test_sealed_text_shows_nothing_and_never_repeats():
    first, second = seal("13800000000", purpose="phone"), seal("13800000000", purpose="phone")
    assert first != second
    assert "13800000000" not in first
    assert b"13800000000" not in base64.urlsafe_b64decode(first.partition(".")[2])


def test_another_purpose_does_not_open():
    sealed = seal("甲", purpose="member.phone")
    with pytest.raises(SealError, match=f"^{BROKEN}$"):
        open_sealed(sealed, purpose="member.identity_number")


def test_every_changed_byte_is_noticed():
    key_id, _, encoded = seal("甲", purpose="phone").partition(".")
    raw = base64.urlsafe_b64decode(encoded)
    opened = []
    for place in range(len(raw)):
        bent = bytes([*raw[:place], raw[place] ^ 1, *raw[place + 1 :]])
        try:
            opened.append(open_sealed(f"{key_id}.{base64.urlsafe_b64encode(bent).decode()}", purpose="phone"))
        except SealError:
            continue
    assert opened == []


@pytest.mark.parametrize("tail", ["", "!", "AAAA", "甲", "A"])
def test_what_was_never_sealed_is_refused(tail):
    key_id = seal("甲", purpose="phone").partition(".")[0]
    with pytest.raises(SealError, match=f"^{BROKEN}$"):
        open_sealed(f"{key_id}.{tail}", purpose="phone")


def test_an_unknown_key_is_named_as_the_reason():
    with pytest.raises(SealError, match=f"^{MISSING_KEY}$"):
        open_sealed("00000000.AAAA", purpose="phone")


def test_old_values_open_after_rotation_and_the_newest_key_writes():
    old = seal("甲", purpose="phone")
    index = blind_index("甲", purpose="phone")
    new_id = rotate_keys()
    new = seal("乙", purpose="phone")
    assert new.partition(".")[0] == new_id != old.partition(".")[0]
    assert [open_sealed(one, purpose="phone") for one in (old, new)] == ["甲", "乙"]
    assert blind_index("甲", purpose="phone") == index


def test_a_rotation_by_another_process_is_picked_up(settings, key_file, tmp_path):
    seal("甲", purpose="phone")  # from now on this process knows the file
    rotated = Keyring.load(key_file).rotated()
    settings.PARTYWORK_KEYS_FILE = tmp_path / "seen-by-the-other-process.json"
    rotated.save(settings.PARTYWORK_KEYS_FILE)
    sealed = seal("乙", purpose="phone")
    settings.PARTYWORK_KEYS_FILE = key_file
    with pytest.raises(SealError, match=f"^{MISSING_KEY}$"):
        open_sealed(sealed, purpose="phone")
    rotated.save(key_file)
    assert open_sealed(sealed, purpose="phone") == "乙"


def test_a_lost_key_file_is_not_mistaken_for_damage(key_file):
    sealed = seal("甲", purpose="phone")
    key_file.unlink()
    rotated_elsewhere = Keyring.generate()
    rotated_elsewhere.save(key_file)
    rotate_keys()
    with pytest.raises(SealError, match=f"^{MISSING_KEY}$"):
        open_sealed(sealed, purpose="phone")


def test_the_blind_index_tells_values_and_purposes_apart():
    indexes = {
        blind_index("甲", purpose="phone"),
        blind_index("乙", purpose="phone"),
        blind_index("甲", purpose="identity"),
        blind_index("e甲", purpose="phon"),
    }
    assert len(indexes) == 4
    assert {len(one) for one in indexes} == {64}
    assert blind_index("甲", purpose="phone") in indexes
