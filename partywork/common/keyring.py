"""The private key file: made on first run, refused when others could read it, never logged."""

import base64
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

KEY_BYTES = 32
FORMAT_VERSION = 1


class SealError(Exception):
    """A key file or a sealed value cannot be used; the Chinese message says why and what to do."""


@dataclass(frozen=True)
class Keyring:
    """Keys for sealing (several readable, the current one writes), for indexing and for the audit chain."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "Keyring":
        """New random keys. Key ids are random too, so a lost file is told from a wrong one."""
        key_id = secrets.token_hex(4)
        keys = MappingProxyType({key_id: secrets.token_bytes(KEY_BYTES)})
        return cls(key_id, keys, secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))

    def rotated(self) -> "Keyring":
        """The same keyring with a fresh current key; the older keys go on opening what they sealed."""
        key_id = secrets.token_hex(4)
        return replace(
            self, current=key_id, keys=MappingProxyType({**self.keys, key_id: secrets.token_bytes(KEY_BYTES)})
        )

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Read a key file. Raises SealError when it is readable by others or not a key file."""
        try:
            with path.open("rb") as file:
                _refuse_if_open_to_others(file.fileno(), path)
                return cls._from_json(file.read())
        except OSError:
            raise SealError(f"读不到密钥文件 {path}，请检查它是否存在、当前用户能否读取。") from None
        except (KeyError, TypeError, ValueError):
            raise SealError(f"密钥文件 {path} 已损坏，请从备份恢复。") from None

    @classmethod
    def _from_json(cls, raw: bytes) -> "Keyring":
        held = json.loads(raw)
        if held["version"] != FORMAT_VERSION or held["current"] not in held["keys"]:
            raise ValueError
        keys = MappingProxyType({key_id: _decode(key) for key_id, key in held["keys"].items()})
        return cls(held["current"], keys, _decode(held["index"]), _decode(held["audit"]))

    def _to_json(self) -> bytes:
        held = {
            "version": FORMAT_VERSION,
            "current": self.current,
            "keys": {key_id: _encode(key) for key_id, key in self.keys.items()},
            "index": _encode(self.index_key),
            "audit": _encode(self.audit_key),
        }
        return json.dumps(held, indent=1).encode()

    def save(self, path: Path) -> None:
        """Write the file for its owner only, replacing an older one in one step."""
        os.replace(self._write_beside(path), path)

    def save_new(self, path: Path) -> None:
        """Like save, but leaves an existing file alone: of two first runs at once, one wins."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = self._write_beside(path)
        try:
            os.link(written, path)
        except FileExistsError:
            return
        except OSError:  # a file system without hard links
            if not path.exists():
                os.replace(written, path)
        finally:
            written.unlink(missing_ok=True)

    def _write_beside(self, path: Path) -> Path:
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(self._to_json())
            file.flush()
            os.fsync(file.fileno())
        return beside


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decode(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError
    return key


def _refuse_if_open_to_others(descriptor: int, path: Path) -> None:
    """On POSIX only: Windows keeps access in lists that the file mode does not show."""
    if os.name == "posix" and stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
        raise SealError(f"密钥文件 {path} 能被其他用户读取，已停止使用。请执行：chmod 600 {path}")


def current_keyring(*, reread: bool = False) -> Keyring:
    """The keyring of settings.PARTYWORK_KEYS_FILE, made on first run and then kept in memory."""
    if reread:
        _keyring_at.cache_clear()
    return _keyring_at(str(settings.PARTYWORK_KEYS_FILE))  # making a Path of it each time would cost more than sealing


@lru_cache(maxsize=4)
def _keyring_at(name: str) -> Keyring:
    path = Path(name)
    if not path.exists():
        Keyring.generate().save_new(path)
    return Keyring.load(path)


def rotate_keys() -> str:
    """Add a fresh sealing key to the file and make it the one that writes; gives its id."""
    path = Path(settings.PARTYWORK_KEYS_FILE)
    rotated = current_keyring(reread=True).rotated()
    rotated.save(path)
    _keyring_at.cache_clear()
    return rotated.current
