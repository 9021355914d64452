"""The report as an official Word document (GB/T 9704-2012).

The body is written as XML in one go and put beside the parts of the template: with python-docx's own calls a
report of twelve pages takes forty times as long. The same Document gives the same bytes, because a frozen
report is known by its hash.
"""

from collections.abc import Sequence
from datetime import date

from partywork.word.template import (
    CELL_PADDING,
    CHARACTER,
    LANDSCAPE_TYPE_WIDTH,
    TABLE_CHARACTER,
    TIGHTER,
    TITLE_CHARACTER,
    TYPE_WIDTH,
    Faces,
    section_xml,
    template,
)
from partywork.word.xml import clean, lines_run, packed, paragraph, text_run, with_section
from summaries.document import (
    Align,
    Attachment,
    Block,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    attachment_label,
    attachment_notes,
    chinese_date,
)
from summaries.titles import break_header, break_title

_HALF_CHARACTER = 160 + TIGHTER  # a digit as set, in twips
# The longest last paragraph kept with the signature: LibreOffice moves it whole, and a longer one would leave
# half a page empty.
_KEPT_CHARACTERS = 11 * 28
_LAST_ROWS = 3  # of a table stay together
_CELL_STYLES: dict[Align, str] = {"left": "TableLeft", "center": "TableCentre", "right": "TableRight"}


def render(document: Document, faces: Faces | None = None) -> bytes:
    """The .docx file. A run or cell that prints figure n lies in a bookmark fig_n (fig_n_2 the second time)."""
    base = template(faces or Faces(), clean(document.draft_mark))
    return packed(
        base,
        _body_xml(document, base.references),
        title=document.title,
        creator=document.meta.organisation,
        day=document.date,
    )


def _body_xml(document: Document, references: str) -> str:
    body = _Body(document)
    parts = body.main_text()
    landscape = False
    for number, attachment in enumerate(document.attachments, 1):
        turns = attachment.landscape != landscape
        if turns:
            parts[-1] = with_section(parts[-1], section_xml(references, landscape=landscape))
            references, landscape = "", attachment.landscape
        parts += body.attachment(attachment, number, page_break=not turns)
    parts.append(section_xml(references, landscape=landscape))
    return "".join(parts)


