"""The zip of a batch: written entry by entry to disk, readable names, a list of what is inside and what is not.

Word and Excel files are zips themselves, so they are stored as they are; packing them again costs time for nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZIP_STORED

from partywork.ledgers.fixed_zip import FixedDateZip
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes
from partywork.orgs.models import Organisation
from summaries.batch.making import PDF
from summaries.exports import FORMATS

LIST_NAME = "清单.xlsx"
COLUMNS = [
    SheetColumn("序号", 7, "int"),
    SheetColumn("编码", 14),
    SheetColumn("党组织", 26),
    SheetColumn("结果", 10),
    SheetColumn("用的是哪份", 22),
    SheetColumn("数据截至", 13, "date"),
    SheetColumn("检查", 18),
    SheetColumn("文件或没有做成的原因", 60),
]


@dataclass
class Line:
    """A unit of the batch. ``reason`` is why there is no report of it."""

    number: int
    org: Organisation
    source: str = ""
    data_date: date | None = None
    looked_at: str = ""
    reason: str = ""
    names: list[str] = field(default_factory=list)

    @property
    def cells(self) -> list[object]:
        outcome = "没有做成" if not self.names else "缺部分文件" if self.reason else "已编制"
        told = "；".join([*self.names, *([self.reason] if self.reason else [])])
        org = self.org
        return [
            self.number, org.code, org.short_name, outcome, self.source, self.data_date, self.looked_at, told
        ]  # fmt: skip


class Archive:
    """A zip being written. Files of several formats lie in a folder each."""

    def __init__(self, path: Path, formats: tuple[str, ...]) -> None:
        self._zip = FixedDateZip(path)
        self._folders = {each: f"{folder_name(each)}/" if len(formats) > 1 else "" for each in formats}
        self.entries = 0

    def add(self, line: Line, name: str, ending: str, content: bytes) -> None:
        """The number in front keeps the order of the codes, and two units of one short name apart."""
        entry = f"{self._folders[ending]}{line.number:03d} {name}.{ending}"
        self._zip.writestr(entry, content, compress_type=ZIP_STORED)
        line.names.append(entry)
        self.entries += 1

    def finish(self, title: str, note: str, lines: list[Line]) -> None:
        """Add the list of what is inside."""
        sheet = Sheet("清单", title, COLUMNS, [line.cells for line in lines], note)
        self._zip.writestr(LIST_NAME, workbook_bytes([sheet]), compress_type=ZIP_STORED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()


def folder_name(ending: str) -> str:
    return "PDF" if ending == PDF else FORMATS[ending].label.replace(" ", "")
