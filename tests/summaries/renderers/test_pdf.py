"""Word files become PDF with the LibreOffice that is there, and its absence or silence is told in words."""

import stat
import time
from pathlib import Path

import pdfplumber
import pytest

from partywork.word.template import Faces
from summaries.renderers import docx, pdf
from tests.summaries.renderers.samples import rich_document


def test_several_files_in_one_go_one_that_is_no_document_left_out(tmp_path: Path):
    document = rich_document()
    good, other, bad = (tmp_path / f"{name}.docx" for name in ("good", "other", "bad"))
    for path in (good, other):
        path.write_bytes(docx.render(document))
    bad.write_bytes(b"PK\x03\x04 nothing of the kind")
    made = pdf.convert([good, bad, other], tmp_path)
    assert made == {path: path.with_suffix(".pdf") for path in (good, other)}
    with pdfplumber.open(made[good]) as opened:
        text = "".join(opened.pages[0].extract_text().split())
    assert document.title in text


def test_a_face_that_the_office_names_is_replaced_by_its_like():
    aliases = list(pdf._aliases(Faces(body="方正仿宋_GBK", kai="楷体")))
    replaced = [alias.split("<family>")[1].removesuffix("</family>") for alias in aliases]
    assert [each.partition("</family>")[0] for each in replaced] == [
        "方正仿宋_GBK", "仿宋_GB2312", "楷体", "楷体_GB2312", "方正小标宋简体", "黑体", "宋体",
    ]  # fmt: skip
    assert "<accept><family>仿宋_GB2312</family><family>仿宋</family>" in aliases[0]


def test_without_libreoffice_the_user_is_told_the_other_way(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(pdf, "program", lambda: None)
    assert pdf.is_available() is False
    with pytest.raises(pdf.PdfError, match="没有安装 LibreOffice"):
        pdf.from_docx(b"")


def office_that(tmp_path: Path, does: str) -> str:
    """A stand-in for LibreOffice."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


def test_one_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch):
    late = tmp_path / "late"
    program = office_that(tmp_path, f"(sleep 2; touch {late}) & wait")
    monkeypatch.setattr(pdf, "program", lambda: program)
    monkeypatch.setattr(pdf, "START_SECONDS", 0.2)
    monkeypatch.setattr(pdf, "SECONDS_EACH", 0)
    with pytest.raises(pdf.PdfError, match="用时太久"):
        pdf.from_docx(b"")
    time.sleep(2.2)
    assert not late.exists()


def test_one_that_says_nothing_and_makes_nothing_is_noticed(tmp_path: Path, monkeypatch):
    program = office_that(tmp_path, "exit 0")
    monkeypatch.setattr(pdf, "program", lambda: program)
    with pytest.raises(pdf.PdfError, match="没有转换成 PDF"):
        pdf.from_docx(b"")
