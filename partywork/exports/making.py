"""From what was asked for to the file: in the layout of the product, or in the unit's own template."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError

from partywork.exports.asked import Asked
from partywork.exports.fields import Data
from partywork.exports.kinds import FormKind
from partywork.measures.reading import consistent_read
from partywork.word.form_writer import render_form
from partywork.word.layout import Form
from partywork.word.template import Faces

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
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


def make(kind: FormKind, asked: Asked) -> Made:
    """The file. Raises ValidationError in words for the user."""
    copies = collected(kind, asked)
    return Made(f"{file_name(kind, asked)}.docx", built_in(kind, asked, copies), DOCX, len(copies))


def file_name(kind: FormKind, asked: Asked) -> str:
    record = asked.record
    about = f"{record.date:%Y%m%d}" if record is not None else f"{asked.on:%Y%m%d}"
    if record is None and kind.wants.of_span:
        about = f"{asked.first:%Y%m%d}至{asked.last:%Y%m%d}"
    return f"{asked.org.short_name}{kind.title}{about}"
