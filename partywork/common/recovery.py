"""The recovery sheet: all keys as text to print and lock away, and reading it back from what somebody typed.

A key is 32 bytes: 52 characters in groups of four, two lines of them, each line with a check of its own, so that a
slip is told by its line. The letters I, L, O and U do not occur; l and I typed for 1, o for 0 are understood.
"""

import hashlib
import re
from collections.abc import Iterator
from types import MappingProxyType

from partywork.common.keyring import KEY_BYTES, Keyring, SealError

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TYPED = str.maketrans({"I": "1", "L": "1", "O": "0"})
_CHARACTERS = 52
_LINE = re.compile(r"^\s*(\d+)-([12])\s*[:：]\s*(.+?)\s*[=＝]\s*([0-9A-Za-z]{4})\s*$")
_NAME = re.compile(r"^\s*(\d+)\.\s*(现用|旧|停用|检索|旧检索|审计)密钥\s*(\S*)\s+指纹")
_SEAL, _OLD, _RETIRED, _INDEX, _OLD_INDEX, _AUDIT = "现用", "旧", "停用", "检索", "旧检索", "审计"


def fingerprint(key: bytes) -> str:
    """By which two people can tell that they mean the same key, without either telling it."""
    return hashlib.sha256(b"partywork key " + key).hexdigest()[:12].upper()


def sheet(ring: Keyring, *, written_on: str) -> str:
    """The whole sheet."""
    parts = [
        "党建工作台账 密钥恢复页",
        f"生成于 {written_on}",
        "",
        "打印后装入信封封好，由专人锁存，与备份分开保管；打印后删除这个文件，不要拍照，不要用邮件、微信传送。",
        "密钥文件丢失时：把下面带“=”的各行原样录入一个文本文件（大小写、空格不限），运行",
        "    manage.py recover_keys 文件",
        "每一行末尾“=”后的四位是校验码，录错会指出是哪一行。更换密钥之后要重新打印，旧页销毁。",
        "",
    ]
    for number, (kind, name, key) in enumerate(_listed(ring), 1):
        parts += [f"{number}. {kind}密钥 {name} 指纹 {fingerprint(key)}".replace("  ", " "), *_lines(number, key), ""]
    return "\n".join(parts)


def read_sheet(text: str) -> Keyring:
    """The keys of a sheet. Raises SealError that names the first line which cannot be right."""
    names = [found.groups() for line in text.splitlines() if (found := _NAME.match(line))]
    halves = dict(_read_lines(text))
    if not names:
        raise SealError("文件里没有找到密钥，请按恢复页从“1.”开始录入，连同“1. 现用密钥…”这样的行。")
    held = [(kind, name, _joined(int(number), halves)) for number, kind, name in names]
    sealing = {name: key for kind, name, key in held if kind in (_SEAL, _OLD, _RETIRED)}
    current = [name for kind, name, _ in held if kind == _SEAL]
    index = [key for kind, _, key in held if kind == _INDEX]
    audit = [key for kind, _, key in held if kind == _AUDIT]
    if not (len(current) == len(index) == len(audit) == 1):
        raise SealError("恢复页不完整：现用密钥、检索密钥、审计密钥应当各有一把。")
    older = tuple(key for kind, _, key in held if kind == _OLD_INDEX)
    retired = MappingProxyType({name: "" for kind, name, _ in held if kind == _RETIRED})
    return Keyring(current[0], MappingProxyType(sealing), index[0], audit[0], older, retired)


def _listed(ring: Keyring) -> Iterator[tuple[str, str, bytes]]:
    yield _SEAL, ring.current, ring.keys[ring.current]
    yield _INDEX, "", ring.index_key
    yield _AUDIT, "", ring.audit_key
    for key_id, key in ring.keys.items():
        if key_id != ring.current:
            yield _RETIRED if key_id in ring.retired else _OLD, key_id, key
    for key in ring.old_index_keys:
        yield _OLD_INDEX, "", key


def _lines(number: int, key: bytes) -> Iterator[str]:
    text = _spelled(key)
    for part, half in enumerate((text[: _CHARACTERS // 2], text[_CHARACTERS // 2 :]), 1):
        groups = " ".join(half[at : at + 4] for at in range(0, len(half), 4))
        yield f"{number}-{part}: {groups} = {_check(number, part, half)}"


def _read_lines(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    for line in text.splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        number, part, groups, check = found.groups()
        half = re.sub(r"\s", "", groups).upper().translate(_TYPED)
        if _check(int(number), int(part), half) != check.upper().translate(_TYPED):
            raise SealError(f"“{number}-{part}”这一行有录错的字符，请对照恢复页改正后再试。")
        yield (int(number), int(part)), half


def _joined(number: int, halves: dict[tuple[int, int], str]) -> bytes:
    missing = next((part for part in (1, 2) if (number, part) not in halves), None)
    if missing is not None:
        raise SealError(f"缺少“{number}-{missing}”这一行，请补录。")
    value = 0
    for letter in halves[number, 1] + halves[number, 2]:
        value = value * 32 + _LETTERS.index(letter)
    return (value >> (_CHARACTERS * 5 - KEY_BYTES * 8)).to_bytes(KEY_BYTES, "big")


def _spelled(key: bytes) -> str:
    value = int.from_bytes(key, "big") << (_CHARACTERS * 5 - KEY_BYTES * 8)
    return "".join(_LETTERS[(value >> (5 * at)) & 31] for at in reversed(range(_CHARACTERS)))


def _check(number: int, part: int, half: str) -> str:
    digest = int.from_bytes(hashlib.sha256(f"{number}-{part}:{half}".encode()).digest()[:3], "big")
    return "".join(_LETTERS[(digest >> (5 * at)) & 31] for at in range(4))
