"""What is wrong with a workbook, said so that the person who filled it can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass

from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes

__all__ = ["Problem", "UnreadableWorkbook", "problems_workbook"]


@dataclass(frozen=True)
class Problem:
    """Where (``row`` as Excel numbers it, ``column`` by its header; None and "" where there is none), why it
    cannot be taken, and what would be right ("" where the reason says it)."""

    sheet: str
    row: int | None
    column: str
    why: str
    right: str = ""

    @property
    def where(self) -> str:
        row = f"第{self.row}行" if self.row else ""
        column = f"「{self.column}」" if self.column else ""
        return f"工作表「{self.sheet}」{row}{column}"

    @property
    def message(self) -> str:
        why, right = self.why.rstrip("。"), self.right.rstrip("。")
        said = f"{why}，{right}" if right else why
        return said if said.endswith("？") else f"{said}。"

    def __str__(self) -> str:
        return f"{self.where}：{self.message}"


def problems_workbook(problems: Iterable[Problem]) -> bytes:
    """The problems as .xlsx, one a row."""
    columns = [
        SheetColumn("工作表", 16),
        SheetColumn("行", 8, "int"),
        SheetColumn("列", 16),
        SheetColumn("为什么不能导入", 50),
        SheetColumn("怎样改", 50),
    ]
    rows = [[each.sheet, each.row, each.column, each.why, each.right] for each in problems]
    return workbook_bytes([Sheet("导入问题", "导入问题清单", columns, rows)])
