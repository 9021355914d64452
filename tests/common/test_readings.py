"""The readings of characters agree with the library whose file they come from."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from partywork.common.readings import readings

EVERY = 40  # a thousand characters of 42,000
WITH_MARKS = "嗯哼呣欸誒女吕略绿䁮〇一"  # syllables without a vowel, ê, ü


@pytest.fixture
def characters() -> list[str]:
    spec = find_spec("pypinyin")
    assert spec is not None
    assert spec.origin is not None
    table = json.loads(Path(spec.origin).with_name("pinyin_dict.json").read_text("utf-8"))
    return [*WITH_MARKS, *(chr(int(each)) for each in list(table)[::EVERY])]


def test_every_character_is_read_as_the_library_reads_it(characters, monkeypatch):
    monkeypatch.setenv("PYPINYIN_NO_PHRASES", "1")  # only quicker: a single character is no phrase
    from pypinyin import Style, pinyin

    for each in characters:
        found = pinyin(each, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
        assert readings(each) == tuple(dict.fromkeys(one.lower() for one in found)), each


@pytest.mark.parametrize("sign", ["，", "3", "Ａ", "é", "\U0003ffff"])
def test_what_is_no_character_reads_as_itself(sign):
    assert readings(sign) == (sign.lower(),)


def test_a_letter_is_small():
    assert readings("W") == ("w",)
