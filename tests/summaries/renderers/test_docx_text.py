"""Text → Word → text loses nothing, whatever is in it."""

import io
from collections.abc import Iterator
from datetime import date

import docx
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries.document import (
    Attachment,
    Document,
    Figure,
    Heading,
    Meta,
    Paragraph,
    Run,
    Table,
    TableColumn,
    plain_text,
    printed_figures,
)
from summaries.renderers.docx import render

# What people type: Chinese with rare characters of the first and second plane, digits, marks, and what XML escapes.
TYPED = "党支部召开䶮𠮷镕〇㐂\ue863，。；：、“”《》（）〔2026〕…—·×%0123456789 aZ<&>\"'{}=+-@"
LINE = st.text(st.sampled_from(TYPED), min_size=1, max_size=30).map(str.strip).filter(bool)
NAMES = ("甲", "乙", "丙")
FIGURES = tuple(
    Figure(f"f{number}", "{甲}", name, f"{number}2次", number, "次", "口径", "主题", "/x/", None)
    for number, name in enumerate(NAMES)
)
RUNS = st.one_of(LINE.map(Run), st.sampled_from(FIGURES).map(lambda figure: Run(figure.printed, figure.id)))
CELLS = st.one_of(
    LINE.map(lambda text: (text, None)), st.sampled_from(FIGURES).map(lambda each: (each.printed, each.id))
)
PARAGRAPHS = st.builds(Paragraph, st.lists(RUNS, min_size=1, max_size=5).map(tuple), st.sampled_from(["body", "lead"]))
HEADINGS = st.builds(Heading, st.sampled_from([1, 2, 3]), LINE)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 9))
    rows = draw(st.lists(st.tuples(*[CELLS] * columns), min_size=1, max_size=4))
    return Table(
        draw(st.just("") | LINE),
        tuple(TableColumn(draw(LINE)) for _ in range(columns)),
        tuple(tuple(text for text, _ in row) for row in rows),
        tuple(tuple(figure_id for _, figure_id in row) for row in rows),
    )


BLOCKS = st.lists(st.one_of(PARAGRAPHS, HEADINGS, tables()), max_size=6).map(tuple)
DOCUMENTS = st.builds(
    Document,
    title_lines=st.lists(LINE, min_size=1, max_size=3).map(tuple),
    addressee=st.just("") | LINE,
    blocks=BLOCKS,
    signature=LINE,
    date=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    meta=st.just(Meta("2026年上半年", date(2026, 6, 30), "青禾街道党工委")),
    attachments=st.lists(st.builds(Attachment, LINE, BLOCKS), max_size=3).map(tuple),
    draft_mark=st.sampled_from(["", "送审稿"]),
    figures=st.just(FIGURES),
)


def lines_of(data: bytes) -> Iterator[str]:
    """The body of a Word file as lines: paragraphs that hold something, and rows with their cells parted by tabs.

    A narrow column's heading is broken into lines; it is one line of the text.
    """
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, WordTable):
            yield from ("\t".join(cell.text.replace("\n", "") for cell in row.cells) for row in block.rows)
        elif block.text:
            yield from _lines(block)


def _lines(paragraph: WordParagraph) -> list[str]:
    """A title is broken into lines; that of an attachment is one line of the text."""
    is_broken = paragraph.style is not None and paragraph.style.name == "Title"
    return [paragraph.text] if not is_broken else paragraph.text.split("\n")


@settings(max_examples=30)
@given(DOCUMENTS)
def test_every_line_and_every_figure_comes_back(document: Document) -> None:
    data = render(document)
    written, read = plain_text(document).split("\n"), list(lines_of(data))
    assert "".join(read) == "".join(written)
    assert [line for line in read if "\t" in line] == [line for line in written if "\t" in line]
    assert list(bookmarked(data)) == [
        (document.figure_numbers[figure_id], text) for text, figure_id in printed_figures(document)
    ]


def bookmarked(data: bytes) -> Iterator[tuple[int, str]]:
    """The number of each figure of a Word file, and what stands in its bookmark."""
    for start in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:bookmarkStart")):
        yield int(start.get(qn("w:name")).split("_")[1]), "".join(each.text for each in start.getnext().iter(qn("w:t")))
