"""Is an Office file (a zip package of XML parts) safe to open? Looked at before any parser sees it."""

import re
import zlib
from enum import Enum
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

MAX_PARTS = 1000
_ACTIVE_PARTS = re.compile(r"vbaProject|macrosheets|activeX", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_CHUNK = 1024 * 1024
START = 200  # bytes of a part that show what it is
# How XML may begin in the encodings a parser finds out by itself: UTF-8, UTF-16, UTF-32, EBCDIC.
_XML_BEGINS = (
    b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"\x00\x00\x00<", b"\x00\x00\xfe\xff", b"L\x6f\xa7\x94"
)  # fmt: skip
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_READABLE = (b"utf-8", b"us-ascii")


class Danger(Enum):
    CORRUPT = "corrupt"
    TOO_LARGE = "too large when unpacked"
    MACROS = "macros"
    DOCTYPE = "a document type, where entities that expand without end are declared"


class UnsafePackage(Exception):
    """Why a package is not opened; the caller has the words for it."""

    def __init__(self, danger: Danger) -> None:
        super().__init__(danger.value)
        self.danger = danger


def content_types(file: IO[bytes], max_unpacked: int) -> bytes:
    """What the package says its parts are ([Content_Types].xml), once every part is known to be harmless.

    ``max_unpacked`` bytes bound all parts together. Raises UnsafePackage; leaves the file at its start.
    """
    file.seek(0)
    try:
        with ZipFile(file) as archive:
            return _checked(archive, max_unpacked)
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnsafePackage(Danger.CORRUPT) from error
    finally:
        file.seek(0)


def _checked(archive: ZipFile, max_unpacked: int) -> bytes:
    parts = archive.infolist()
    # The declared sizes bound what is unpacked: zipfile never yields more than a part declares.
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > max_unpacked:
        raise UnsafePackage(Danger.TOO_LARGE)
    try:
        types = archive.read("[Content_Types].xml")
    except KeyError:
        raise UnsafePackage(Danger.CORRUPT) from None
    if any(_ACTIVE_PARTS.search(part.filename) for part in parts) or b"macroEnabled" in types:
        raise UnsafePackage(Danger.MACROS)
    if any(_has_doctype(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))):
        raise UnsafePackage(Danger.DOCTYPE)
    return types


def _has_doctype(archive: ZipFile, part: ZipInfo) -> bool:
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            if not tail and not _is_readable(chunk):  # another encoding would hide it from this search
                return True
            if b"\x00" in chunk or _DOCTYPE.search(tail + chunk):
                return True
            tail = chunk[-16:]
    return False


def _is_readable(start: bytes) -> bool:
    """Whether a part is UTF-8, as Office writes it, so that bytes can be searched for words."""
    declared = _DECLARED.match(start.removeprefix(b"\xef\xbb\xbf"))
    is_plain = not start.startswith(_XML_BEGINS) or start.startswith((b"<", b"\xef\xbb\xbf"))
    return is_plain and (declared is None or declared[1].lower() in _READABLE)


def may_be_xml(start: bytes) -> bool:
    """Whether a parser could take a part that calls itself a picture for XML."""
    return start.lstrip(b" \t\r\n").startswith(_XML_BEGINS)
