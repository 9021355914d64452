"""The parts of an .xlsx that say how its sheets are to be read: their names, shared texts and date formats.

Only names without their namespace are compared, so both spellings of the standard (transitional and strict) are read.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from partywork.imports.reading.plain import NotPlain, plain_texts

WORKBOOK = "xl/workbook.xml"
_TEXTS = "xl/sharedStrings.xml"
_BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_OF_DATE = re.compile(r"[ymdhse年月日]", re.IGNORECASE)


@dataclass(frozen=True)
class SheetPart:
    name: str
    path: str


@dataclass
class Package:
    """``dates``: the cell styles that show a number as a day. ``from_1904``: days are counted as old Macs did."""

    sheets: list[SheetPart] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dates: set[str] = field(default_factory=set)
    from_1904: bool = False
    has_links: bool = False


def open_package(archive: ZipFile) -> Package:
    """Raises KeyError or ParseError when a part it needs is missing or damaged."""
    package = Package()
    targets = _targets(archive)
    for tag, element in _elements(archive, WORKBOOK):
        if tag == "workbookPr":
            package.from_1904 = element.get("date1904") in ("1", "true")
        elif tag == "sheet":
            link = next((value for key, value in element.items() if key.endswith("}id")), "")
            if "worksheet" in targets.get(link, ""):
                package.sheets.append(SheetPart(element.get("name") or "", targets[link]))
    names = set(archive.namelist())
    package.has_links = any(name.startswith("xl/externalLinks/") for name in names)
    if _TEXTS in names:
        package.texts = _shared_texts(archive)
    if "xl/styles.xml" in names:
        package.dates = _date_styles(archive)
    return package


def local(tag: Any) -> str:
    """A tag without its namespace."""
    return str(tag).rpartition("}")[2]


def elements(source: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Every element as it ends, with its plain name; memory stays flat when the caller clears what it has read."""
    for _, element in iterparse(source, ("end",)):
        yield local(element.tag), element


def text_of(element: Element) -> str:
    """The text of a cell or a shared text: all its runs, without the readings above Japanese characters."""
    parts: list[str] = []
    for child in element:
        tag = local(child.tag)
        if tag == "t":
            parts.append(child.text or "")
        elif tag == "r":
            parts.append(text_of(child))
    return "".join(parts)


def _elements(archive: ZipFile, name: str) -> Iterator[tuple[str, Element]]:
    with archive.open(name) as part:
        yield from elements(part)


def _targets(archive: ZipFile) -> dict[str, str]:
    """Where the workbook's relations lead, as names of parts; what lies outside the package is left out."""
    found: dict[str, str] = {}
    for tag, element in _elements(archive, "xl/_rels/workbook.xml.rels"):
        if tag == "Relationship" and element.get("TargetMode") != "External":
            target = element.get("Target") or ""
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[element.get("Id") or ""] = path
    return found


def _shared_texts(archive: ZipFile) -> list[str]:
    try:
        with archive.open(_TEXTS) as part:
            return plain_texts(part)
    except NotPlain:
        return list(_texts_of_tree(archive))


def _texts_of_tree(archive: ZipFile) -> Iterator[str]:
    for tag, element in _elements(archive, _TEXTS):
        if tag == "si":
            yield text_of(element)
            element.clear()


def _date_styles(archive: ZipFile) -> set[str]:
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside = False
    with archive.open("xl/styles.xml") as part:
        for event, element in iterparse(part, ("start", "end")):
            tag = local(element.tag)
            if tag == "cellXfs":
                inside = event == "start"
            elif event == "end" and tag == "numFmt":
                formats[element.get("numFmtId") or ""] = element.get("formatCode") or ""
            elif event == "end" and tag == "xf" and inside:
                styles.append(element.get("numFmtId") or "0")
    return {str(number) for number, style in enumerate(styles) if _is_date(style, formats)}


def _is_date(style: str, formats: dict[str, str]) -> bool:
    if style in formats:
        shown = _QUOTED.sub("", formats[style].split(";")[0]) if '"' not in formats[style] else formats[style]
        return bool(_OF_DATE.search(_QUOTED.sub("", shown))) and "general" not in shown.lower()
    return style.isdecimal() and int(style) in _BUILT_IN_DATES
