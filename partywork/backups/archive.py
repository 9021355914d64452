"""What a backup holds: the database, the uploaded files, and a list with the digest of each."""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from partywork.backups.container import BROKEN, Reader, Writer
from partywork.backups.databases import BackupError, Settings, check_copy, copy_database, kind_of
from partywork.common.keyring import SealError

DATABASE, FILES, LIST = "database", "files/", "list.json"
READ_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Contents:
    """The list at the end of a backup: when and of what it was made, and the digest of every part."""

    made_at: str
    kind: str  # sqlite or postgresql
    migrations: list[str]
    audit_end: str  # the end of the audit chain, see chain.anchor()
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def files(self) -> int:
        """How many uploaded files it holds."""
        return sum(name.startswith(FILES) for name in self.digests)


def write_archive(
    *, to: Path, database: Settings, media: Path, at: datetime, migrations: list[str], audit_end: str
) -> Contents:
    """Make the file ``to`` in one step: while it is written it has another name, and a failure leaves none.

    Raises BackupError, also when there is a file of that name already.
    """
    if to.exists():
        raise BackupError(f"已经有这个文件，没有覆盖：{to}")
    contents = Contents(at.isoformat(timespec="seconds"), kind_of(database), migrations, audit_end)
    unfinished = to.with_name(f".{to.name}.unfinished")
    try:
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with private_folder(to.parent) as folder, _new_private(unfinished) as file:
            copy = folder / "copy"
            copy_database(database, copy)
            check_copy(database, copy)
            writer = Writer(file)
            with tarfile.open(fileobj=writer, mode="w|") as tar:
                _add(tar, DATABASE, copy, contents)
                for path in uploaded(media):
                    with suppress(FileNotFoundError):  # taken out by someone in this very moment
                        _add(tar, FILES + path.relative_to(media).as_posix(), path, contents)
                _add_list(tar, contents)
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        read_archive(unfinished)
        os.replace(unfinished, to)
    except OSError as error:
        raise BackupError(f"备份没有写成（{error.strerror}），请检查磁盘空间和目录权限：{to.parent}") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return contents


def read_archive(path: Path, *, into: Path | None = None) -> Contents:
    """Read a backup from end to end and check every digest; with ``into``, unpack it there.

    Raises BackupError or SealError when anything is missing, too much or not as it was written.
    """
    found: dict[str, str] = {}
    try:
        with path.open("rb") as file, Reader.buffered(file) as reader, tarfile.open(fileobj=reader, mode="r|") as tar:
            for member in tar:
                body = tar.extractfile(member) if member.isreg() else None
                if body is None:
                    raise SealError(BROKEN)
                if member.name == LIST:
                    contents = Contents(**json.loads(body.read()))
                    break
                found[member.name] = _digest_of(body, to=_place(into, member.name) if into else None)
            else:
                raise SealError(BROKEN)
            while reader.read(READ_BYTES):  # to the chunk that says it is the last
                pass
    except FileNotFoundError:
        raise BackupError(f"找不到备份文件 {path}。") from None
    except OSError as error:
        raise BackupError(f"备份文件读不出来（{error.strerror or error}）：{path}") from None
    except (tarfile.TarError, TypeError, ValueError):
        raise SealError(BROKEN) from None
    if found != contents.digests or DATABASE not in found:
        raise SealError(BROKEN)
    return contents


def uploaded(media: Path) -> list[Path]:
    """The uploaded files in a fixed order."""
    return sorted(path for path in media.rglob("*") if path.is_file())


@contextmanager
def private_folder(beside: Path) -> Iterator[Path]:
    """A folder for its owner only, on the same disk, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".backup-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _new_private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b")


def _add(tar: tarfile.TarFile, name: str, path: Path, contents: Contents) -> None:
    with path.open("rb") as file:
        info = tarfile.TarInfo(name)
        info.size = os.fstat(file.fileno()).st_size
        contents.digests[name] = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        tar.addfile(info, file)


def _add_list(tar: tarfile.TarFile, contents: Contents) -> None:
    text = json.dumps(asdict(contents)).encode()
    info = tarfile.TarInfo(LIST)
    info.size = len(text)
    tar.addfile(info, io.BytesIO(text))


def _place(into: Path, name: str) -> Path:
    """Where a part goes; a name that leads out of the folder is refused."""
    place = (into / name).resolve()
    if not place.is_relative_to(into.resolve()):
        raise SealError(BROKEN)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def _digest_of(body: Any, *, to: Path | None) -> str:
    digest = hashlib.sha256()
    target: BinaryIO | None = to.open("wb") if to else None
    try:
        while block := body.read(READ_BYTES):
            digest.update(block)
            if target:
                target.write(block)
    finally:
        if target:
            target.close()
    return digest.hexdigest()
