"""Pieces of WordprocessingML as text, and the file they are put into.

The same content gives the same bytes: what an office keeps is known by its hash.
"""

import io
import re
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

from partywork.ledgers.fixed_zip import FixedDateZip
from partywork.word.template import Template

# Characters XML cannot carry, and halves of a pair left by a broken paste.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Shared by Chinese and Latin faces: Word takes the Chinese one only when told.
_AMBIGUOUS = re.compile("[“”‘’…—·×]")

_BREAK, _BREAK_XML = "\n", '</w:t><w:br/><w:t xml:space="preserve">'
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def packed(base: Template, body: str, *, title: str, creator: str, day: date) -> bytes:
    """The .docx file: the template's parts with this body; ``day`` is the date the file says it was made on."""
    document = f"{_DECLARATION}<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    changed = {"word/document.xml": document.encode(), "docProps/core.xml": _core(title, creator, day).encode()}
    buffer = io.BytesIO()
    with FixedDateZip(buffer) as archive:
        for name, data in base.parts:
            archive.writestr(name, changed.get(name, data))
    return buffer.getvalue()


def paragraph(style: str, content: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def with_section(paragraph: str, section: str) -> str:
    """The paragraph as the last one of a section: sectPr comes last among its properties."""
    return paragraph.replace("</w:pPr>", f"{section}</w:pPr>", 1)


def text_run(text: str) -> str:
    """One run; the text's line breaks are line breaks inside the paragraph."""
    # Nearly every text is one clean line, told in a tenth of the time.
    return _run(text) if text.isprintable() else lines_run(text.split(_BREAK))


def lines_run(lines: Sequence[str]) -> str:
    """One run, its lines parted by line breaks inside the paragraph; "" where there is no text."""
    return _run(_BREAK.join(map(clean, lines)))


def _run(text: str) -> str:
    if not text.strip(_BREAK):
        return ""
    if "&" in text or "<" in text or ">" in text:
        text = escape(text)
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>' if _AMBIGUOUS.search(text) else ""
    return f'<w:r>{hint}<w:t xml:space="preserve">{text.replace(_BREAK, _BREAK_XML)}</w:t></w:r>'


def clean(text: str) -> str:
    if text.isprintable():
        return text
    return _ILLEGAL.sub("", text.replace("\r", "").replace("\t", " "))


def _core(title: str, creator: str, day: date) -> str:
    title, creator = escape(clean(title)), escape(clean(creator))
    moment = f"{day.isoformat()}T00:00:00Z"
    return (
        f"{_DECLARATION}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>"
        f"<cp:lastModifiedBy>{creator}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "</cp:coreProperties>"
    )
