"""Every way in for a file looks at the content, the size and what it unpacks to before anything opens it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from openpyxl import Workbook

import partywork.urls  # noqa: F401  every form is known once every page is
from partywork.attachments import checking as evidence
from partywork.exports.own import checking as template
from partywork.imports import archive
from partywork.imports.reading import child
from partywork.imports.reading.refusal import UnreadableWorkbook
from summaries.ownforms import workbook
from tests.architecture.test_project import ROOT

Judge = Callable[[bytes], object]

# Form → who judges what is sent in it. A new form with a file must be given its judge here.
JUDGES: dict[str, Judge] = {
    "partywork.attachments.forms.AttachForm": lambda data: evidence.check_file("a.xlsx", data, 1_000_000),
    "partywork.exports.own.forms.TemplateForm": template.check_package,
    "partywork.imports.forms.UploadForm": lambda data: archive.check_archive(
        io.BytesIO(data), archive.Limits(child.MAX_FILE_BYTES, child.MAX_UNPACKED_BYTES)
    ),
    "summaries.ownforms.forms.UploadForm": workbook.opened,
    "summaries.ownforms.forms.ChangeForm": workbook.opened,
}
# Files beside a form of something else, judged by attachments.forms.sort_out.
READ_BY_HAND = {"partywork/entries/formpages.py", "partywork/pages/formpages.py"}
SMALL = 300_000  # bytes; the limits of unpacking, made small enough to pass here
EVERY_FORM = pytest.mark.parametrize("judge", list(JUDGES.values()), ids=list(JUDGES))


def forms_with_files() -> Iterator[str]:
    waiting: list[type] = [forms.BaseForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        fields = getattr(one, "base_fields", {}).values()
        if one.__module__.startswith(("partywork.", "summaries.")) and any(
            isinstance(f, forms.FileField) for f in fields
        ):
            yield f"{one.__module__}.{one.__qualname__}"


def test_every_form_with_a_file_is_among_them():
    assert set(forms_with_files()) == set(JUDGES)


def test_nothing_else_reads_a_file_that_was_sent():
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("partywork", "summaries")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\.FILES\b", path.read_text("utf-8"))
    }
    assert found == READ_BY_HAND


def good(judge: Judge) -> bytes:
    stream = io.BytesIO()
    if judge is template.check_package:
        docx.Document().save(stream)
    else:
        book = Workbook()
        book.active["A1"] = "{支委会次数}"
        book.save(stream)
    return stream.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(package)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as held:
        held.writestr(name, content)
    return stream.getvalue()


def refuses(judge: Judge, data: bytes) -> str:
    with pytest.raises((ValidationError, UnreadableWorkbook)) as told:
        judge(data)
    return " ".join(getattr(told.value, "messages", [str(told.value)]))


@EVERY_FORM
def test_what_is_meant_is_taken(judge):
    judge(good(judge))


@EVERY_FORM
def test_a_macro_is_refused(judge):
    assert "宏" in refuses(judge, with_part(good(judge), "xl/vbaProject.bin", b"x"))


@EVERY_FORM
def test_entities_are_refused(judge):
    part = b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"
    assert "文档类型声明" in refuses(judge, with_part(good(judge), "docProps/y.xml", part))


@EVERY_FORM
def test_what_swells_is_refused(judge, monkeypatch):
    monkeypatch.setattr(evidence, "MAX_UNPACKED_BYTES", SMALL)
    monkeypatch.setattr(template, "MAX_UNPACKED_BYTES", SMALL)
    monkeypatch.setattr(child, "MAX_UNPACKED_BYTES", SMALL)
    monkeypatch.setattr(workbook, "LIMITS", archive.Limits(workbook.LIMITS.file, SMALL))
    assert "展开后过大" in refuses(judge, with_part(good(judge), "docProps/y.xml", b" " * (SMALL + 1)))


@EVERY_FORM
def test_what_is_too_large_is_refused(judge, monkeypatch):
    monkeypatch.setattr(child, "MAX_FILE_BYTES", SMALL)
    assert "超过" in refuses(judge, good(judge) + b"\0" * 2_100_000)


@EVERY_FORM
@pytest.mark.parametrize("content", [b"", b"MZ program", b"<html><script>", b"\xd0\xcf\x11\xe0 old", b"PK\x03\x04 no"])
def test_what_is_something_else_is_refused(judge, content):
    assert refuses(judge, content) != ""


def test_uploaded_files_have_no_address_and_no_name_of_their_own():
    """Nothing below MEDIA_ROOT is served by address, and what people call a file is no path."""
    assert not settings.MEDIA_URL or settings.MEDIA_URL == "/"
    served = [Path(str(settings.STATIC_ROOT)), ROOT / "static"]
    assert [place for place in served if Path(settings.MEDIA_ROOT).is_relative_to(place)] == []
    assert evidence.clean_name("../../etc/passwd.pdf") == "passwd.pdf"