class _Body:
    """Turns blocks into XML; keeps the bookmarks' numbers, which must be unique in the file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.bookmarks = 0
        self.printed: dict[str, int] = {}

    def main_text(self) -> list[str]:
        document = self.document
        parts = [paragraph("Title", lines_run(document.title_lines)), paragraph("Normal", "")]
        if document.addressee:
            parts.append(paragraph("Salutation", text_run(f"{document.addressee}：")))
        parts += self.blocks(document.blocks, TYPE_WIDTH, keep_last=True)
        parts += _note_paragraphs(attachment_notes(document))
        return parts + _signature(document.signature, document.date)

    def attachment(self, attachment: Attachment, number: int, *, page_break: bool) -> list[str]:
        label = text_run(attachment_label(self.document, number))
        width = LANDSCAPE_TYPE_WIDTH if attachment.landscape else TYPE_WIDTH
        title = break_title(attachment.title, width=width // TITLE_CHARACTER)
        return [
            paragraph("AttachmentLabel", label, "<w:pageBreakBefore/>" if page_break else ""),
            paragraph("Normal", "", "<w:keepNext/>"),
            paragraph("Title", lines_run(title), "<w:keepNext/>"),
            paragraph("Normal", ""),
            *self.blocks(attachment.blocks, width),
        ]

    def blocks(self, blocks: Sequence[Block], width: int, *, keep_last: bool = False) -> list[str]:
        """With `keep_last` the last line stays with what follows: no signature alone on a page."""
        parts: list[str] = []
        for position, block in enumerate(blocks, 1):
            if isinstance(block, Heading):
                parts.append(paragraph(f"Heading{block.level}", text_run(block.text)))
            elif isinstance(block, Paragraph):
                keep = keep_last and position == len(blocks) and len(block.text) <= _KEPT_CHARACTERS
                parts.append(paragraph("BodyText", self.runs(block), "<w:keepNext/>" if keep else ""))
            else:
                parts += self.table(block, width)
        return parts

    def runs(self, paragraph: Paragraph) -> str:
        return "".join(self.run(run) for run in paragraph.runs)

    def run(self, run: Run) -> str:
        return self.figure(run.text, run.figure_id)

    def figure(self, text: str, figure_id: str | None) -> str:
        """The text, in a bookmark where it is a figure."""
        if figure_id is None:
            return text_run(text)
        times = self.printed[figure_id] = self.printed.get(figure_id, 0) + 1
        name = f"fig_{self.document.figure_numbers[figure_id]}" + (f"_{times}" if times > 1 else "")
        self.bookmarks += 1
        return (
            f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{name}"/>{text_run(text)}'
            f'<w:bookmarkEnd w:id="{self.bookmarks}"/>'
        )

    def table(self, table: Table, width: int) -> list[str]:
        """Title, table and a narrow gap; the head row repeats on every page and no row is split."""
        total = sum(column.width_weight for column in table.columns)
        widths = [round(width * column.width_weight / total) for column in table.columns]
        styles = [_CELL_STYLES[column.align] for column in table.columns]
        headers = [
            lines_run(break_header(column.header.replace("\n", ""), max(1, (wide - CELL_PADDING) // TABLE_CHARACTER)))
            for column, wide in zip(table.columns, widths, strict=True)
        ]
        head = _row(headers, ["TableHead"] * len(widths), widths, "<w:tblHeader/>")
        grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
        cells = [[self.figure(*cell) for cell in row] for row in table.cells()]
        together = len(cells) - _LAST_ROWS  # from here on: no total by itself on a page
        rows = "".join(
            _row(row, styles, widths, keep=together <= number < len(cells) - 1) for number, row in enumerate(cells)
        )
        xml = (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
        )
        title = [paragraph("Caption", text_run(table.title))] if table.title else []
        return [*title, xml, paragraph("TableEnd", "")]


def _note_paragraphs(notes: Sequence[str]) -> list[str]:
    if not notes:
        return []
    first = "AttachmentNoteOnly" if len(notes) == 1 else "AttachmentNote"
    styles = [first] + ["AttachmentNoteNext"] * (len(notes) - 1)
    blank = paragraph("Normal", "", "<w:keepNext/>")
    return [blank, *(paragraph(style, text_run(note)) for style, note in zip(styles, notes, strict=True))]


def _signature(signature: str, day: date) -> list[str]:
    """Signature and date without a seal (GB/T 9704-2012, 7.3.5.2).

    The signature ends two characters from the right and the date starts two characters after the signature's
    start; a date longer than the signature ends two characters from the right instead and pushes it in.
    """
    printed_date = chinese_date(day)
    signature_width, date_width = _width(signature), _width(printed_date)
    if date_width > signature_width:
        date_start = TYPE_WIDTH - 2 * CHARACTER - date_width
        signature_start = date_start - 2 * CHARACTER
    else:
        # A signature wider than the page wraps; it then starts at the margin.
        signature_start = max(0, TYPE_WIDTH - 2 * CHARACTER - signature_width)
        date_start = min(signature_start + 2 * CHARACTER, TYPE_WIDTH - date_width)
    return [
        paragraph("Normal", "", "<w:keepNext/>"),
        paragraph("Signature", text_run(signature), f'<w:ind w:left="{signature_start}"/>'),
        paragraph("Date", text_run(printed_date), f'<w:ind w:left="{date_start}"/>'),
    ]


def _width(text: str) -> int:
    """The width of a line of body text in twips."""
    return sum(_HALF_CHARACTER if character.isascii() else CHARACTER for character in text)


def _row(
    cells: Sequence[str], styles: Sequence[str], widths: Sequence[int], kind: str = "", *, keep: bool = False
) -> str:
    """One row; with ``keep`` it stays on the page of the next one."""
    kept = "<w:keepNext/>" if keep else ""
    return (
        f"<w:tr><w:trPr><w:cantSplit/>{kind}</w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{paragraph(style, cell, kept)}</w:tc>"
            for cell, style, width in zip(cells, styles, widths, strict=True)
        )
        + "</w:tr>"
    )
