"""Two texts side by side."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.lifecycle.wording import Row, changes_only, compare

A = "上半年召开支委会6次，其中研究党建工作4次。"
B = "上半年召开支委会16次，其中研究党建工作4次。"
C = "慰问困难党员12人次。"


def told(rows: list[Row]) -> list[tuple[str, str, str]]:
    """Kind, old and new, marked words in brackets."""
    return [(row.kind, _bracketed(row.old), _bracketed(row.new)) for row in rows]


def _bracketed(side: Any) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in side)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ([A, C], [A, C], []),
        ([A], [A, C], [("added", "", C)]),
        ([A, C], [C], [("removed", A, "")]),
        ([C, A], [C, B], [("changed", A.replace("6次", "[6]次"), B.replace("16次", "[16]次"))]),
        ([A], [C, B], [("added", "", C), ("changed", A.replace("6次", "[6]次"), B.replace("16次", "[16]次"))]),
        ([A], [C], [("removed", A, ""), ("added", "", C)]),
    ],
    ids=["equal", "added", "removed", "reworded", "reworded behind a new one", "another"],
)
def test_paragraphs_are_paired_and_words_marked(old, new, changes):
    assert told(changes_only(compare(old, new))) == changes


lines = st.lists(st.text(alphabet="党课次12，。", max_size=12), max_size=6)


@given(lines, lines)
def test_both_versions_can_be_read_back_from_the_comparison(old, new):
    rows = compare(old, new)
    assert ["".join(p.text for p in row.old) for row in rows if row.kind != "added"] == old
    assert ["".join(p.text for p in row.new) for row in rows if row.kind != "removed"] == new
    if old == new:
        assert changes_only(rows) == []
