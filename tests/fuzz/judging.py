"""Whether an answer is one the product may give: no error, no script of a stranger, no formula, no broken file."""

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from django.apps import apps
from django.db import connection
from openpyxl import load_workbook

from partywork.audit.models import AuditEvent
from tests.fuzz.reading import tree_of
from tests.fuzz.texts import COMPUTED, MARK

_SCHEME = re.compile(r"^\s*(javascript|data|vbscript):", re.IGNORECASE)
_BLANK = re.compile(r"[\x00-\x20]")
# The sample of a superior's form adds up its own cells; no office's words are in that.
OUR_SUM = re.compile(r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)")
ADDRESSES = ("href", "src", "action", "formaction", "hx-get", "hx-post", "xlink:href", "data")
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
# What a refused request may leave: that it was asked, the session, and that a file was turned away.
BESIDE = {
    f"partywork_{name}"
    for name in ("auditevent", "auditdetail", "opensession", "requestcount", "importbatch", "workersign")
}


def faults_of(response: Any) -> list[str]:
    """What is wrong with an answer; the reading of a file by its kind."""
    if response.status_code >= 500 and response.status_code != 503:
        return [f"status {response.status_code}"]
    kind = response.get("Content-Type", "")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if kind.startswith("text/html"):
        return list(page_faults(content))
    if response.status_code == 200 and ("officedocument" in kind or "zip" in kind):
        return list(package_faults(content))
    if kind.startswith("text/calendar"):
        return calendar_faults(content.decode())
    return []


def page_faults(content: bytes) -> Iterator[str]:
    """Ours has no script and no handler within a page (the policy for browsers says so): any that is there came in."""
    if MARK.encode() not in content:
        return
    if COMPUTED.encode() in content:
        yield "a template was computed"
    for element in tree_of(content).iter():
        if not isinstance(element.tag, str):
            continue
        if MARK in element.tag:
            yield f"element {element.tag}"
        if element.tag == "script" and element.get("src") is None and element.get("type") != "application/json":
            yield f"script {(element.text or '')[:60]}"
        for name, value in element.attrib.items():
            if name.startswith("on") or MARK in name:
                yield f"attribute {name}={value[:60]}"
            if name in ADDRESSES and _SCHEME.match(_BLANK.sub("", value)) and not value.startswith("data:image/"):
                yield f"address {value[:60]}"


AS_UPLOADED = "佐证材料/"  # in a copy of the office's records: evidence, byte for byte as somebody gave it


def package_faults(content: bytes) -> Iterator[str]:
    """Every part well-formed; a workbook without a formula; packages within a package too."""
    try:
        package = ZipFile(io.BytesIO(content))
    except BadZipFile:
        yield "no package"
        return
    names = package.namelist()
    for name in names:
        if name.startswith(AS_UPLOADED):
            continue
        if name.endswith((".xml", ".rels")):
            try:
                ElementTree.fromstring(package.read(name))
            except ElementTree.ParseError as error:
                yield f"{name}: {error}"
        elif name.endswith((".xlsx", ".docx", ".zip")):
            yield from (f"{name}: {each}" for each in package_faults(package.read(name)))
        elif name.endswith(".html"):
            yield from (f"{name}: {each}" for each in page_faults(package.read(name)))
    if "xl/workbook.xml" in names:
        yield from workbook_faults(content)


def workbook_faults(content: bytes) -> Iterator[str]:
    """A cell that computes, or begins like one and is not marked as text."""
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    if OUR_SUM.fullmatch(str(cell.value)):
                        continue
                    yield f"formula {sheet.title}!{cell.coordinate} {cell.value!r}"
                elif (
                    cell.data_type != "f"
                    and isinstance(cell.value, str)
                    and cell.value.startswith(FORMULA_START)
                    and not cell.quotePrefix
                ):
                    yield f"not marked as text {sheet.title}!{cell.coordinate} {cell.value[:40]!r}"


def calendar_faults(text: str) -> list[str]:
    return ["a line of a stranger"] if "BEGIN:VALARM" in re.split(r"\r\n|\r|\n", text) else []


@cache
def _counting() -> str:
    names = [each._meta.db_table for each in apps.get_models() if each._meta.app_label in ("partywork", "summaries")]
    return "SELECT " + ", ".join(f'(SELECT COUNT(*) FROM "{name}")' for name in sorted(names) if name not in BESIDE)


def rows() -> tuple[int, ...]:
    """How many rows every table of records has."""
    with connection.cursor() as cursor:
        cursor.execute(_counting())
        return tuple(cursor.fetchone())


def written() -> int:
    """How many events are on record."""
    return AuditEvent.objects.count()
