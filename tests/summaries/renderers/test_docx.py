"""The Word file's own parts: styles and faces, bookmarks, fields, sections, safety."""

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from partywork.word.template import Faces
from summaries.document import Attachment, Document, Heading, Paragraph, Run, Table, TableColumn
from summaries.renderers import json as json_renderer
from summaries.renderers.docx import render
from tests.summaries.renderers.samples import BODY, FIGURES, branch_table, paragraph, rich_document


def opened(document: Document, faces: Faces | None = None):
    return docx.Document(io.BytesIO(render(document, faces)))


def bookmarks(document: Document) -> list[tuple[str, str]]:
    """Each bookmark's name and text, in order."""
    found = []
    for start in opened(document).element.body.iter(qn("w:bookmarkStart")):
        text = ""
        for sibling in start.itersiblings():
            if sibling.tag == qn("w:bookmarkEnd"):
                assert sibling.get(qn("w:id")) == start.get(qn("w:id"))
                break
            text += "".join(node.text for node in sibling.iter(qn("w:t")))
        found.append((start.get(qn("w:name")), text))
    return found


def test_every_printed_figure_is_a_bookmark_of_its_own():
    assert bookmarks(rich_document()) == [
        ("fig_1", "72次"),
        ("fig_1_2", "72次"),
        ("fig_3", "95.5%"),
        ("fig_4", "2026年5月18日"),
        ("fig_2", "12345.60元"),
        ("fig_5", "120余户"),
        ("fig_6", "尚无记录"),
    ]


def test_bookmarks_read_back_equal_the_json():
    document = rich_document()
    figures = json_renderer.as_dict(document)["figures"]
    printed = {name: text for name, text in bookmarks(document) if name.count("_") == 1}
    assert printed == {figure["bookmark"]: figure["printed"] for figure in figures}


@pytest.mark.parametrize(
    ("style", "face"),
    [
        ("Title", "方正小标宋简体"),
        ("Heading 1", "黑体"),
        ("Heading 2", "楷体_GB2312"),
        ("Heading 3", "仿宋_GB2312"),
        ("附件标识", "黑体"),
        ("表头", "黑体"),
        ("页码单页", "宋体"),
        ("页码双页", "宋体"),
    ],
)
def test_styles_name_their_chinese_face(style: str, face: str):
    fonts = opened(rich_document()).styles[style].element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == face


def test_body_text_is_in_the_default_faces():
    styles = opened(rich_document()).styles
    assert styles["Body Text"].element.rPr.find(qn("w:rFonts")) is None
    fonts = next(styles.element.find(qn("w:docDefaults")).iter(qn("w:rFonts")))
    names = [fonts.get(qn(f"w:{kind}")) for kind in ("eastAsia", "ascii", "hAnsi")]
    assert names == ["仿宋_GB2312", "Times New Roman", "Times New Roman"]


def test_an_office_can_set_its_own_faces():
    styles = opened(rich_document(), Faces(kai="楷体", body="仿宋")).styles
    assert styles["Heading 2"].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "楷体"
    assert styles["Heading 3"].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋"


def test_digits_may_be_in_the_face_of_the_text_around_them():
    styles = opened(rich_document(), Faces(latin="")).styles
    fonts = next(styles.element.find(qn("w:docDefaults")).iter(qn("w:rFonts")))
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("eastAsia", "ascii", "hAnsi")} == {"仿宋_GB2312"}
    for style, face in (
        ("Title", "方正小标宋简体"),
        ("Heading 1", "黑体"),
        ("Heading 2", "楷体_GB2312"),
        ("表头", "黑体"),
    ):
        fonts = styles[style].element.rPr.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{kind}")) for kind in ("eastAsia", "ascii", "hAnsi")} == {face}
    fonts = opened(rich_document()).styles["Heading 1"].element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:ascii")) is None


def test_headings_carry_real_heading_styles():
    headings = [(p.style.name, p.text) for p in opened(rich_document()).paragraphs if "Heading" in p.style.name]
    assert headings == [
        ("Heading 1", "一、工作开展情况"),
        ("Heading 2", "（一）组织生活"),
        ("Heading 3", "1. 支部换届"),
        ("Heading 1", "二、存在问题"),
        ("Heading 1", "三、下半年安排"),
    ]


def test_page_numbers_are_fields_in_odd_and_even_footers():
    word = opened(rich_document())
    assert word.settings.odd_and_even_pages_header_footer is True
    section = word.sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert [node.text for node in footer._element.iter(qn("w:instrText"))] == [" PAGE "]


