"""The official page, measured in the PDF that LibreOffice makes of the Word file (GB/T 9704-2012)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

import pdfplumber
import pytest

from summaries.document import Paragraph, Run, plain_text
from summaries.renderers.docx import render
from tests.summaries.renderers.conftest import SofficePdf
from tests.summaries.renderers.samples import rich_document

MM = 72 / 25.4
TITLE, BODY, KAI, HEI = "SerifCJKjp-Bold", "SerifCJKjp-Regular", "SansCJKjp-Bold", "SansCJKjp-Regular"
SONG, DIGITS = "DejaVuSerif", "NotoSansCJKjp-Regular-VKana"  # the Mono cut goes by the name of its family in a PDF
CHARACTER = 15.75  # as set: 16 pt less 0.25


@dataclass(frozen=True)
class Line:
    text: str
    start: float
    end: float
    set_width: float  # of the characters alone: LibreOffice 7.4 parts digits and Chinese whatever the file says
    centre: float
    size: float
    face: str  # of its Chinese characters


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    lines: tuple[Line, ...]
    ruled: tuple[float, float]  # from the left to the right edge of what is ruled on it
    digits: frozenset[str]  # the faces of its digits

    def line(self, text: str) -> Line:
        [found] = [line for line in self.lines if line.text == text]
        return found


def _lines(page: pdfplumber.page.Page) -> Iterator[Line]:
    rows = defaultdict(list)
    for char in page.chars:
        rows[round((char["top"] + char["bottom"]) / 2)].append(char)
    for _, chars in sorted(rows.items()):
        inked = [char for char in chars if char["text"].strip()]
        chinese = [char for char in inked if not char["text"].isascii()] or inked
        yield Line(
            text="".join(char["text"] for char in chars).strip(),
            start=inked[0]["x0"],
            end=inked[-1]["x1"],
            set_width=sum(char["x1"] - char["x0"] - 0.25 for char in chars),
            centre=median((char["top"] + char["bottom"]) / 2 for char in inked),
            size=round(inked[0]["size"], 1),
            face=chinese[0]["fontname"].split("+Noto")[-1].removesuffix("-VKana"),
        )


def _pages(pdf_path: Path) -> list[Page]:
    with pdfplumber.open(pdf_path) as pdf:
        return [Page(page.width, page.height, tuple(_lines(page)), _ruled(page), _digits(page)) for page in pdf.pages]


def _ruled(page: pdfplumber.page.Page) -> tuple[float, float]:
    edges = [(each["x0"], each["x1"]) for each in (*page.lines, *page.rects)]
    return min((left for left, _ in edges), default=0), max((right for _, right in edges), default=0)


def _digits(page: pdfplumber.page.Page) -> frozenset[str]:
    return frozenset(char["fontname"].split("+")[-1] for char in page.chars if char["text"].isdigit())


@pytest.fixture(scope="module")
def full_pages(soffice_pdf: SofficePdf) -> list[Page]:
    """Nothing but body text: 2,500 characters in one paragraph."""
    return _pages(soffice_pdf(render(rich_document(blocks=(Paragraph((Run("党" * 2500),)),))), ".docx"))


@pytest.fixture(scope="module")
def rich_pages(soffice_pdf: SofficePdf) -> list[Page]:
    return _pages(soffice_pdf(render(rich_document()), ".docx"))


def test_every_page_is_a4_and_only_the_wide_table_lies_on_its_side(rich_pages: list[Page]):
    upright, lying = (210, 297), (297, 210)
    sizes = [(round(page.width / MM), round(page.height / MM)) for page in rich_pages]
    assert sizes == [upright, upright, upright, lying, lying, upright]


def test_a_full_page_has_22_lines_of_28_characters(full_pages: list[Page]):
    assert [len(line.text) for line in full_pages[1].lines[:-1]] == [28] * 22


def test_the_first_line_of_a_paragraph_is_two_characters_in(full_pages: list[Page]):
    first = full_pages[0].lines[3]
    assert len(first.text) == 26
    assert first.start - full_pages[1].lines[0].start == pytest.approx(2 * CHARACTER, abs=1)


def test_margins_are_those_of_the_standard(full_pages: list[Page]):
    page = full_pages[1]
    *body, _number = page.lines
    pitch = (body[-1].centre - body[0].centre) / 21
    assert pitch == pytest.approx(28.95, abs=0.02)
    assert min(line.start for line in body) / MM == pytest.approx(28, abs=1)
    assert (page.width - max(line.end for line in body)) / MM == pytest.approx(26, abs=1)
    assert (body[0].centre - pitch / 2) / MM == pytest.approx(37, abs=1)
    assert (page.height - body[-1].centre - pitch / 2) / MM == pytest.approx(35, abs=1)


def test_lines_keep_their_places_from_page_to_page(full_pages: list[Page]):
    places = {round(line.centre, 1) for line in full_pages[1].lines[:-1]}
    assert {round(line.centre, 1) for line in full_pages[2].lines[:-1]} == places


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(rich_pages: list[Page]):
    numbers = [page.lines[-1] for page in rich_pages]
    assert [number.text for number in numbers] == [f"— {n} —" for n in range(1, 7)]
    assert {(number.size, number.face.split("+")[-1]) for number in numbers} == {(14, SONG)}
    margins = {210: (28, 26), 297: (37, 35)}  # left, right by the page's width
    for page, number in zip(rich_pages, numbers, strict=True):
        left, right = margins[round(page.width / MM)]
        if number.text in ("— 1 —", "— 3 —", "— 5 —"):
            assert page.width - number.end - right * MM == pytest.approx(14, abs=3)
        else:
            assert number.start - left * MM == pytest.approx(14, abs=3)


def test_the_page_number_dash_is_7_mm_under_the_text(soffice_pdf: SofficePdf):
    with pdfplumber.open(soffice_pdf(render(rich_document(attachments=())), ".docx")) as pdf:
        page = pdf.pages[1]
        dash = next(char for char in page.chars if char["text"] == "—")
        picture = page.crop((dash["x0"], dash["top"], dash["x1"], dash["bottom"])).to_image(300).original
    middle = picture.convert("L").crop((picture.width // 2, 0, picture.width // 2 + 1, picture.height))
    dark = [y for y, shade in enumerate(middle.tobytes()) if shade < 128]
    place = dash["top"] + median(dark) * 72 / 300
    assert (place - (page.height - 35 * MM)) / MM == pytest.approx(7, abs=0.5)


def test_title_addressee_and_headings_have_their_faces(rich_pages: list[Page]):
    first, second = rich_pages[:2]
    for text in ("中共青禾街道工作委员会", "2026年上半年党建工作总结"):
        title = first.line(text)
        assert (title.face, title.size) == (TITLE, 22)
        assert (title.start + title.end) / 2 == pytest.approx((28 + 156 / 2) * MM, abs=3)
    addressee = first.line("中共云岭区委组织部：")
    assert addressee.start / MM == pytest.approx(28, abs=1)
    assert addressee.centre - first.lines[1].centre == pytest.approx(2 * 28.95, abs=4)
    levels = [first.line("一、工作开展情况"), first.line("（一）组织生活"), first.line("1. 支部换届")]
    assert [line.face for line in levels] == [HEI, KAI, BODY]
    assert {line.size for line in levels} == {16}
    assert {round(line.start / MM) for line in levels} == {39}
    assert second.line("二、存在问题").face == HEI


def test_running_text_is_in_the_body_face_and_size_throughout(rich_pages: list[Page]):
    headings = ("一、", "二、", "三、", "（一）")
    body = [
        line
        for page in rich_pages[:2]
        for line in page.lines[:-1]
        if line.size != 22 and not line.text.startswith((*headings, "支部", "青禾第", "各支部"))
    ]
    assert len(body) > 25
    assert {(line.face, line.size) for line in body} == {(BODY, 16)}
    assert rich_pages[0].digits == {DIGITS, SONG}  # in the text, and in the page number


def test_what_closes_the_text_keeps_its_blank_lines(rich_pages: list[Page]):
    """One before the note on attachments and one before the signature; the date right under it."""
    lines = rich_pages[2].lines
    at = [line.text for line in lines].index("附件：1. 各支部组织生活情况一览表")
    body, first, second, signature, day = (line.centre for line in lines[at - 1 : at + 4])
    assert first - body == pytest.approx(2 * 28.95, abs=1)
    assert second - first == pytest.approx(28.95, abs=1)
    assert signature - second == pytest.approx(2 * 28.95, abs=1)
    assert day - signature == pytest.approx(28.95, abs=1)


def test_a_table_lies_within_the_type_area(rich_pages: list[Page]):
    upright, lying = next(page for page in rich_pages[:3] if page.ruled[1]), rich_pages[3]
    for page, left, right in ((upright, 28, 26), (lying, 37, 35)):
        assert page.ruled[0] / MM == pytest.approx(left, abs=1.5)  # a table's text stands in line with the margin
        assert (page.width - page.ruled[1]) / MM == pytest.approx(right, abs=1.5)


def test_signature_is_two_characters_in_and_the_date_starts_two_further(rich_pages: list[Page]):
    page = rich_pages[2]
    signature, day = page.line("中共青禾街道工作委员会"), page.line("2026年7月1日")
    assert page.width - 26 * MM - signature.end == pytest.approx(2 * CHARACTER, abs=1)
    assert day.start - signature.start == pytest.approx(2 * CHARACTER, abs=1.5)


def test_a_date_longer_than_the_signature_takes_the_indent(soffice_pdf: SofficePdf):
    document = rich_document(signature="青禾支部", date=date(2026, 12, 31), attachments=())
    page = _pages(soffice_pdf(render(document), ".docx"))[2]
    signature, day = page.line("青禾支部"), page.line("2026年12月31日")
    assert page.width - 26 * MM - day.start - day.set_width == pytest.approx(2 * CHARACTER, abs=1)
    assert day.start - signature.start == pytest.approx(2 * CHARACTER, abs=1.5)


def test_the_draft_mark_moves_no_line(soffice_pdf: SofficePdf, rich_pages: list[Page]):
    marked = _pages(soffice_pdf(render(rich_document(draft_mark="送审稿")), ".docx"))
    assert [page.lines[0].text for page in marked] == ["送审稿"] * len(rich_pages)
    assert [page.lines[1:] for page in marked] == [page.lines for page in rich_pages]


def test_no_character_is_lost_on_the_way(rich_pages: list[Page]):
    printed = "".join(line.text for page in rich_pages[:3] for line in page.lines[:-1])
    written, _attachments = plain_text(rich_document()).split("附件1\n")
    assert "".join(printed.split()) == "".join(written.split())


def test_attachments_open_with_label_blank_line_and_title(rich_pages: list[Page]):
    for page, label, title in ((3, "附件1", "各支部组织生活情况一览表"), (5, "附件2", "名词说明")):
        first, second = rich_pages[page].lines[:2]
        assert (first.text, first.face, first.size) == (label, HEI, 16)
        assert (second.text, second.face, second.size) == (title, TITLE, 22)
        assert second.centre - first.centre == pytest.approx(2 * 28.95, abs=4)
    notes = rich_pages[2].line("附件：1. 各支部组织生活情况一览表"), rich_pages[2].line("2. 名词说明")
    assert notes[0].start / MM == pytest.approx(28 + 2 * CHARACTER / MM, abs=1)
    assert notes[1].start - notes[0].start == pytest.approx(3 * CHARACTER, abs=1)


def test_the_head_row_of_a_long_table_is_repeated(rich_pages: list[Page]):
    heads = [
        line.centre for page in rich_pages[3:5] for line in page.lines if line.text.startswith("支部支委会党员大会")
    ]
    assert len(heads) == 2
    rows = [line.centre for line in rich_pages[4].lines if line.text.startswith("青禾第")]
    assert {round(below - above) for above, below in pairwise(rows)} <= {20, 21}
