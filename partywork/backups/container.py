"""The file a backup lies in: encrypted in chunks, so that it may be of any size, and cannot be cut off unseen.

AES-256-GCM; each chunk's nonce is its number, and the last one says that it is the last (the STREAM construction).
Every file has a key of its own, derived (HKDF) from the newest key of the private key file.
"""

import io
import json
import secrets
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from partywork.common.keyring import KEY_BYTES, SealError, current_keyring

MAGIC = b"partywork-backup-1\n"
CHUNK = 1024 * 1024
TAG_BYTES, SALT_BYTES, MOST_HEADER = 16, 32, 1000
NOT_OURS = "这不是本系统的备份文件，或者文件开头已经损坏。"
BROKEN = "备份文件已损坏、被改动或不完整，不能使用。请换一份备份。"


class Writer(io.RawIOBase):
    """Encrypts what is written to it; the file counts only once it was closed."""

    def __init__(self, file: BinaryIO) -> None:
        keyring = current_keyring()
        header = {"key": keyring.current, "salt": secrets.token_hex(SALT_BYTES)}
        self._file, self._number, self._waiting = file, 0, bytearray()
        self._head = json.dumps(header).encode() + b"\n"
        self._cipher = AESGCM(_derived(keyring.keys[keyring.current], bytes.fromhex(header["salt"])))
        file.write(MAGIC + self._head)

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._waiting += data
        while len(self._waiting) > CHUNK:  # one chunk is always left to be the last
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return memoryview(data).nbytes

    def finish(self) -> None:
        """Write the last chunk. Without it the file is no backup."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._head))
        self._number += 1


class Reader(io.RawIOBase):
    """Decrypts such a file. Raises SealError when the key is missing or anything is not as it was written."""

    def __init__(self, file: BinaryIO) -> None:
        if file.read(len(MAGIC)) != MAGIC:
            raise SealError(NOT_OURS)
        self._file, self._number, self._left = file, 0, b""
        self._head = file.readline(MOST_HEADER)
        try:
            header = json.loads(self._head)
            key_id, salt = str(header["key"]), bytes.fromhex(header["salt"])
        except (KeyError, TypeError, ValueError):
            raise SealError(NOT_OURS) from None
        keys = current_keyring(reread=True).keys
        if key_id not in keys:
            raise SealError("密钥文件里没有打开这份备份所需的密钥，请先恢复备份当时的密钥文件。")
        self._cipher = AESGCM(_derived(keys[key_id], salt))
        self._next = file.read(CHUNK + TAG_BYTES)
        self._ended = False

    @classmethod
    def buffered(cls, file: BinaryIO) -> io.BufferedReader:
        return io.BufferedReader(cls(file), CHUNK)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not self._left and not self._ended:
            self._left = self._chunk()
        view = memoryview(buffer).cast("B")
        count = min(len(view), len(self._left))
        view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def _chunk(self) -> bytes:
        sealed, self._next = self._next, self._file.read(CHUNK + TAG_BYTES)
        self._ended = not self._next
        try:
            plain = self._cipher.decrypt(_nonce(self._number, last=self._ended), sealed, self._head)
        except InvalidTag:
            raise SealError(BROKEN) from None
        self._number += 1
        return plain


def _derived(key: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, b"partywork backup").derive(key)


def _nonce(number: int, *, last: bool) -> bytes:
    return bytes([last]) + number.to_bytes(11, "big")
