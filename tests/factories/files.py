"""Files as people hand them in: documents, workbooks, photographs with the place they were taken at."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from openpyxl import Workbook
from PIL import Image, PngImagePlugin

from partywork.accounts.models import User
from partywork.attachments.actions import attach
from partywork.attachments.checking import check_file
from partywork.attachments.models import Attachment
from partywork.orgs.models import Organisation
from tests.factories.rectification import make_item

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
GPS = 0x8825
ORIENTATION = 0x0112


def docx() -> bytes:
    out = BytesIO()
    document = Document()
    document.add_paragraph("整改情况说明")
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """The package with one part more, or another content of a part it has."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG", orientation: int = 6) -> bytes:
    """A picture, its left half red, that says where it was taken, by whom and how the camera was held."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010E] = "ImageDescription-marker"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (39.0, 54.0, 26.0)
    extra: dict[str, Any] = {"exif": exif}
    if kind == "JPEG":
        extra |= {"comment": b"comment-marker", "xmp": b"xmp-marker"}
    if kind == "PNG":
        extra["pnginfo"] = PngImagePlugin.PngInfo()
        extra["pnginfo"].add_text("Location", "text-marker")
    out = BytesIO()
    picture.save(out, kind, **extra)
    return out.getvalue()


def make_attachment(record: Any, by: User, name: str = "说明.pdf", content: bytes = PDF) -> Attachment:
    return attach(record=record, files=[check_file(name, content, 10**7)], by=by)[0]


def make_evidence(org: Organisation, by: User) -> Attachment:
    return make_attachment(make_item(org, by, date(2026, 3, 10)), by)
