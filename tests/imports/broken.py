"""Files that are broken, hostile or not what they seem, built by code: none is kept in the repository."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook

from tests.factories.rosters import person, roster, roster_book
from tests.factories.workbooks import saved

MOST_UNPACKED = 2 * 1024 * 1024  # of the tests; the product's is two hundred times that
SHEET = "xl/worksheets/sheet1.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sound() -> bytes:
    return roster([person(1), person(2)]).getvalue()


def with_part(name: str, content: bytes | Callable[[bytes], bytes], source: bytes | None = None) -> bytes:
    """A sound workbook with one part added, replaced or changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source or sound())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        held = old.read(name) if name in old.namelist() else b""
        new.writestr(name, content(held) if callable(content) else content)
    return target.getvalue()


def flipped() -> bytes:
    data = bytearray(sound())
    middle = len(data) // 3
    data[middle : middle + 200] = b"\xff" * 200
    return bytes(data)


def bomb() -> bytes:
    """Blanks that unpack to more than the tests' limit, in a small file."""
    return with_part("xl/sharedStrings.xml", b" " * (MOST_UNPACKED + 1))


def wide() -> bytes:
    book = roster_book([person(1)])
    book.active.cell(3, 5000, "远处")
    return saved(book).getvalue()


def many_sheets() -> bytes:
    book = Workbook()
    for number in range(70):
        book.create_sheet(f"表{number}")
    return saved(book).getvalue()


def word() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        new.writestr("[Content_Types].xml", f'<Types><Override PartName="/w.xml" ContentType="{kind}"/></Types>')
        new.writestr("word/document.xml", "<w/>")
    return target.getvalue()


def outside(content: bytes) -> bytes:
    return content.replace(b"<sheetData>", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sheetData>')


OLE = b"\xd0\xcf\x11\xe0" + b"\0" * 600
DEEP = f"<worksheet {_MAIN}><sheetData>".encode() + b"<row><c><is>" + b"<r>" * 50_000

# What it is → the file, its name, and what is said of it. All are turned away and write nothing.
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "cut off": (lambda: sound()[:3000], "a.xlsx", "文件已损坏，打不开"),
    "damaged inside": (flipped, "a.xlsx", "文件已损坏，打不开"),
    "no workbook": (lambda: b"PK\x05\x06" + b"\0" * 18, "a.xlsx", "这不是 Excel 工作簿"),
    "old or with a password": (lambda: OLE, "a.xlsx", "这是旧版 .xls 文件，或者工作簿加了密码"),
    "OLE named csv": (lambda: OLE, "a.csv", "这是旧版 .xls 文件，或者工作簿加了密码"),
    "word": (word, "a.xlsx", "这是 Word 文档，不是工作簿"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "a.xlsx", "工作簿里含有宏"),
    "outside entity": (lambda: with_part(SHEET, outside), "a.xlsx", "文件里有不该出现的内容"),
    "zip bomb": (bomb, "a.xlsx", "文件展开后过大"),
    "too wide": (wide, "a.xlsx", "写到了第5000列，最多读200列"),
    "too many sheets": (many_sheets, "a.xlsx", "工作表超过60张"),
    "endless nesting": (lambda: with_part(SHEET, DEEP), "a.xlsx", "文件已损坏，打不开"),
    "shared text that is not there": (
        lambda: with_part(SHEET, lambda c: c.replace(b"</row>", b'<c t="s"><v>99999</v></c></row>', 1)),
        "a.xlsx", "文件已损坏，打不开",
    ),
    "empty sheet": (lambda: saved(Workbook()).getvalue(), "a.xlsx", "文件里没有可以导入的内容"),
    "only a header": (lambda: roster([]).getvalue(), "a.xlsx", "文件里没有可以导入的内容"),
    "NUL in csv": (lambda: b"\xe5\xa7\x93\xe5\x90\x8d\0,a", "a.csv", "这个文件不是文字表格"),
    "neither encoding": (lambda: b"\xff\xff\xff,\x81", "a.csv", "文件里的文字读不出来"),
    "blank csv": (lambda: b"\n \n", "a.csv", "文件是空的"),
}  # fmt: skip
