"""The private key file: made on first run, refused when others could read it, never logged."""

import base64
import json
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

KEY_BYTES = 32
FORMAT_VERSION = 1


class SealError(Exception):
    """A key file or a sealed value cannot be used; the Chinese message says why and what to do."""


@dataclass(frozen=True)
class Keyring:
    """Keys for sealing (several readable, the current one writes), for indexing and for the audit chain.

    No key ever leaves the ring: ``retired`` names the sealing keys that nothing in use was sealed with when they
    were retired, and the day; backups of before still need them. ``old_index_keys``, newest first, find what was
    indexed before the index key changed, also in a backup that is restored.
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)
    old_index_keys: tuple[bytes, ...] = field(default=(), repr=False)
    retired: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)

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

    def with_new_index(self) -> "Keyring":
        """The same keyring with a fresh index key; what the older ones indexed is still found."""
        older = (self.index_key, *self.old_index_keys)
        return replace(self, index_key=secrets.token_bytes(KEY_BYTES), old_index_keys=older)

    def with_retired(self, key_ids: Iterable[str], day: date) -> "Keyring":
        """The same keyring with these keys marked; they still open what they sealed."""
        marks = {key_id: day.isoformat() for key_id in key_ids}
        return replace(self, retired=MappingProxyType({**marks, **self.retired}))

    @property
    def being_replaced(self) -> tuple[str, ...]:
        """The older sealing keys that may still be in use."""
        return tuple(key_id for key_id in self.keys if key_id != self.current and key_id not in self.retired)

    @property
    def index_keys(self) -> tuple[bytes, ...]:
        """All index keys, the one that writes first."""
        return (self.index_key, *self.old_index_keys)

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
        older = tuple(_decode(key) for key in held.get("old_index", []))
        retired = MappingProxyType({str(key_id): str(day) for key_id, day in held.get("retired", {}).items()})
        return cls(held["current"], keys, _decode(held["index"]), _decode(held["audit"]), older, retired)

    def _to_json(self) -> bytes:
        held = {
            "version": FORMAT_VERSION,
            "current": self.current,
            "keys": {key_id: _encode(key) for key_id, key in self.keys.items()},
            "index": _encode(self.index_key),
            "audit": _encode(self.audit_key),
            "old_index": [_encode(key) for key in self.old_index_keys],
            "retired": dict(self.retired),
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
    """The keyring of settings.PARTYWORK_KEYS_FILE, made on first run.

    Kept in memory for as long as the file stays the same one: a running server writes with the new key from the
    moment another process has rotated it, but inside ``same_keyring``.
    """
    if not reread and (held := _held.get()) is not None:
        return held
    name = str(settings.PARTYWORK_KEYS_FILE)  # making a Path of it each time would cost more than sealing
    known, mark = _seen.get(name), _mark_of(name)
    if mark is None and (reread or known is None):
        Keyring.generate().save_new(Path(name))
        mark = _mark_of(name)
    if known is not None and not reread and mark in (known[0], None):  # a file just gone: what is known still opens
        return known[1]
    ring = Keyring.load(Path(name))
    _seen[name] = (mark, ring)
    return ring


@contextmanager
def same_keyring() -> Iterator[None]:
    """Look at the file once for all values that are sealed or marked inside: for hundreds of them in a moment, looking
    would take longer than the marking."""
    token = _held.set(current_keyring())
    try:
        yield
    finally:
        _held.reset(token)


_held: ContextVar[Keyring | None] = ContextVar("held_keyring", default=None)
Mark = tuple[int, int]
_seen: dict[str, tuple[Mark | None, Keyring]] = {}


def _mark_of(name: str) -> Mark | None:
    """What tells one state of the file from another; None where there is no file."""
    try:
        held = os.stat(name)
    except OSError:
        return None
    return held.st_mtime_ns, held.st_ino


def rotate_keys() -> str:
    """Add a fresh sealing key to the file and make it the one that writes; gives its id."""
    return change_keyring(Keyring.rotated).current


def change_keyring(change: Callable[[Keyring], Keyring]) -> Keyring:
    """Replace the key file by what ``change`` makes of it, in one step; gives the new ring."""
    changed = change(current_keyring(reread=True))
    changed.save(Path(settings.PARTYWORK_KEYS_FILE))
    return current_keyring(reread=True)
