"""A printed form as a Word file: A4, ruled, heads repeated, no row broken across pages."""

from itertools import pairwise

from partywork.word.form_styles import LANDSCAPE, PORTRAIT, form_styles
from partywork.word.layout import Align, Block, Cell, Form, Grid, Line, LineKind, Page, Row
from partywork.word.template import CELL_PADDING, PAGE_LONG, PAGE_SHORT, Faces, section_xml, template
from partywork.word.xml import packed, paragraph, text_run, with_section

_STYLES: dict[LineKind, str] = {
    "title": "FormTitle", "subtitle": "FormSubtitle", "line": "FormLine", "note": "FormNote", "chapter": "Chapter",
    "section": "Section", "cover_title": "CoverTitle", "cover_name": "CoverName", "cover_line": "CoverLine",
    "contents": "Chapter",
}  # fmt: skip
_LARGE: dict[Align, str] = {"left": "FormLeft", "center": "FormCentre", "right": "FormRight"}
_SMALL: dict[Align, str] = {"left": "ListLeft", "center": "ListCentre", "right": "ListRight"}
CELL_MARGIN = CELL_PADDING // 2  # twips left and right of a cell's text
SMALL_MARGIN = 40  # in lists with many columns
_TWIPS = 56.6929  # of a millimetre
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"{}/></w:r>'


def render_form(form: Form, faces: Faces | None = None) -> bytes:
    """The .docx file; the same form gives the same bytes."""
    used = faces or Faces()
    base = template(used, more_styles=form_styles(used))
    writer = _Writer(form)
    parts: list[str] = []
    references, cover = base.references, form.pages[0].blocks[0]
    turns = [after.landscape != before.landscape for before, after in pairwise(form.pages)]
    for number, page in enumerate(form.pages):
        begins_section = number > 0 and turns[number - 1]
        parts += writer.page(page, page_break=number > 0 and not begins_section)
        if number < len(turns) and turns[number]:
            parts[-1] = with_section(parts[-1], _section(references, page, cover))
            references = ""
    parts.append(_section(references, form.pages[-1], cover))
    return packed(base, "".join(parts), title=form.title, creator=form.creator, day=form.day)


def _section(references: str, page: Page, cover: Block) -> str:
    """With a cover, its own page bears no number."""
    xml = section_xml(references, landscape=page.landscape, margins=LANDSCAPE if page.landscape else PORTRAIT)
    has_cover = references and isinstance(cover, Line) and cover.kind == "cover_title"
    return xml.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>") if has_cover else xml


def page_width(page: Page) -> int:
    """Of the type area, in twips."""
    margins = LANDSCAPE if page.landscape else PORTRAIT
    return (PAGE_LONG if page.landscape else PAGE_SHORT) - margins.left - margins.right


class _Writer:
    """Turns pages into XML; numbers the chapters' bookmarks."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.chapters = 0

    def page(self, page: Page, *, page_break: bool) -> list[str]:
        parts: list[str] = []
        width = page_width(page)
        for block in page.blocks:
            opening = "<w:pageBreakBefore/>" if page_break and not parts else ""
            if isinstance(block, Grid):
                parts += [_grid(block, width), paragraph("TableEnd", "")]
            else:
                parts.append(self.line(block, width, opening))
                if block.kind == "contents":
                    parts += [_entry(number, text, width) for number, text in enumerate(self.form.chapters, 1)]
        return parts

    def line(self, line: Line, width: int, opening: str) -> str:
        content = text_run(line.text)
        if line.right:
            opening += f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
            content += f"<w:r><w:tab/></w:r>{text_run(line.right)}"
        if line.kind == "chapter":
            self.chapters += 1
            number = self.chapters
            content = (
                f'<w:bookmarkStart w:id="{number}" w:name="chapter_{number}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
            )
        style = _STYLES[line.kind]
        if line.kind == "contents":
            opening += '<w:outlineLvl w:val="9"/>'  # the list of contents is no chapter of its own
        return paragraph(style, content, opening)


def _entry(number: int, text: str, width: int) -> str:
    """A line of the contents: the chapter, dots, and its page as a field that Word counts on opening."""
    tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    page = (
        _FIELD.format("begin", ' w:dirty="true"')
        + f'<w:r><w:instrText xml:space="preserve"> PAGEREF chapter_{number} \\h </w:instrText></w:r>'
        + _FIELD.format("separate", "")
        + "<w:r><w:t> </w:t></w:r>"
        + _FIELD.format("end", "")
    )
    content = f"{text_run(text)}<w:r><w:tab/></w:r>{page}"
    link = f'<w:hyperlink w:anchor="chapter_{number}" w:history="1">{content}</w:hyperlink>'
    return paragraph("Contents", link, tabs)


def _grid(grid: Grid, width: int) -> str:
    total = sum(grid.weights)
    widths = [round(width * weight / total) for weight in grid.weights]
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    rows = _Rows(grid, widths)
    margin = f'<w:left w:w="{SMALL_MARGIN}" w:type="dxa"/><w:right w:w="{SMALL_MARGIN}" w:type="dxa"/>'
    margins = f"<w:tblCellMar>{margin}</w:tblCellMar>" if grid.small else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"{''.join(rows.row(each) for each in grid.rows)}</w:tbl>"
    )


class _Rows:
    """Writes rows one after the other, with what cells from above still take."""

    def __init__(self, grid: Grid, widths: list[int]) -> None:
        self.small, self.widths = grid.small, widths
        self.left = [(0, 1)] * len(widths)  # rows a cell from above still takes here, and how many columns it spans

    def row(self, row: Row) -> str:
        properties = ("" if row.may_split else "<w:cantSplit/>") + (
            f'<w:trHeight w:val="{round(row.height * _TWIPS)}" w:hRule="atLeast"/>' if row.height else ""
        )
        properties += "<w:tblHeader/>" if row.head else ""
        cells = iter(row.cells)
        xml = ""
        column = 0
        while column < len(self.widths):
            rows_left, across = self.left[column]
            if rows_left:
                self.left[column] = (rows_left - 1, across)
                xml += self.cell(Cell(across=across), column, '<w:vMerge w:val="continue"/>')
            else:
                cell = next(cells)
                across = cell.across
                self.left[column] = (cell.down - 1, across)
                xml += self.cell(cell, column, '<w:vMerge w:val="restart"/>' if cell.down > 1 else "")
            column += across
        return f"<w:tr><w:trPr>{properties}</w:trPr>{xml}</w:tr>"

    def cell(self, cell: Cell, column: int, merge: str) -> str:
        width = sum(self.widths[column : column + cell.across])
        span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
        lies = "top" if cell.top else "center"
        looks = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="{lies}"/>'
        if cell.label:
            style = "ListHead" if self.small else "FormLabel"
        else:
            style = (_SMALL if self.small else _LARGE)[cell.align]
        texts = cell.text.split("\n") if cell.top else [cell.text]
        return f"<w:tc><w:tcPr>{looks}</w:tcPr>{''.join(paragraph(style, text_run(each)) for each in texts)}</w:tc>"
