"""Two texts side by side: which paragraphs are new, gone or reworded, and the words concerned."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

ALIKE = 0.45  # from here on two paragraphs are one that was reworded, found by trying on real drafts
_WORDS = re.compile(r"[0-9][0-9.,]*|[A-Za-z]+|.", re.DOTALL)

Kind = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; marked where the other version has something else."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Row:
    """A paragraph in both versions; no pieces on the side where it does not exist."""

    kind: Kind
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def compare(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """The paragraphs of both versions in reading order, paired where they belong together."""
    return [row for same, before, after in _blocks(old, new) for row in _rows(same, before, after)]


def changes_only(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row.kind != "same"]


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", old[a:b], new[c:d]


def _rows(same: bool, old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    if same:
        yield from (Row("same", (Piece(text),), (Piece(text),)) for text in old)
        return
    waiting = list(new)
    for text in old:
        at = next((n for n, other in enumerate(waiting) if _alike(text, other)), None)
        if at is None:
            yield Row("removed", (Piece(text),), ())
            continue
        yield from (Row("added", (), (Piece(each),)) for each in waiting[:at])
        yield Row("changed", *marked(text, waiting[at]))
        del waiting[: at + 1]
    yield from (Row("added", (), (Piece(each),)) for each in waiting)


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def marked(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both wordings with what differs marked; a number is one word, so 12 is not half of 112."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        for side, words in ((left, a[i:j]), (right, b[k:m])):
            if words:
                side.append(Piece("".join(words), tag != "equal"))
    return tuple(left), tuple(right)
