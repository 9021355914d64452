"""Is an uploaded file safe to open as a workbook? Looked at before any parser sees it."""

from dataclasses import dataclass
from typing import IO

from partywork.common.office import Danger, UnsafePackage, content_types
from partywork.imports.problems import UnreadableWorkbook

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 80 * 1024 * 1024  # a sheet of 20,000 rows and 20 columns unpacks to about 30 MB


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be, in bytes: as a file and unpacked."""

    file: int
    unpacked: int


_OLE = b"\xd0\xcf\x11\xe0"  # .xls of before 2007, and every workbook with a password
_ZIP = b"PK\x03\x04"

CORRUPT = "文件已损坏，打不开。请在 Excel 或 WPS 里打开原文件，另存为“Excel 工作簿（*.xlsx）”后再上传。"
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
        raise UnreadableWorkbook("文件是空的，里面没有内容。请确认选对了文件。")
    if size > limits.file:
        raise UnreadableWorkbook(f"文件超过{limits.file // 1024 // 1024}MB。请删去图片，或拆成几个工作簿分次上传。")
    start = file.read(4)
    if start == _OLE:
        raise UnreadableWorkbook("这是旧版 .xls 文件，或者工作簿加了密码。请去掉密码并另存为 .xlsx 后再上传。")
    if start != _ZIP:
        raise UnreadableWorkbook("这不是 Excel 工作簿（.xlsx）。请在 Excel 或 WPS 里另存为 .xlsx 后再上传。")
    try:
        content_types(file, limits.unpacked)
    except UnsafePackage as error:
        raise UnreadableWorkbook(_WORDS[error.danger]) from error
