"""A .csv as rows: which encoding and which separator are found out and said, never guessed in silence."""

import csv
import io
from collections.abc import Iterator
from itertools import chain

from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.reading.xlsx import MAX_COLUMNS, MAX_ROWS, Row

SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号", "，": "中文逗号"}
_LOOKED_AT = 30  # lines
_QUOTED_FORMULA = ('="', '"')

_AFTER = "\1end\1"  # a line of its own behind the last: in a quote that was never closed it is part of a cell
UNCLOSED = "第{}行起有一个双引号没有配对，后面的行会并进同一格。请补上或删去这个双引号，再上传。"
NOT_TEXT = "这个文件不是文字表格，读不出来。请在 Excel 或 WPS 里打开，另存为 .xlsx 后再上传。"


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises UnreadableWorkbook."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16", "UTF-16")
    if b"\0" in data:
        raise UnreadableWorkbook(NOT_TEXT)
    if data.startswith(b"\xef\xbb\xbf"):
        return _strict(data, "utf-8-sig", "UTF-8")
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _strict(data, "gb18030", "GB18030")


def _strict(data: bytes, codec: str, name: str) -> tuple[str, str]:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        raise UnreadableWorkbook(
            "文件里的文字读不出来（既不是 UTF-8，也不是 GB18030 编码）。"
            "请在 Excel 或 WPS 里打开，另存为 .xlsx 后再上传。"
        ) from None
    if "\0" in text:
        raise UnreadableWorkbook(NOT_TEXT)
    return text, name


def separator_of(text: str) -> str:
    """The separator that parts most of the first lines into the same number of columns."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]

    def score(separator: str) -> tuple[int, int]:
        widths = [line.count(separator) for line in lines]
        usual = max(widths, key=widths.count, default=0)
        return (widths.count(usual), usual) if usual else (0, max(widths, default=0))

    return max(SEPARATORS, key=score)


def read_csv(data: bytes) -> tuple[Iterator[Row], str]:
    """The rows, numbered as lines of the table, and in words how they were read. Raises UnreadableWorkbook."""
    text, encoding = decode(data)
    if not text.strip():
        raise UnreadableWorkbook("文件是空的，里面没有内容。请确认选对了文件。")
    separator = separator_of(text)
    return _rows(text, separator), f"按 {encoding} 编码、{SEPARATORS[separator]}分隔读取"


def _rows(text: str, separator: str) -> Iterator[Row]:
    count = number = 0
    try:
        lines = chain(io.StringIO(text.rstrip("\r\n") + "\n", newline=""), [_AFTER])
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), 1):
            if cells == [_AFTER]:
                return
            if cells and cells[-1].endswith("\n" + _AFTER):
                raise UnreadableWorkbook(UNCLOSED.format(number))
            row = [_plain(cell) for cell in cells]
            if not any(row):
                continue
            count += 1
            if count > MAX_ROWS:
                raise UnreadableWorkbook(f"超过{MAX_ROWS}行。请拆成几个文件分次导入。")
            if any(row[MAX_COLUMNS:]):
                raise UnreadableWorkbook(
                    f"第{number}行有{len(row)}列，最多读{MAX_COLUMNS}列。请删去右边多余的列，再上传。"
                )
            yield number, list(row[:MAX_COLUMNS])
    except csv.Error as error:
        is_long = "limit" in str(error)  # of one cell, 131,072 characters
        raise UnreadableWorkbook(UNCLOSED.format(number + 1) if is_long else NOT_TEXT) from None


def _plain(cell: str) -> str:
    """Some systems write ="0012" or '0012 to keep Excel from making a number of it."""
    text = cell.strip()
    start, end = _QUOTED_FORMULA
    if text.startswith(start) and text.endswith(end) and len(text) > len(start):
        return text[len(start) : -1]
    return text[1:] if text.startswith("'") else text
