"""How single characters are read, from pypinyin's file of 42,000 of them.

Loaded as the library loads it the table takes 11 MB of every process that spells a name; read as the file it is, 0.8.
"""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_TONES = dict.fromkeys(map(ord, "\u0304\u0301\u030c\u0300"))  # the marks of the four tones, as in ā á ǎ à


@cache
def readings(character: str) -> tuple[str, ...]:
    """Every pinyin of a character, without tones and in small letters, ü as v; the character itself where it has none.

    The commonest comes first.
    """
    table, key = _table(), b'"%d": "' % ord(character)
    start = table.find(key) + len(key)
    if start < len(key):
        return (character.lower(),)
    with_tones = table[start : table.index(b'"', start)].decode()
    return tuple(dict.fromkeys(_without_tones(with_tones).split(",")))


@cache
def _table() -> bytes:
    """A line a character: ``"34892": "xíng,háng,xìng",``. The package itself is found without being loaded."""
    package = find_spec("pypinyin")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).with_name("pinyin_dict.json").read_bytes()


def _without_tones(text: str) -> str:
    plain = unicodedata.normalize("NFD", text).translate(_TONES).replace("u\u0308", "v")
    return unicodedata.normalize("NFC", plain)
