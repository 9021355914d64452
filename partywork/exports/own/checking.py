"""Is an uploaded file a Word template that is safe to open? Looked at before any parser sees it."""

import re
from io import BytesIO
from zipfile import ZipFile

from django.core.exceptions import ValidationError

from partywork.common.office import START, Danger, UnsafePackage, content_types, may_be_xml

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED_BYTES = 30 * 1024 * 1024
EMBEDDED = "文件里嵌入了别的文件，不收。模板里只能有文字、表格和图片。"
_DOCX = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MADE_OF = (".xml", ".rels", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".odttf")
# In an attribute a character may be written as a reference (&#69;xternal); no honest relationship needs one.
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']\s*External|&#", re.IGNORECASE)
_FOREIGN = re.compile(
    rb"/(?:aFChunk|oleObject|package|control|activeX\w*|vbaProject|subDocument|frame)[\"']", re.IGNORECASE
)
# A field's code may be cut into pieces and Word joins them, so each piece must be of those that only count or tell
# the day; what brings in other content (INCLUDETEXT, LINK, DDE and their like) has no harmless spelling.
_FIELD = re.compile(rb"<[^<>/\s]*instrText\b(?![^<>]*/>)|\binstr\s*=")
_CODE = re.compile(rb"<[^<>/\s]*instrText\b[^<>]*>([^<]*)</|\binstr\s*=\s*\"([^\"<]*)\"|\binstr\s*=\s*'([^'<]*)'")
_HARMLESS = re.compile(
    rb"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION|DATE|TIME)?(?:\s*\\[*@#]\s*(?:\w+|\"[^\"&\\]*\"))*\s*", re.IGNORECASE
)
_DANGERS = {
    Danger.CORRUPT: "文件已损坏，打不开。请在 Word 或 WPS 里打开确认后另存一份再传。",
    Danger.TOO_LARGE: "文件展开后过大。请去掉里面的大图片再传。",
    Danger.MACROS: "文件里含有宏，为安全起见不收。请另存为不含宏的 .docx 后再传。",
    Danger.DOCTYPE: "文件里有不该出现的内容（文档类型声明），不收。请把内容复制到新文件后再传。",
}


def check_package(content: bytes) -> None:
    """Raises ValidationError that says why the file is not taken and what to do."""
    if not content:
        raise ValidationError("文件是空的，里面没有内容。请确认选对了文件。")
    if len(content) > MAX_BYTES:
        raise ValidationError(f"文件超过{MAX_BYTES // 1024 // 1024}MB。请去掉里面的大图片再传。")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError("这是旧版 .doc 文件，或者加了密码。请去掉密码并另存为 .docx 后再传。")
    try:
        types = content_types(BytesIO(content), MAX_UNPACKED_BYTES)
    except UnsafePackage as error:
        raise ValidationError(_DANGERS[error.danger]) from error
    if _DOCX not in types:
        raise ValidationError("这不是 Word 文档（.docx）。请用 Word 或 WPS 另存为 .docx 后再传。")
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            _check_part(name, archive)


def _check_part(name: str, archive: ZipFile) -> None:
    if name.endswith("/"):
        return
    if not name.lower().endswith(_MADE_OF):
        raise ValidationError(EMBEDDED)
    if name.lower().endswith((".xml", ".rels")):
        data = archive.read(name)
        if name.lower().endswith(".rels"):
            _check_relations(data)
        if b"altChunk" in data or not _has_harmless_fields(data):
            raise ValidationError("文件里有取外部内容的域，不收。请选中全文，按 Ctrl+Shift+F9 把域变成文字后再传。")
    elif may_be_xml(archive.open(name).read(START)):
        raise ValidationError(EMBEDDED)


def _check_relations(data: bytes) -> None:
    if _EXTERNAL.search(data):
        raise ValidationError("文件里有指向外部的链接或图片，不收。请去掉超链接，把图片直接插入文档后再传。")
    if _FOREIGN.search(data):
        raise ValidationError(EMBEDDED)


def _has_harmless_fields(data: bytes) -> bool:
    found = [b"".join(each) for each in _CODE.findall(data)]
    if len(found) != len(_FIELD.findall(data)):
        return False  # written in a way that is not understood here
    return all(_HARMLESS.fullmatch(each.replace(b"&quot;", b'"')) for each in found)
