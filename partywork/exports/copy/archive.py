"""The zip of a copy, written to disk file by file, with the sum of each file and the list of them all."""

import hashlib
import json
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from zipfile import ZIP_STORED, ZipInfo

from partywork.ledgers.fixed_zip import FixedDateZip

MANIFEST, README = "清单.json", "说明.txt"
_CHUNK = 1024 * 1024


class CopyArchive:
    """Bytes depend on the content alone: every entry is dated alike."""

    def __init__(self, path: Path) -> None:
        self._zip = FixedDateZip(path)

    def add_file(self, name: str, source: Path) -> tuple[int, str]:
        """An Excel file; it is a zip itself, so it is stored as it is. Returns its size and SHA-256."""
        with source.open("rb") as file:
            return self.add_stream(name, file)

    def add_stream(self, name: str, source: IO[bytes]) -> tuple[int, str]:
        """Size and SHA-256 of what was read."""
        digest, size = hashlib.sha256(), 0
        info = self._info(name)
        with self._zip.open(info, "w", force_zip64=True) as entry:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                entry.write(chunk)
        return size, digest.hexdigest()

    def add_text(self, name: str, text: str) -> None:
        """With a mark at the start, so that old editors on Windows see that it is UTF-8."""
        self._zip.writestr(name, text.replace("\n", "\r\n").encode("utf-8-sig"))

    def add_manifest(self, manifest: dict[str, Any]) -> None:
        self._zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2).encode())

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name)
        info.compress_type = ZIP_STORED
        return info

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
