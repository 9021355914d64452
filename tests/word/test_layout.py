"""Printed forms as values, and the Word file written from them."""

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from partywork.word.form_writer import render_form
from partywork.word.layout import Cell, Form, Grid, Line, Page, Row, facts, heads, label, value, wide
from partywork.word.template import Faces

DAY = date(2026, 6, 30)


def opened(*pages: Page, faces: Faces | None = None):
    return docx.Document(io.BytesIO(render_form(Form("表", "某支部", DAY, pages), faces)))


def texts(word) -> list[list[list[str]]]:
    """Every table's cells by row, a merged one once where it begins."""
    return [
        [
            ["".join(node.text or "" for node in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
            for row in table._element.iter(qn("w:tr"))
        ]
        for table in word.tables
    ]


MERGED = Grid(
    (1, 1, 1),
    (
        Row((label("甲", down=2), label("乙", 2)), head=True),
        Row((label("丙"), label("丁")), head=True),
        facts(value("一"), wide("二", 2)),
        Row((value(""), Cell("长" * 600, 2, top=True)), may_split=True),
    ),
)


def test_cells_merge_across_and_down_and_rows_say_how_they_break():
    word = opened(Page((Line("表", "title"), MERGED)))
    assert texts(word) == [[["甲", "乙"], ["", "丙", "丁"], ["一", "二"], ["", "长" * 600]]]
    rows = list(word.tables[0]._element.iter(qn("w:tr")))
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, True, False, False]
    assert [row.find(f".//{qn('w:cantSplit')}") is not None for row in rows] == [True, True, True, False]
    assert [merge.get(qn("w:val")) for merge in word.element.iter(qn("w:vMerge"))] == ["restart", "continue"]
    assert [span.get(qn("w:val")) for span in word.element.iter(qn("w:gridSpan"))] == ["2", "2", "2"]


@pytest.mark.parametrize(
    "rows",
    [
        (Row((value("一"),)),),
        (Row((value("一", 3),)),),
        (Row((Cell("一", down=2), value("二"))),),
        (Row((value("一"), Cell("二", down=2))), Row((value("三", 2),))),
    ],
    ids=["too few", "too wide", "beyond the end", "overlapping"],
)
def test_a_grid_whose_cells_do_not_fit_is_refused(rows):
    with pytest.raises(ValueError, match="格"):
        Grid((1, 1), rows)


def test_pages_lie_as_asked_and_the_cover_bears_no_number():
    upright, across = Page((Line("封面", "cover_title"),)), Page((Line("横", "title"),), landscape=True)
    word = opened(upright, across, across, upright)
    assert [section.page_width > section.page_height for section in word.sections] == [False, True, False]
    assert [section.different_first_page_header_footer for section in word.sections] == [True, False, False]
    breaks = [paragraph.text for paragraph in word.paragraphs if paragraph.paragraph_format.page_break_before]
    assert breaks == ["横"]


def test_the_contents_name_every_chapter_and_ask_for_its_page():
    word = opened(
        Page((Line("目　录", "contents"),)), Page((Line("一、概况", "chapter"),)), Page((Line("二、会议", "chapter"),))
    )
    links = [link.get(qn("w:anchor")) for link in word.element.iter(qn("w:hyperlink"))]
    assert links == ["chapter_1", "chapter_2"]
    fields = [field.text.split()[:2] for field in word.element.iter(qn("w:instrText"))]
    assert fields == [["PAGEREF", "chapter_1"], ["PAGEREF", "chapter_2"]]
    assert [mark.get(qn("w:name")) for mark in word.element.iter(qn("w:bookmarkStart"))] == ["chapter_1", "chapter_2"]


def test_every_style_names_its_chinese_face_from_the_settings_and_bytes_repeat():
    faces = Faces(title="甲体", body="乙体", hei="丙体")
    word = opened(Page((Line("表", "title"), Grid((1,), (heads(["头"]),)))), faces=faces)
    asian = {
        style.style_id: fonts.get(qn("w:eastAsia"))
        for style in word.styles
        if (fonts := style.element.find(f".//{qn('w:rFonts')}")) is not None
    }
    assert (asian["FormTitle"], asian["FormLabel"], asian["Chapter"]) == ("甲体", "丙体", "丙体")
    default = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert default.get(qn("w:eastAsia")) == "乙体"
    form = Form("表", "某支部", DAY, (Page((Line("表", "title"), MERGED)),))
    assert render_form(form, faces) == render_form(form, faces)
    with zipfile.ZipFile(io.BytesIO(render_form(form))) as archive:
        assert archive.testzip() is None


def test_what_no_file_can_carry_is_left_out_and_rare_characters_stay():
    word = opened(Page((Line("表", "title"), Grid((1,), (facts(value("䶮𠮷\x0b<镕>\ud800")),)))))
    assert texts(word) == [[["䶮𠮷<镕>"]]]
