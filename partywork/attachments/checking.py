"""What an uploaded file really is, told from its content; what is not taken is refused in words."""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError

from partywork.attachments.enums import MEDIA_TYPES, PICTURES, SUFFIXES, FileKind
from partywork.attachments.pictures import HugePicture, UnreadablePicture, tidy
from partywork.common.office import Danger, UnsafePackage, content_types
from partywork.common.text import one_line

MAX_UNPACKED_BYTES = 200 * 1024 * 1024  # a Word file of photographs barely shrinks; one that grows beyond is a bomb
NAME_LENGTH = 100
TAKEN = "可以传 Word（.docx）、Excel（.xlsx）、PDF 和图片（JPG、PNG、WebP）"

_OLE = b"\xd0\xcf\x11\xe0"  # .doc and .xls of before 2007, and every Office file with a password
_ZIP = b"PK\x03\x04"
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
_UNWANTED = re.compile(r'[\\/:*?"<>|]')  # means something in a path on one system or another
_OFFICE = {f"{MEDIA_TYPES[kind]}.main+xml".encode(): kind for kind in (FileKind.DOCX, FileKind.XLSX)}
_DANGERS = {
    Danger.CORRUPT: "文件已损坏，打不开。请在电脑上打开确认后另存一份再传。",
    Danger.TOO_LARGE: "文件展开后过大。请压缩里面的图片，或拆成几个文件再传。",
    Danger.MACROS: "文件里含有宏，为安全起见不收。请另存为不含宏的 .docx 或 .xlsx 后再传。",
    Danger.DOCTYPE: "文件里有不该出现的内容（文档类型声明），不收。请把内容复制到新文件后再传。",
}


@dataclass(frozen=True)
class Checked:
    """A file as it is kept: its cleaned name, its kind, its content (pictures already tidied)."""

    name: str
    kind: FileKind
    content: bytes


def check_file(name: str, content: bytes, max_bytes: int) -> Checked:
    """The file to keep. Raises ValidationError that names the file, says why it is not taken and what to do."""
    cleaned = clean_name(name)
    try:
        kind, kept = _read(content, max_bytes)
        _check_suffix(cleaned, kind)
    except ValidationError as error:
        raise ValidationError(f"“{cleaned}”：{error.message}") from error
    return Checked(cleaned, kind, kept)


def clean_name(name: str) -> str:
    """The name people know the file by: no path, nothing invisible, not too long, its suffix kept."""
    plain = unicodedata.normalize("NFC", one_line(name))
    plain = PurePosixPath(plain.replace("\\", "/")).name
    plain = _UNWANTED.sub("_", plain).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        return plain[:NAME_LENGTH] or "未命名"
    return f"{stem[: NAME_LENGTH - len(suffix) - 1]}.{suffix}" if len(suffix) <= 10 else plain[:NAME_LENGTH]


def _read(content: bytes, max_bytes: int) -> tuple[FileKind, bytes]:
    if not content:
        raise ValidationError("文件是空的，里面没有内容。请确认选对了文件。")
    if len(content) > max_bytes:
        raise ValidationError(f"文件超过{max_bytes // 1024 // 1024}MB。请压缩里面的图片，或拆成几个文件再传。")
    if content.startswith(_ZIP):
        return _office_kind(content), content
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise ValidationError("PDF 文件不完整，打不开。请重新保存后再传。")
        return FileKind.PDF, content
    if content.startswith(_PICTURE_STARTS):
        return _picture(content)
    if content.startswith(_OLE):
        raise ValidationError("这是旧版 .doc、.xls 文件，或者加了密码。请去掉密码并另存为 .docx 或 .xlsx 后再传。")
    raise ValidationError(f"这种文件不能作佐证材料。{TAKEN}。")


def _office_kind(content: bytes) -> FileKind:
    try:
        types = content_types(BytesIO(content), MAX_UNPACKED_BYTES)
    except UnsafePackage as error:
        raise ValidationError(_DANGERS[error.danger]) from error
    for mark, kind in _OFFICE.items():
        if mark in types:
            return kind
    raise ValidationError(f"压缩包和其他办公文件不能作佐证材料。{TAKEN}。")


def _picture(content: bytes) -> tuple[FileKind, bytes]:
    try:
        return tidy(content)
    except HugePicture as error:
        raise ValidationError("图片的尺寸过大。请先缩小再传。") from error
    except UnreadablePicture as error:
        raise ValidationError("图片已损坏或者格式不对，打不开。请重新拍照或另存为 JPG 再传。") from error


def _check_suffix(name: str, kind: FileKind) -> None:
    if not name.lower().endswith(SUFFIXES[kind]):
        real = "图片" if kind in PICTURES else kind.label
        suffix = SUFFIXES[kind][0]
        raise ValidationError(f"名称和内容不一致：内容是{real}，名称应以 {suffix} 结尾。请核对是不是这个文件。")