def test_later_sections_go_on_with_the_first_ones_page_numbers():
    sections = opened(rich_document()).sections
    assert [s.orientation for s in sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip
    assert [s.footer.is_linked_to_previous for s in sections] == [False, True, True]
    assert not [s for s in sections if s._sectPr.find(qn("w:pgNumType")) is not None]


def test_attachments_of_one_orientation_need_no_new_section():
    attachments = (Attachment("甲", (paragraph("一"),)), Attachment("乙", (branch_table(3, 2),)))
    word = opened(rich_document(attachments=attachments))
    assert len(word.sections) == 1
    breaks = [p.text for p in word.paragraphs if p._p.pPr.find(qn("w:pageBreakBefore")) is not None]
    assert breaks == ["附件1", "附件2"]


def test_a_single_attachment_has_no_number():
    texts = [p.text for p in opened(rich_document(attachments=(Attachment("名单", ()),))).paragraphs]
    assert [text for text in texts if "附件" in text] == ["附件：名单", "附件"]


def test_without_a_draft_mark_there_is_no_header():
    names = zipfile.ZipFile(io.BytesIO(render(rich_document()))).namelist()
    assert [name for name in names if "header" in name] == []
    section = opened(rich_document(draft_mark="送审稿")).sections[0]
    assert [h.paragraphs[0].text for h in (section.header, section.even_page_header)] == ["送审稿", "送审稿"]


def test_tables_hold_every_cell_and_repeat_their_head_row():
    table = branch_table(6, 5)
    found = opened(rich_document()).tables[0]
    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        [column.header for column in table.columns],
        *map(list, table.rows),
    ]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in found.rows]
    assert repeated == [True] + [False] * 5


def test_the_last_rows_of_a_table_stay_together():
    kept = [
        [p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs]
        for row in opened(rich_document(blocks=(branch_table(2, 5),), attachments=())).tables[0].rows[1:]
    ]
    assert kept == [[None] * 2] * 2 + [[True] * 2] * 2 + [[None] * 2]


def test_the_same_document_gives_the_same_bytes():
    assert render(rich_document()) == render(rich_document())
    assert render(rich_document()) != render(rich_document(signature="青禾街道党工委"))


def test_the_file_is_dated_by_the_report_not_by_the_clock():
    properties = opened(rich_document()).core_properties
    assert properties.title == "中共青禾街道工作委员会2026年上半年党建工作总结"
    assert properties.author == properties.last_modified_by == "中共青禾街道工作委员会"
    assert {properties.created.date(), properties.modified.date()} == {date(2026, 7, 1)}


def test_nothing_of_the_foreign_default_template_is_left():
    archive = zipfile.ZipFile(io.BytesIO(render(rich_document())))
    assert sorted(archive.namelist()) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/document.xml", "word/footer1.xml", "word/footer2.xml", "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip
    everything = b"".join(map(archive.read, archive.namelist())).decode()
    assert re.findall("Cambria|Calibri|MS |ja-JP|latentStyles|Macintosh", everything) == []
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))


def test_markup_rare_and_impossible_characters():
    nasty = "<w:p>&甲\x00\x0b\ud83d乙\t丙\n丁 䶮𠮷镕"
    document = rich_document(
        blocks=(
            Heading(1, nasty),
            Paragraph((Run(nasty),)),
            Table(nasty, (TableColumn(nasty),), ((nasty,),)),
        ),
        signature=nasty,
        draft_mark="<送审稿>",
    )
    word = opened(document)
    clean = "<w:p>&甲乙 丙\n丁 䶮𠮷镕"
    assert [p.text for p in word.paragraphs if "甲" in p.text] == [clean] * 4
    assert word.tables[0].rows[1].cells[0].text == clean


def test_quotes_and_dashes_take_the_chinese_face():
    word = opened(rich_document(blocks=(paragraph("围绕“学在基层”开展"), paragraph("支委会12次"))))
    hints = {
        run.text: [fonts.get(qn("w:hint")) for fonts in run._r.iter(qn("w:rFonts"))]
        for p in word.paragraphs if p.style.name == "Body Text" for run in p.runs
    }  # fmt: skip
    assert hints["围绕“学在基层”开展"] == ["eastAsia"]
    assert hints["支委会12次"] == []


def test_an_empty_report_is_still_a_document():
    document = rich_document(blocks=(), attachments=(), addressee="")
    texts = [p.text for p in opened(document).paragraphs if p.text]
    assert texts == [
        "中共青禾街道工作委员会\n2026年上半年党建工作总结",
        "中共青禾街道工作委员会",
        "2026年7月1日",
    ]


def test_the_last_words_stay_with_the_signature():
    kept = [p.text for p in opened(rich_document(attachments=())).paragraphs if p.paragraph_format.keep_with_next]
    assert kept[0] == BODY * 3
    assert kept[1:] == [""]  # the blank line; the signature keeps by its style
    assert FIGURES[0].printed not in kept
