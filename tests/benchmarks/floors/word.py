"""A Word file of the same text as one string: f-strings and a zip, without bookmarks, care for characters or layout."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

from summaries.document import Attachment, Block, Document, Paragraph, Table

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write(document: Document, parts: list[tuple[str, bytes]]) -> bytes:
    """The file, its unchanging ``parts`` made before."""
    blocks = "".join(map(_block, document.blocks)) + "".join(map(_attachment, document.attachments))
    body = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{blocks}</w:body></w:document>'
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, body if name == "word/document.xml" else data)
    return buffer.getvalue()


def _attachment(attachment: Attachment) -> str:
    return _line(attachment.title) + "".join(map(_block, attachment.blocks))


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<w:p>{''.join(f'<w:r><w:t>{run.text}</w:t></w:r>' for run in block.runs)}</w:p>"
    if isinstance(block, Table):
        return f"<w:tbl>{''.join(f'<w:tr>{_cells(row)}</w:tr>' for row in block.rows)}</w:tbl>"
    return _line(block.text)


def _cells(row: tuple[str, ...]) -> str:
    return "".join(f"<w:tc>{_line(cell)}</w:tc>" for cell in row)


def _line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
