"""The empty Word file with our styles: python-docx's default template without its theme, latent styles and Japanese
fallback faces (36 KB, now 4).
"""

import io
import zipfile
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

_DROPPED_PARTS = ("/stylesWithEffects", "/webSettings", "/fontTable", "/theme", "/customXml", "/numbering")
_DROPPED_PACKAGE_PARTS = ("/thumbnail", "/extended-properties")

Parts = tuple[tuple[str, bytes], ...]


def slimmed(styles: str, draft_mark: str) -> tuple[Parts, str]:
    """The parts of the file with these styles, and the references to the first section's headers and footers."""
    word = docx.Document()
    _drop_parts(word)
    _replace_children(word.styles.element, styles)
    _replace_children(word.settings.element, _SETTINGS)
    section = word.sections[0]
    for footer, style in ((section.footer, "FooterOdd"), (section.even_page_footer, "FooterEven")):
        footer.is_linked_to_previous = False
        _replace_children(footer._element, _PAGE_NUMBER.format(style=style))
    if draft_mark:
        mark_run = f"<w:r><w:t>{escape(draft_mark)}</w:t></w:r>"
        mark = f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{mark_run}</w:p>'
        for header in (section.header, section.even_page_header):
            header.is_linked_to_previous = False
            _replace_children(header._element, mark)
    references = "".join(
        f'<w:{kind} w:type="{element.get(qn("w:type"))}" r:id="{element.get(qn("r:id"))}"/>'
        for kind in ("headerReference", "footerReference")
        for element in section._sectPr.findall(qn(f"w:{kind}"))
    )
    return _saved_parts(word), references


def _drop_parts(word: WordDocument) -> None:
    for rels, dropped in ((word.part.rels, _DROPPED_PARTS), (word.part.package.rels, _DROPPED_PACKAGE_PARTS)):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(dropped)]:
            del rels[key]


def _replace_children(element: object, children: str) -> None:
    for child in list(element):  # type: ignore[call-overload]
        element.remove(child)  # type: ignore[attr-defined]
    for child in parse_xml(f"<w:x {nsdecls('w')}>{children}</w:x>"):
        element.append(child)  # type: ignore[attr-defined]


def _saved_parts(word: WordDocument) -> Parts:
    buffer = io.BytesIO()
    word.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_PAGE_NUMBER = (
    '<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
    + _FIELD.format("begin")
    + '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    + _FIELD.format("separate")
    + "<w:r><w:t>1</w:t></w:r>"
    + _FIELD.format("end")
    + '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
)

_COMPAT_URI = "http://schemas.microsoft.com/office/word"
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
    f'<w:compatSetting w:name="compatibilityMode" w:uri="{_COMPAT_URI}" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)
