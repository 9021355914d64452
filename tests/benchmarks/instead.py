"""What a user would pick instead: the libraries' own calls, cell by cell and paragraph by paragraph."""

import io
from collections.abc import Iterable, Sequence

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun
from openpyxl import Workbook

from partywork.ledgers.spreadsheet import Sheet
from summaries.document import Block, Document, Paragraph, Table

HEADING_FACES = {1: "黑体", 2: "楷体_GB2312", 3: "仿宋_GB2312"}
BODY, DIGITS = "仿宋_GB2312", "Times New Roman"


def word(document: Document) -> bytes:
    """The same text in the official faces with python-docx's calls, as its manual shows them: run by run.

    Tables by rows and their cells, not by ``table.cell``. No page numbers, no bookmarks of figures.
    """
    written = docx.Document()
    _line(written, document.title, "方正小标宋简体", 22, WD_ALIGN_PARAGRAPH.CENTER)
    for block in document.blocks:
        _add(written, block)
    for attachment in document.attachments:
        _line(written, attachment.title, "方正小标宋简体", 22, WD_ALIGN_PARAGRAPH.CENTER)
        for block in attachment.blocks:
            _add(written, block)
    buffer = io.BytesIO()
    written.save(buffer)
    return buffer.getvalue()


def _add(written: docx.document.Document, block: Block) -> None:
    if isinstance(block, Paragraph):
        _paragraph(written.add_paragraph(), [run.text for run in block.runs], BODY, 16)
    elif isinstance(block, Table):
        table = written.add_table(rows=0, cols=len(block.columns), style="Table Grid")
        heads = tuple(column.header for column in block.columns)
        for row in (heads, *block.rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                _set(cell.paragraphs[0].add_run(text), BODY, 10.5)
    else:
        _line(written, block.text, HEADING_FACES[block.level], 16)


def _line(
    written: docx.document.Document, text: str, face: str, size: float, align: WD_ALIGN_PARAGRAPH | None = None
) -> None:
    paragraph = written.add_paragraph()
    _paragraph(paragraph, [text], face, size)
    if align is not None:
        paragraph.alignment = align


def _paragraph(paragraph: WordParagraph, texts: Iterable[str], face: str, size: float) -> None:
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.line_spacing = Pt(2 * size), Pt(28.95)
    layout.space_before = layout.space_after = Pt(0)
    for text in texts:
        _set(paragraph.add_run(text), face, size)


def _set(run: WordRun, face: str, size: float) -> None:
    run.font.name, run.font.size = DIGITS, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


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
