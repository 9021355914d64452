"""What a check found, page by page, and as a workbook of only the wrong rows."""

from collections.abc import Iterator
from math import ceil
from typing import Any

from partywork.imports.layout import Layout
from partywork.imports.rows import Corrections, row_name
from partywork.imports.staging import Staging
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes

ON_A_PAGE = 20
_WIDE = 46


def message_of(why: str, right: str) -> str:
    said = "，".join(part.rstrip("。") for part in (why, right) if part)
    return said if said.endswith("？") else f"{said}。"


class Findings:
    """``wrong`` and ``doubles`` of the pages asked for; pages are counted from 1."""

    def __init__(self, staging: Staging, wrong_page: int = 1, doubles_page: int = 1) -> None:
        self.wrong: list[dict[str, Any]] = []
        self.doubles: list[dict[str, Any]] = []
        self._to_decide: set[str] = set()
        wrongs = doubles = 0
        for finding in staging.get_list("findings"):
            if finding["problems"]:
                wrongs += 1
                if (wrongs - 1) // ON_A_PAGE + 1 == wrong_page:
                    self.wrong.append(finding)
            elif finding["double"]:
                doubles += 1
                if "pk" in finding["double"]:
                    self._to_decide.add(row_name(finding["sheet"], finding["row"]))
                if (doubles - 1) // ON_A_PAGE + 1 == doubles_page:
                    self.doubles.append(finding)
        self.wrong_pages = pages(wrongs, wrong_page)
        self.double_pages = pages(doubles, doubles_page)

    def undecided(self, corrections: Corrections) -> int:
        return len(self._to_decide - set(corrections.choices))


def pages(count: int, at: int) -> list[tuple[int, bool]]:
    """(page, whether it is this one); none where one page holds all."""
    last = ceil(count / ON_A_PAGE)
    return [(page, page == at) for page in range(1, last + 1)] if last > 1 else []


def annotated_workbook(staging: Staging, layouts: list[Layout], *, mark: str) -> bytes | None:
    """A sheet for each that has wrong rows: where, why, and the row as it was; with the mark of who takes it. None when
    nothing is wrong."""
    wrong = [finding for finding in staging.get_list("findings") if finding["problems"]]
    sheets = []
    for number, layout in enumerate(layouts):
        rows = [finding for finding in wrong if finding["sheet"] == number]
        if rows:
            sheets.append(_sheet(layout, rows))
    return workbook_bytes(sheets, watermark=mark) if sheets else None


def _sheet(layout: Layout, rows: list[dict[str, Any]]) -> Sheet:
    assert layout.ledger is not None
    columns = [column for column in layout.ledger.import_columns if column.key in layout.keys]
    heads = [SheetColumn("原行号", 8, "int"), SheetColumn("为什么不能导入，怎样改", _WIDE)]
    heads += [SheetColumn(column.header, max(column.width, 12)) for column in columns]
    lines = ([row["row"], told(row), *(row["cells"].get(column.key, "") for column in columns)] for row in rows)
    note = "只列出有错的行。改好后可以单独上传这个文件。"
    return Sheet(layout.title, f"{layout.title}：要改的行", heads, lines, note=note)


def told(finding: dict[str, Any]) -> str:
    return "\n".join(problem_texts(finding))


def problem_texts(finding: dict[str, Any]) -> Iterator[str]:
    for _, header, why, right in finding["problems"]:
        yield (f"「{header}」" if header else "") + message_of(why, right)
