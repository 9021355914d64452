"""The key file is private, made once, and refused rather than trusted when something is wrong."""

import json
import os
import stat

import pytest

from partywork.common.keyring import Keyring, SealError, current_keyring

posix = pytest.mark.skipif(os.name != "posix", reason="file modes exist on POSIX only")


@pytest.fixture
def path(settings, tmp_path):
    settings.PARTYWORK_KEYS_FILE = tmp_path / "keys" / "keyring.json"
    return settings.PARTYWORK_KEYS_FILE


def test_the_first_run_makes_the_file_and_the_next_reads_it(path):
    first = current_keyring()
    assert first == current_keyring(reread=True) == Keyring.load(path)
    assert [entry.name for entry in path.parent.iterdir()] == ["keyring.json"]


@posix
def test_only_the_owner_can_read_it(path):
    current_keyring()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    current_keyring().rotated().save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_others_can_read_is_refused(path, mode):
    current_keyring()
    path.chmod(mode)
    with pytest.raises(SealError) as refused:
        current_keyring(reread=True)
    assert str(refused.value) == f"密钥文件 {path} 能被其他用户读取，已停止使用。请执行：chmod 600 {path}"


def test_a_second_first_run_leaves_the_keys_alone(path):
    mine = current_keyring()
    Keyring.generate().save_new(path)
    assert current_keyring(reread=True) == mine
    assert [entry.name for entry in path.parent.iterdir()] == ["keyring.json"]


def test_a_file_system_without_hard_links_works_too(path, monkeypatch):
    def refuse(*args):
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    first = current_keyring()
    assert Keyring.load(path) == first
    assert [entry.name for entry in path.parent.iterdir()] == ["keyring.json"]


def test_the_keys_never_show(path):
    keyring = current_keyring()
    assert repr(keyring) == f"Keyring(current='{keyring.current}')"


def _without(part):
    def change(held):
        del held[part]
        return json.dumps(held)

    return change


@pytest.mark.parametrize(
    "damage",
    [
        lambda held: "",
        lambda held: "[]",
        lambda held: json.dumps({**held, "version": 2}),
        lambda held: json.dumps({**held, "current": "none"}),
        lambda held: json.dumps({**held, "audit": "c2hvcnQ="}),
        _without("index"),
    ],
)
def test_a_damaged_file_is_refused(path, damage):
    current_keyring()
    path.write_text(damage(json.loads(path.read_text())))
    with pytest.raises(SealError) as refused:
        current_keyring(reread=True)
    assert str(refused.value) == f"密钥文件 {path} 已损坏，请从备份恢复。"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SealError) as refused:
        Keyring.load(tmp_path / "none.json")
    assert str(refused.value) == f"读不到密钥文件 {tmp_path / 'none.json'}，请检查它是否存在、当前用户能否读取。"


def test_rotation_keeps_what_must_stay(path):
    old = current_keyring()
    new = old.rotated()
    assert dict(old.keys).items() < dict(new.keys).items()
    assert (new.index_key, new.audit_key) == (old.index_key, old.audit_key)
