"""What an open import keeps on disk, and for how long.

An upload holds names, ID numbers and phones. Below ``VAR_DIR/imports/<number>/``, readable by the product alone, lie:
the uploaded file, deleted as soon as it was read (or refused); its rows, the columns' assignment, corrections and what
the check found, each sealed with the key of personal values (AES-GCM, bound to this import). All of it is deleted when
the import is written or given up, and by ``sweep`` (a routine of the workers) when nobody touched it for ``KEPT``. The
database keeps of an import who, when, the file's name and numbers.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from partywork.common.crypto import open_sealed, seal
from partywork.imports.reading.cells import Cell, unpack

KEPT = timedelta(days=7)
BLOCK = 200  # rows sealed together
_SEALED = ".sealed"
Packed = tuple[int, list[Any]]  # a row as it comes from the reading process: its number and its cells
FIRST = "first"  # what is wrong so far, for the page that waits


def imports_root() -> Path:
    return Path(settings.VAR_DIR) / "imports"


def untouched_since(moment: datetime) -> list[int]:
    """Numbers of the folders in which nothing was written since then."""
    folders = [each for each in imports_root().glob("*") if each.name.isdecimal() and each.is_dir()]
    return sorted(int(each.name) for each in folders if each.stat().st_mtime < moment.timestamp())


def rows_of(sheet: int) -> str:
    """Under which name the rows of a sheet are kept."""
    return f"rows-{sheet}"


def unpacked(rows: Iterable[Packed]) -> Iterator[tuple[int, list[Cell]]]:
    """The rows, each cell as what it is."""
    for number, cells in rows:
        yield number, [unpack(cell) if cell.__class__ is dict else cell for cell in cells]


class Staging:
    """The folder of one import."""

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.folder = imports_root() / str(pk)

    @property
    def exists(self) -> bool:
        return self.folder.is_dir()

    def take_upload(self, chunks: Iterable[bytes], ending: str) -> None:
        self.remove()
        self.folder.mkdir(parents=True, mode=0o700)
        with self._private(f"upload{ending}") as file:
            for chunk in chunks:
                file.write(chunk)

    @property
    def upload(self) -> Path | None:
        return next(self.folder.glob("upload.*"), None)

    def drop_upload(self) -> None:
        if self.upload is not None:
            self.upload.unlink()

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def put(self, name: str, value: Any) -> None:
        """Keep a small value under a name; the file is replaced as a whole."""
        with self._private(f"{name}.new") as file:
            file.write(self._sealed(value))
        os.replace(self.folder / f"{name}.new", self.folder / f"{name}{_SEALED}")

    def get(self, name: str, default: Any = None) -> Any:
        path = self.folder / f"{name}{_SEALED}"
        return self._opened(path.read_text("ascii")) if path.is_file() else default

    def put_list(self, name: str, items: Iterable[Any]) -> int:
        """Keep a long list, sealed block by block; returns how many there were. Readers see the old one or the new."""
        return sum(1 for _ in self.passing(name, items))

    def passing(self, name: str, items: Iterable[Any]) -> Iterator[Any]:
        """The items, of whom each is kept as it passes; readers see them once the last one has passed."""
        block = []
        with self._private(f"{name}.new") as file:
            for item in items:
                block.append(item)
                if len(block) == BLOCK:
                    file.write(self._sealed(block) + b"\n")
                    block = []
                yield item
            if block:
                file.write(self._sealed(block) + b"\n")
        os.replace(self.folder / f"{name}.new", self.folder / f"{name}{_SEALED}")

    def get_list(self, name: str) -> Iterator[Any]:
        path = self.folder / f"{name}{_SEALED}"
        if path.is_file():
            with path.open("r", encoding="ascii") as file:
                for line in file:
                    yield from self._opened(line.rstrip("\n"))

    def drop(self, name: str) -> None:
        (self.folder / f"{name}{_SEALED}").unlink(missing_ok=True)

    def rows(self, sheet: int) -> Iterator[tuple[int, list[Cell]]]:
        return unpacked(self.get_list(rows_of(sheet)))

    def _private(self, name: str) -> IO[bytes]:
        return os.fdopen(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")

    def _sealed(self, value: Any) -> bytes:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return seal(text, purpose=f"import.{self.pk}").encode("ascii")

    def _opened(self, text: str) -> Any:
        return json.loads(open_sealed(text, purpose=f"import.{self.pk}"))


def sealed_key_ids() -> Counter[str]:
    """With which keys what is kept now was sealed, by block. Changing keys waits for it to go: it is not kept long."""
    found: Counter[str] = Counter()
    for path in imports_root().glob(f"*/*{_SEALED}"):
        try:
            with path.open("r", encoding="ascii") as file:
                found.update(line.partition(".")[0] for line in file if line.strip())
        except FileNotFoundError:  # written or given up this moment
            continue
    return found
