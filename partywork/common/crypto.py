"""Sealing personal values (AES-256-GCM) and indexing them for exact search (HMAC-SHA256).

The keys lie in a private file outside the database and its backups (settings.PARTYWORK_KEYS_FILE), made
on first run. Losing the file loses every sealed value. Neither keys nor values are ever logged.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from partywork.common.keyring import Keyring, SealError, current_keyring, same_keyring

__all__ = [
    "Keyring",
    "SealError",
    "blind_index",
    "blind_indexes",
    "lasting_mark",
    "older_indexes",
    "open_sealed",
    "same_keyring",
    "seal",
    "sealer",
]

NONCE_BYTES = 12
_BROKEN = "加密内容已损坏或被改动，无法读取。"


def seal(plaintext: str, *, purpose: str) -> str:
    """Encrypt under the newest key: "key id.base64". Two calls never give the same text.

    `purpose` names the field (for example member.identity_number) and must be given again to open it,
    so a value moved to another field does not open. An empty text is sealed like any other.
    """
    return sealer(purpose=purpose)(plaintext)


def sealer(*, purpose: str) -> Callable[[str], str]:
    """``seal`` for many texts of one purpose that are written at once: the key file is looked at once for all."""
    keyring = current_keyring()
    encrypt, bound = _cipher(keyring.keys[keyring.current]).encrypt, purpose.encode()

    def seal_one(plaintext: str) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        body = encrypt(nonce, plaintext.encode(), bound)
        return f"{keyring.current}.{base64.urlsafe_b64encode(nonce + body).decode()}"

    return seal_one


def open_sealed(text: str, *, purpose: str) -> str:
    """Decrypt what seal() gave, whichever key of the file wrote it.

    Raises SealError when the key is not in the file, or text or purpose are not what was sealed.
    """
    key_id, _, encoded = text.partition(".")
    try:
        raw = base64.b64decode(encoded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise SealError(_BROKEN) from None
    try:
        plain = _cipher(_key(key_id)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError):
        raise SealError(_BROKEN) from None
    return plain.decode()


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def _key(key_id: str) -> bytes:
    """The key with this id; the file is read once more in case another process has just rotated it."""
    keys = current_keyring().keys
    if key_id not in keys:
        keys = current_keyring(reread=True).keys
    if key_id not in keys:
        raise SealError("密钥文件里没有读取这条内容所需的密钥，请恢复原来的密钥文件。")
    return keys[key_id]


def blind_index(value: str, *, purpose: str) -> str:
    """64 hexadecimal digits by which equal values of one purpose can be found without opening them.

    Normalise the value first. Stored beside the sealed value; ``blind_indexes`` finds it.
    """
    return _marked(current_keyring().index_key, value, purpose)


def blind_indexes(value: str, *, purpose: str) -> list[str]:
    """What to look for: the index under every index key of the file, the one that is stored today first.

    While the index key is being changed, and in a restored backup of before, both are found.
    """
    return [_marked(key, value, purpose) for key in current_keyring().index_keys]


def older_indexes(value: str, *, purpose: str) -> list[str]:
    """Of ``blind_indexes`` those under the keys of before: none but while the index key is being changed."""
    return [_marked(key, value, purpose) for key in current_keyring().old_index_keys]


def lasting_mark(value: str, *, purpose: str) -> str:
    """Like ``blind_index``, under the first index key for good: for keys of records, which must never change."""
    return _marked(current_keyring().index_keys[-1], value, purpose)


def _marked(key: bytes, value: str, purpose: str) -> str:
    return hmac.digest(key, f"{len(purpose)}:{purpose}:{value}".encode(), "sha256").hex()
