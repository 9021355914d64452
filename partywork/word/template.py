"""The empty official document: page, styles, page numbers and settings of GB/T 9704-2012.

It is made once (``slimming``) and kept; who writes a document only adds the text (and styles of its own).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

# Lengths in twips (1/20 pt). 1 mm = 56.6929 twips.
PAGE_SHORT, PAGE_LONG = 11906, 16838  # A4
TOP, LEFT, RIGHT, BOTTOM = 2098, 1587, 1474, 1984  # 37, 28, 26, 35 mm
TYPE_WIDTH = PAGE_SHORT - LEFT - RIGHT  # 156 mm
LANDSCAPE_TYPE_WIDTH = PAGE_LONG - TOP - BOTTOM  # the same sheet turned: 225 mm
HEADER_DISTANCE = 1247  # 22 mm
FOOTER_DISTANCE = 1445  # puts the page number's dash 7 mm under the type area; measured in the rendering test
LANDSCAPE_FOOTER_DISTANCE = FOOTER_DISTANCE - (BOTTOM - RIGHT)  # as near to the text as on upright pages

LINE = 579  # 28.95 pt exactly: 22 lines in 225 mm (29 pt overflows to 21)
TIGHTER = -5  # −0.25 pt a character: 28 characters of 16 pt in 156 mm
TITLE_CHARACTER = 440  # 22 pt
TABLE_CHARACTER = 210  # 五号, 10.5 pt
CELL_PADDING = 140  # left and right of a cell's text
CHARACTER = 315  # one body character as set: 16 − 0.25 pt


@dataclass(frozen=True)
class Faces:
    """The names of the faces; an office that has other cuts of them (仿宋, 楷体) sets its own.

    ``latin`` sets digits and letters; "" leaves them to the face of the Chinese text they stand in.
    """

    title: str = "方正小标宋简体"
    body: str = "仿宋_GB2312"
    kai: str = "楷体_GB2312"
    hei: str = "黑体"
    song: str = "宋体"
    latin: str = "Times New Roman"


@dataclass(frozen=True)
class Template:
    """The parts of the file that every report shares, and the first section's headers and footers."""

    parts: tuple[tuple[str, bytes], ...]
    references: str


class Margins(NamedTuple):
    """In twips; header and footer from the edge of the paper."""

    top: int
    right: int
    bottom: int
    left: int
    header: int
    footer: int


@lru_cache(maxsize=16)
def template(faces: Faces, draft_mark: str = "", more_styles: str = "") -> Template:
    """The slim template in these faces; with a draft mark it stands in every page's header."""
    # python-docx takes several MB, which a server that writes no Word file today need not hold.
    from partywork.word.slimming import slimmed

    return Template(*slimmed(_styles_xml(faces) + more_styles, draft_mark))


OFFICIAL = Margins(TOP, RIGHT, BOTTOM, LEFT, HEADER_DISTANCE, FOOTER_DISTANCE)
OFFICIAL_LANDSCAPE = Margins(LEFT, BOTTOM, RIGHT, TOP, HEADER_DISTANCE - (TOP - LEFT), LANDSCAPE_FOOTER_DISTANCE)


def section_xml(references: str, *, landscape: bool, margins: Margins | None = None) -> str:
    """The w:sectPr of one section; later sections pass no references and so continue the first one's."""
    if landscape:
        size = f'<w:pgSz w:w="{PAGE_LONG}" w:h="{PAGE_SHORT}" w:orient="landscape"/>'
    else:
        size = f'<w:pgSz w:w="{PAGE_SHORT}" w:h="{PAGE_LONG}"/>'
    top, right, bottom, left, header, footer = margins or (OFFICIAL_LANDSCAPE if landscape else OFFICIAL)
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{size}'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        f' w:header="{header}" w:footer="{footer}" w:gutter="0"/><w:cols w:space="720"/></w:sectPr>'
    )


def _styles_xml(faces: Faces) -> str:
    return "".join([_doc_defaults(faces), *_paragraph_styles(faces), *_TABLE_STYLES])


def _own_latin(face: str, faces: Faces) -> str:
    """The face of digits in a style that names a Chinese one: its own where digits are in the same face."""
    return "" if faces.latin else face


def _doc_defaults(faces: Faces) -> str:
    latin, body = quoteattr(faces.latin or faces.body), quoteattr(faces.body)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>"
        f"<w:rFonts w:ascii={latin} w:eastAsia={body} w:hAnsi={latin} w:cs={latin}/>"
        f'<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )


# overflowPunct is Word's default: a comma that does not fit hangs in the margin and the line keeps its 28
# characters. Said aloud it stops LibreOffice 7.4 from hanging it, which now and then does not draw it at all.
_NORMAL = (
    '<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
    f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/>'
)
_TWO_CHARACTERS = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_DEFAULT = ' w:default="1"'
_LEFT, _CENTRED = '<w:jc w:val="left"/>', '<w:jc w:val="center"/>'


