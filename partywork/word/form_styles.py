"""The styles of printed forms, beside those of the official document."""

from partywork.word.template import Faces, Margins, style_xml

PORTRAIT = Margins(top=1417, right=1134, bottom=1304, left=1417, header=850, footer=737)  # 25, 20, 23, 25 mm
LANDSCAPE = Margins(top=1304, right=1134, bottom=1191, left=1134, header=737, footer=680)  # 23, 20, 21, 20 mm

_LEFT, _CENTRED, _RIGHT = '<w:jc w:val="left"/>', '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'


def form_styles(faces: Faces) -> str:
    return "".join([*_titles(faces), *_cells(faces), *_book(faces)])


def _line(points: float, before: float = 0, after: float = 0) -> str:
    """At least so high: rare characters and brackets of other faces are not cut."""
    return (
        f'<w:spacing w:before="{before * 20:g}" w:after="{after * 20:g}" w:line="{points * 20:g}" '
        'w:lineRule="atLeast"/>'
    )


def _latin(face: str, faces: Faces) -> str:
    return "" if faces.latin else face


def _titles(faces: Faces) -> list[str]:
    title = style_xml(
        "FormTitle", "表册标题", _line(28, after=6) + _CENTRED, face=faces.title, latin=_latin(faces.title, faces),
        size=40, spacing=0, keep_next=True,
    )  # fmt: skip
    return [
        title,
        style_xml("FormSubtitle", "表册副标题", _line(22, after=4) + _CENTRED, size=28, spacing=0, keep_next=True),
        style_xml("FormLine", "表册行", _line(20, after=2) + _LEFT, size=24, spacing=0, keep_next=True),
        style_xml("FormNote", "表册注", _line(16, before=3) + _LEFT, size=21, spacing=0),
    ]


def _cells(faces: Faces) -> list[str]:
    hei, latin = faces.hei, _latin(faces.hei, faces)
    return [
        style_xml("FormLabel", "表册栏目", _line(18) + _CENTRED, face=hei, latin=latin, size=24, spacing=0),
        style_xml("FormLeft", "表册靠左", _line(18) + _LEFT, size=24, spacing=0),
        style_xml("FormCentre", "表册居中", _line(18) + _CENTRED, size=24, spacing=0),
        style_xml("FormRight", "表册靠右", _line(18) + _RIGHT, size=24, spacing=0),
        style_xml("ListHead", "表册小字栏目", _line(13) + _CENTRED, face=hei, latin=latin, size=18, spacing=0),
        style_xml("ListLeft", "表册小字靠左", _line(13) + _LEFT, size=18, spacing=0),
        style_xml("ListCentre", "表册小字居中", _line(13) + _CENTRED, size=18, spacing=0),
        style_xml("ListRight", "表册小字靠右", _line(13) + _RIGHT, size=18, spacing=0),
    ]


def _book(faces: Faces) -> list[str]:
    """Cover, contents and chapters of a bound book."""
    hei, latin = faces.hei, _latin(faces.hei, faces)
    title, title_latin = faces.title, _latin(faces.title, faces)
    outline = '<w:outlineLvl w:val="{}"/>'
    return [
        style_xml("CoverTitle", "封面标题", _line(60, before=150, after=60) + _CENTRED, face=title, latin=title_latin,
                  size=84, spacing=0),
        style_xml("CoverName", "封面单位", _line(40, after=180) + _CENTRED, face=title, latin=title_latin,
                  size=44, spacing=0),
        style_xml("CoverLine", "封面行", _line(36) + _CENTRED, size=32, spacing=0),
        style_xml("Contents", "目录行", _line(30) + _LEFT, size=28, spacing=0),
        style_xml(
            "Chapter", "章标题", _line(32, after=8) + _CENTRED + outline.format(0),
            face=hei, latin=latin, size=36, spacing=0, keep_next=True,
        ),
        style_xml(
            "Section", "节标题", _line(24, before=8, after=4) + _LEFT + outline.format(1),
            face=hei, latin=latin, size=28, spacing=0, keep_next=True,
        ),
    ]  # fmt: skip
