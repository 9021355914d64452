"""From what was asked for to the file: in the layout of the product, or in the unit's own template."""

import io
from dataclasses import dataclass
from datetime import date
from zipfile import ZIP_STORED

from django.conf import settings
from django.core.exceptions import ValidationError

from partywork.exports.asked import Asked
from partywork.exports.fields import Data
from partywork.exports.kinds import FormKind
from partywork.exports.own.queries import template_for
from partywork.exports.own.rendering import fill
from partywork.ledgers.fixed_zip import FixedDateZip
from partywork.measures.reading import consistent_read
from partywork.word.form_writer import render_form
from partywork.word.layout import Form
from partywork.word.template import Faces

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
MOST_COPIES = 400  # in one file; more is unwieldy in Word


@dataclass(frozen=True)
class Made:
    """A file with its name and how many copies of the form are in it."""

    name: str
    content: bytes
    content_type: str
    copies: int


def collected(kind: FormKind, asked: Asked) -> list[Data]:
    """The data of each copy, all as of one moment. Raises ValidationError where there is nothing, or too much."""
    with consistent_read():
        copies = kind.collect(asked)
    if not copies:
        raise ValidationError(f"{kind.nothing}，没有生成文件。")
    if len(copies) > MOST_COPIES:
        raise ValidationError(f"这段时间有{len(copies)}份，一次最多{MOST_COPIES}份，请把日期选短一些。")
    return copies


def built_in(kind: FormKind, asked: Asked, copies: list[Data]) -> bytes:
    pages = [page for data in copies for page in kind.layout(data)]
    form = Form(f"{asked.org.short_name}{kind.title}", asked.org.name, asked.on, tuple(pages))
    return render_form(form, Faces(**settings.DOCUMENT_FACES))


def make(kind: FormKind, asked: Asked, today: date, *, mark: str) -> Made:
    """The file: in the template that the unit or one above it has in use today, else in the product's own layout.

    Several copies in a template are several files, in one zip. ``mark`` (who and when) stands on every page where
    there is personal data. Raises ValidationError in words for the user.
    """
    copies = collected(kind, asked)
    name = file_name(kind, asked)

    def signed(content: bytes) -> bytes:
        from partywork.word.watermark import marked  # python-docx, see word/template

        return marked(content, mark) if kind.carries_personal(asked) else content

    template = template_for(asked.org, kind.code, today) if kind.takes_templates else None
    if template is None:
        return Made(f"{name}.docx", signed(built_in(kind, asked, copies)), DOCX, len(copies))
    files = [signed(each) for each in fill(bytes(template.content), kind.fields, copies)]
    if len(files) == 1:
        return Made(f"{name}.docx", files[0], DOCX, 1)
    return Made(f"{name}.zip", _zipped(kind, copies, files), ZIP, len(files))


def _zipped(kind: FormKind, copies: list[Data], files: list[bytes]) -> bytes:
    """Word files are zips themselves, so they are stored as they are."""
    buffer = io.BytesIO()
    with FixedDateZip(buffer) as archive:
        for number, (data, content) in enumerate(zip(copies, files, strict=True), 1):
            name = f"{number:03d} {data['日期']}{kind.title}.docx"
            archive.writestr(name, content, compress_type=ZIP_STORED)
    return buffer.getvalue()


def file_name(kind: FormKind, asked: Asked) -> str:
    record = asked.record
    about = f"{record.date:%Y%m%d}" if record is not None else f"{asked.on:%Y%m%d}"
    if record is None and kind.wants.of_span:
        about = f"{asked.first:%Y%m%d}至{asked.last:%Y%m%d}"
    return f"{asked.org.short_name}{kind.title}{about}"
