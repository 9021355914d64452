"""Reading a Word file back: its lines and its tables."""

import io

import docx
from docx.oxml.ns import qn


def lines(content: bytes) -> list[str]:
    """The text of every paragraph outside tables that has any."""
    return [each.text for each in docx.Document(io.BytesIO(content)).paragraphs if each.text.strip()]


def tables(content: bytes) -> list[list[list[str]]]:
    """Every table's cells by row; what a merged cell covers below it is an empty cell."""
    word = docx.Document(io.BytesIO(content))
    return [
        [["\n".join(_paragraphs(cell)) for cell in row.iter(qn("w:tc"))] for row in table._element.iter(qn("w:tr"))]
        for table in word.tables
    ]


def _paragraphs(cell) -> list[str]:
    return [
        "".join("\n" if node.tag == qn("w:br") else node.text or "" for node in each.iter(qn("w:t"), qn("w:br")))
        for each in cell.iter(qn("w:p"))
    ]
