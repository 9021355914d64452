"""Is an uploaded file safe to open as a workbook? Looked at before any parser sees it."""

from dataclasses import dataclass
from typing import IO

from partywork.common.office import Danger, UnsafePackage, content_types
from partywork.imports.reading.refusal import UnreadableWorkbook
from partywork.imports.reading.xlsx import CORRUPT

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 80 * 1024 * 1024  # a sheet of 20,000 rows and 20 columns unpacks to about 30 MB


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be, in bytes: as a file and unpacked."""

    file: int
    unpacked: int


_OLE = b"\xd0\xcf\x11\xe0"  # .xls of before 2007, and every workbook with a password
_ZIP = b"PK\x03\x04"

XLSX, CSV = "xlsx", "csv"
_CSV_ENDINGS = (".csv", ".txt", ".tsv")
EMPTY = "文件是空的，里面没有内容。请确认选对了文件。"
_OTHERS = {
    b"wordprocessingml": "这是 Word 文档，不是工作簿。请把表格复制到 Excel 里，另存为 .xlsx 后再上传。",
    b"presentationml": "这是演示文稿，不是工作簿。请选择 Excel 工作簿（.xlsx）。",
    b"ms-excel.sheet.binary": "这是二进制工作簿（.xlsb）。请在 Excel 里另存为“Excel 工作簿（*.xlsx）”后再上传。",
}
_WORDS = {
    Danger.CORRUPT: CORRUPT,
    Danger.TOO_LARGE: "文件展开后过大。请删去空白行列、图片和无关的工作表，或拆成几个工作簿分次上传。",
    Danger.MACROS: "工作簿里含有宏，为安全起见不予打开。请另存为不含宏的 .xlsx 后再上传。",
    Danger.DOCTYPE: "文件里有不该出现的内容（文档类型声明），不予打开。请把内容复制到新工作簿再上传。",
}


def check_archive(file: IO[bytes], limits: Limits | None = None) -> None:
    """Refuse what is no plain .xlsx of reasonable size. Raises UnreadableWorkbook; leaves the file at its start."""
    limits = limits or Limits(MAX_FILE_BYTES, MAX_UNPACKED_BYTES)
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise UnreadableWorkbook(EMPTY)
    if size > limits.file:
        raise UnreadableWorkbook(f"文件超过{limits.file // 1024 // 1024}MB。请删去图片，或拆成几个工作簿分次上传。")
    start = file.read(4)
    if start == _OLE:
        raise UnreadableWorkbook("这是旧版 .xls 文件，或者工作簿加了密码。请去掉密码并另存为 .xlsx 后再上传。")
    if start != _ZIP:
        raise UnreadableWorkbook("这不是 Excel 工作簿（.xlsx）。请在 Excel 或 WPS 里另存为 .xlsx 后再上传。")
    try:
        types = content_types(file, limits.unpacked)
    except UnsafePackage as error:
        raise UnreadableWorkbook(_WORDS[error.danger]) from error
    for mark, why in _OTHERS.items():
        if mark in types:
            raise UnreadableWorkbook(why)


def kind_of_file(file: IO[bytes], name: str) -> str:
    """xlsx or csv, by what the file holds: a zip or an OLE file is never read as text. Leaves it at its start."""
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    is_text = name.lower().endswith(_CSV_ENDINGS) and start not in (_OLE, _ZIP)
    return CSV if is_text else XLSX
