"""The words the product can show: what its programs and templates spell out, without comments and docstrings."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
UNSEEN = {"migrations", "demo", "management"}  # what these say is on no page
TAG, PRINTED, NOTE = re.compile(r"<[^>]*>"), re.compile(r"{{.*?}}|{%.*?%}"), re.compile(r"{#.*?#}", re.DOTALL)
STRING = re.compile(r"""'[^'\n]*'|"[^"\n]*\"""")
ATTRIBUTE = re.compile(r"""(?:aria-label|placeholder|title)="([^"{]+)\"""")


@cache
def words() -> frozenset[str]:
    return frozenset((*_of_programs(), *_of_templates(), *_of_scripts()))


def _of_programs() -> Iterator[str]:
    for package in ("partywork", "summaries"):
        for path in (ROOT / package).rglob("*.py"):
            if not UNSEEN & set(path.parts):
                yield from _literals(ast.parse(path.read_text(encoding="utf-8")))


def _literals(tree: ast.AST) -> Iterator[str]:
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from _pieces(node.value)


def _of_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.html"):
        source = NOTE.sub("", path.read_text(encoding="utf-8"))
        yield from ATTRIBUTE.findall(source)
        yield from _pieces(PRINTED.sub("\n", source))


def _of_scripts() -> Iterator[str]:
    for path in (ROOT / "static" / "partywork").glob("*.js"):
        for literal in STRING.findall(path.read_text(encoding="utf-8")):
            yield from _pieces(literal[1:-1])


def _pieces(text: str) -> Iterator[str]:
    """A text as the page has it: without tags, each piece between them by itself; a number may follow in brackets."""
    return (piece.strip().rstrip("（") for piece in TAG.sub("\n", text).split("\n"))
