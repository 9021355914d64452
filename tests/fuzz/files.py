"""Files of right and wrong kinds: pictures, workbooks, Word files and what only pretends to be one."""

import io
from functools import cache
from random import Random

from docx import Document
from openpyxl import Workbook

from tests.factories.rosters import person, roster, roster_csv
from tests.fuzz.texts import FORMULAS, MARK, SCRIPTS, TEMPLATES

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
NAMES = (
    "a",
    "花名册",
    f"<img src=x onerror={MARK}()>",
    "../../x",
    "=cmd",
    "a\x00b",
    "长" * 200,
    "",
    "con",
    "a\u202egpj",
)
ENDINGS = (".png", ".jpg", ".pdf", ".docx", ".xlsx", ".csv", ".html", ".svg", ".exe", "", ".xlsm")


@cache
def contents() -> tuple[bytes, ...]:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' onload='{MARK}()'/>".encode()
    page = f"<html><script>{MARK}()</script></html>".encode()
    roll = [person(1, 姓名=SCRIPTS[0]), person(2, 姓名=FORMULAS[0])]
    return (
        b"", b"\x00" * 64, b"%PDF-1.4\n%%EOF\n", PNG, PNG[:40], svg, page, b"MZ" + b"\x90" * 100, word(),
        word()[:900], workbook(), roster(roll).getvalue(), roster_csv(roll), b"PK\x05\x06" + b"\0" * 18,
        b"\xff\xd8\xff\xe0" + b"\0" * 50,
    )  # fmt: skip


def some_file(random: Random) -> tuple[str, bytes]:
    """A name and what is in it, which need not fit."""
    return random.choice(NAMES) + random.choice(ENDINGS), random.choice(contents())


def word(*texts: str) -> bytes:
    document = Document()
    for text in texts or (*TEMPLATES, SCRIPTS[0]):
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def workbook(*texts: str) -> bytes:
    book = Workbook()
    for number, text in enumerate(texts or (*TEMPLATES, *FORMULAS[:3], SCRIPTS[0]), 1):
        book.active.cell(number, 1).value = "".join(sign for sign in text if sign >= " ")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
