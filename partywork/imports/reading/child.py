"""The process that opens an uploaded file: ``python -m partywork.imports.reading.child FILE``.

It knows no Django, no database and no key, and writes one JSON document a line to its output: sheets, their rows (some
hundred a line), and at the end either ``end`` or why the file is refused.
"""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from partywork.imports.archive import CSV, Limits, check_archive, kind_of_file
from partywork.imports.reading.cells import pack_row
from partywork.imports.reading.csvfile import read_csv
from partywork.imports.reading.limits import limit_this_process
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.reading.xlsx import Row, read_sheets

MAX_FILE_BYTES = 30 * 1024 * 1024
MAX_LINE = 4 * 1024 * 1024  # bytes; whoever listens reads no further
ROWS_TOGETHER = 200
MAX_UNPACKED_BYTES = 400 * 1024 * 1024  # 100,000 rows of 20 columns unpack to about 150 MB

LINKED = "工作簿里有引用别的文件的公式，按文件里存着的结果读取，请核对。"


def messages(path: Path) -> Iterator[dict[str, Any]]:
    """What the file holds, or why it is refused, as plain values."""
    try:
        with path.open("rb") as file:
            if kind_of_file(file, path.name) == CSV:
                yield from _csv_messages(file.read(MAX_FILE_BYTES + 1))
            else:
                check_archive(file, Limits(MAX_FILE_BYTES, MAX_UNPACKED_BYTES))
                yield from _xlsx_messages(file)
        yield {"end": True}
    except UnreadableWorkbook as error:
        yield {"refused": str(error)}
    except (MemoryError, RecursionError):
        yield {"refused": "文件太大或结构太复杂，读不了。请删去无关的工作表和空白行列，或拆成几个文件分次导入。"}


def _csv_messages(data: bytes) -> Iterator[dict[str, Any]]:
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableWorkbook(f"文件超过{MAX_FILE_BYTES // 1024 // 1024}MB。请拆成几个文件分次上传。")
    rows, how = read_csv(data)
    yield {"sheet": "", "notes": [how], "from_1904": False}
    yield from _together(rows)


def _xlsx_messages(file: Any) -> Iterator[dict[str, Any]]:
    for sheet in read_sheets(file):
        notes = [LINKED] if sheet.has_links else []
        yield {"sheet": sheet.name[:60], "notes": notes, "from_1904": sheet.from_1904}
        yield from _together(sheet.rows)
        if sheet.formulas:
            yield {"note": f"有{sheet.formulas}个单元格是公式，按文件里存着的结果读取，请核对。"}


def _together(rows: Iterator[Row]) -> Iterator[dict[str, Any]]:
    while block := [[number, pack_row(cells)] for number, cells in islice(rows, ROWS_TOGETHER)]:
        yield {"rows": block}


_encode = json.JSONEncoder(separators=(",", ":")).encode


def lines(message: dict[str, Any]) -> Iterator[str]:
    """The message as a line; rows that are too long for one as several."""
    line = _encode(message)
    rows = message.get("rows", ())
    if len(line) < MAX_LINE or len(rows) < 2:
        yield line
        return
    for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
        yield from lines({"rows": half})


def main() -> None:
    limit_this_process()
    out = sys.stdout
    for message in messages(Path(sys.argv[1])):
        for line in lines(message):
            out.write(line + "\n")


if __name__ == "__main__":
    main()