def _paragraph_styles(faces: Faces) -> Iterable[str]:
    yield style_xml("Normal", "Normal", _NORMAL, text=f'<w:spacing w:val="{TIGHTER}"/>', default=True)
    yield style_xml(
        "Title", "Title", _CENTRED, face=faces.title, latin=_own_latin(faces.title, faces), size=44, spacing=0
    )
    yield style_xml("Salutation", "Salutation")
    yield style_xml("BodyText", "Body Text", _TWO_CHARACTERS)
    for level, face in ((1, faces.hei), (2, faces.kai), (3, faces.body)):
        paragraph = f'{_TWO_CHARACTERS}<w:outlineLvl w:val="{level - 1}"/>'
        latin = _own_latin(face, faces)
        yield style_xml(f"Heading{level}", f"heading {level}", paragraph, face=face, latin=latin, keep_next=True)
    yield from _closing_styles()
    hei, digits = faces.hei, _own_latin(faces.hei, faces)
    yield style_xml("AttachmentLabel", "附件标识", _LEFT, face=hei, latin=digits, keep_next=True)
    yield from _table_text_styles(faces)
    yield style_xml("Header", "header", '<w:jc w:val="right"/>', face=hei, latin=digits)
    # One character in from the outer edge, on a line of 16 pt.
    number = '<w:spacing w:line="320" w:lineRule="exact"/><w:ind w:{0}="280"/><w:jc w:val="{0}"/>'
    for style, name, side in (("FooterOdd", "页码单页", "right"), ("FooterEven", "页码双页", "left")):
        yield style_xml(style, name, number.format(side), face=faces.song, latin=faces.song, size=28, spacing=0)


def _closing_styles() -> Iterable[str]:
    """Attachment note (a long name goes on under its own first character), signature and date."""
    for style, name, left, hanging in (
        ("AttachmentNote", "附件说明", 6, 4),  # 附件：1.
        ("AttachmentNoteNext", "附件说明续行", 6, 1),  # 2.
        ("AttachmentNoteOnly", "附件说明单件", 5, 3),  # 附件：
    ):
        indent = f'<w:ind w:left="{left * CHARACTER}" w:hanging="{hanging * CHARACTER}"/>'
        yield style_xml(style, name, indent + _LEFT, keep_next=True)
    yield style_xml("Signature", "Signature", _LEFT, keep_next=True)
    yield style_xml("Date", "Date", _LEFT)


def _table_text_styles(faces: Faces) -> Iterable[str]:
    hei, digits = faces.hei, _own_latin(faces.hei, faces)
    yield style_xml("Caption", "caption", _CENTRED, face=hei, latin=digits, size=28, spacing=0, keep_next=True)
    line = '<w:spacing w:line="320" w:lineRule="exact"/>'  # 五号 on 16 pt
    for style, name, align in (
        ("TableLeft", "表格靠左", _LEFT),
        ("TableCentre", "表格居中", _CENTRED),
        ("TableRight", "表格靠右", '<w:jc w:val="right"/>'),
    ):
        yield style_xml(style, name, line + align, size=21, spacing=0)
    yield style_xml("TableHead", "表头", line + _CENTRED, face=hei, latin=digits, size=21, spacing=0, keep_next=True)
    # As low as can be: after a table that ends with the page it must not ask for a page of its own.
    low = '<w:spacing w:line="20" w:lineRule="exact"/>'
    yield style_xml("TableEnd", "表后", low, size=2, spacing=0)


def style_xml(
    style_id: str,
    name: str,
    paragraph: str = "",
    *,
    text: str = "",
    face: str = "",
    latin: str = "",
    size: int = 0,
    spacing: int | None = None,
    keep_next: bool = False,
    default: bool = False,
) -> str:
    """One paragraph style. `size` in half points, `spacing` between characters in twips."""
    latin_fonts = f" w:ascii={quoteattr(latin)} w:hAnsi={quoteattr(latin)}" if latin else ""
    fonts = f"<w:rFonts w:eastAsia={quoteattr(face)}{latin_fonts}/>" if face else ""
    properties = fonts + text
    if spacing is not None:
        properties += f'<w:spacing w:val="{spacing}"/>'
    if size:
        properties += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    heading = '<w:next w:val="BodyText"/>' if style_id.startswith("Heading") else ""
    based = "" if default else f'<w:basedOn w:val="Normal"/>{heading}'
    keep = "<w:keepNext/>" if keep_next else ""
    return (
        f'<w:style w:type="paragraph"{_DEFAULT if default else ""} w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{keep}{paragraph}</w:pPr><w:rPr>{properties}</w:rPr></w:style>"
    )


_EDGES = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>',
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>',
    '<w:style w:type="table" w:styleId="TableGrid">'
    '<w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders>"
    f'<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="{CELL_PADDING // 2}" w:type="dxa"/>'
    f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="{CELL_PADDING // 2}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>",
)
