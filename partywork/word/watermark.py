"""Marking a finished Word file on every page: the product's own forms and offices' templates alike."""

import io
import zipfile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import _Header
from docx.shared import Pt, RGBColor

from partywork.ledgers.fixed_zip import FixedDateZip
from partywork.word.xml import clean

GREY = RGBColor(0x59, 0x59, 0x59)  # still read on a copy of a copy


def marked(content: bytes, text: str) -> bytes:
    """The .docx with ``text`` small at the top of every page, and among what the file says of itself."""
    word, mark = docx.Document(io.BytesIO(content)), clean(text)
    pages_differ = word.settings.odd_and_even_pages_header_footer
    for number, section in enumerate(word.sections):
        headers = [section.header]
        headers += [section.even_page_header] if pages_differ else []
        headers += [section.first_page_header] if section.different_first_page_header_footer else []
        for header in headers:
            if number == 0 or not header.is_linked_to_previous:  # one without its own goes on with the one before
                _put(header, mark)
    word.core_properties.keywords = mark
    buffer = io.BytesIO()
    word.save(buffer)
    return _undated(buffer)


def _put(header: _Header, mark: str) -> None:
    header.is_linked_to_previous = False
    first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
    paragraph = first if not first.text and not len(first.runs) else header.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(mark)
    run.font.size, run.font.color.rgb = Pt(9), GREY


def _undated(buffer: io.BytesIO) -> bytes:
    """The same content gives the same bytes."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(buffer) as written, FixedDateZip(fixed) as archive:
        for name in written.namelist():
            archive.writestr(name, written.read(name))
    return fixed.getvalue()
