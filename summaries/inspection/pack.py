"""The zip of an evidence pack, part by part, with an index that says what is in it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zipfile import ZIP_STORED

from partywork.ledgers.fixed_zip import FixedDateZip
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes, write_workbook

INDEX = "00 材料目录.xlsx"
FACT_COLUMNS = [SheetColumn("项目", 18), SheetColumn("内容", 80)]
LISTED_COLUMNS = [
    SheetColumn("序号", 7, "int"),
    SheetColumn("文件", 52),
    SheetColumn("内容", 26),
    SheetColumn("条数", 9, "int"),
    SheetColumn("字节", 11, "int"),
    SheetColumn("校验值（SHA-256）", 70),
]
LISTED_NOTE = "核对时重新计算文件的校验值，与这里一致的就没有改动过；条数为 0 的没有文件"


@dataclass(frozen=True)
class Listed:
    """``name`` is empty where there was nothing to put into a file."""

    name: str
    what: str
    count: int | None
    size: int = 0
    sha256: str = ""


@dataclass
class Pack:
    """A zip being written; every file in it is listed with its size and sum."""

    path: Path
    watermark: str
    listed: list[Listed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._zip = FixedDateZip(self.path)

    def add_workbook(self, name: str, what: str, sheets: Sequence[Sheet], counted: list[int]) -> None:
        """Sheets are streamed through a file beside the zip; ``counted`` holds a number for each row once written."""
        beside = self.path.with_suffix(".part")
        with beside.open("wb") as target:
            write_workbook(target, sheets, watermark=self.watermark)
        self.add(name, what, len(counted), beside.read_bytes())
        beside.unlink()

    def add(self, name: str, what: str, count: int | None, content: bytes) -> None:
        """Word and Excel files are zips themselves, so they are stored as they are."""
        self._zip.writestr(name, content, compress_type=ZIP_STORED)
        self.listed.append(Listed(name, what, count, len(content), hashlib.sha256(content).hexdigest()))

    def leave_out(self, what: str) -> None:
        """Nothing to put into a file; the index says so."""
        self.listed.append(Listed("", what, 0))

    def finish(self, facts: list[tuple[str, Any]]) -> None:
        """Write the index: what the pack is about, and every file."""
        rows = [
            [number, each.name or None, each.what, each.count, each.size or None, each.sha256 or None]
            for number, each in enumerate(self.listed, 1)
        ]
        sheets = [
            Sheet("说明", "巡察材料包", FACT_COLUMNS, [list(fact) for fact in facts]),
            Sheet("目录", "材料目录", LISTED_COLUMNS, rows, LISTED_NOTE),
        ]
        self._zip.writestr(INDEX, workbook_bytes(sheets, watermark=self.watermark), compress_type=ZIP_STORED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
