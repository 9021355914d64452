"""What a user would pick instead: the libraries' own calls, cell by cell and paragraph by paragraph."""

import io
from collections.abc import Sequence

import docx
from openpyxl import Workbook

from partywork.ledgers.spreadsheet import Sheet
from summaries.document import Block, Document, Paragraph, Table


def word(document: Document) -> bytes:
    """The same text with python-docx's calls; tables by rows and their cells, not by ``table.cell``."""
    written = docx.Document()
    for block in document.blocks:
        _add(written, block)
    for attachment in document.attachments:
        written.add_heading(attachment.title, 1)
        for block in attachment.blocks:
            _add(written, block)
    buffer = io.BytesIO()
    written.save(buffer)
    return buffer.getvalue()


def _add(written: docx.document.Document, block: Block) -> None:
    if isinstance(block, Paragraph):
        paragraph = written.add_paragraph()
        for run in block.runs:
            paragraph.add_run(run.text)
    elif isinstance(block, Table):
        table = written.add_table(rows=0, cols=len(block.columns))
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    else:
        written.add_heading(block.text, block.level)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The same rows with openpyxl in its normal mode, without formats or widths."""
    book = Workbook()
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.append([column.header for column in sheet.columns])
        for row in sheet.rows:
            page.append([str(value) if value is not None else None for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
