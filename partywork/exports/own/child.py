"""Trying and filling a template in a process of its own: whatever a file does, the server goes on.

Reads one order from standard input and writes one answer to standard output, both JSON. Knows no Django, no database
and no secret.
"""

import base64
import io
import json
import sys
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from partywork.exports.own.sandbox import Problem, Refused, Sandbox

CPU_SECONDS = 60
MEMORY_BYTES = 1536 * 1024 * 1024
SHOWN = 30  # characters of the paragraph a problem stands in


def main() -> None:
    _limit()
    order = json.loads(sys.stdin.buffer.read())
    json.dump(answer(order), sys.stdout)


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """{"files": […]} in base64, one for each of the order's copies, or {"problems": […]} in words."""
    template = base64.b64decode(order["template"])
    try:
        files = [fill(template, order["shape"], copy) for copy in order["copies"]]
    except Refused as refused:
        return {"problems": [_placed(each, template) for each in refused.problems]}
    return {"files": [base64.b64encode(each).decode() for each in files]}


def fill(template: bytes, shape: dict[str, Any], copy: dict[str, Any]) -> bytes:
    """The template filled with one copy's data. Raises Refused."""
    word = DocxTemplate(io.BytesIO(template))
    word.render(copy, Sandbox(shape), autoescape=True)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _placed(problem: Problem, template: bytes) -> str:
    """The problem with the paragraph it stands in, where that can be told."""
    if problem.about:
        for text in paragraphs(template):
            if problem.about in text and ("{{" in text or "{%" in text):
                return f"{problem.text}（在“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”这一段）"
    return problem.text


def paragraphs(template: bytes) -> Iterator[str]:
    """The text of every paragraph, of headers and footers too."""
    word = DocxTemplate(io.BytesIO(template)).get_docx()
    parts = [word.element.body]
    parts += [part._element for section in word.sections for part in (section.header, section.footer)]
    for part in parts:
        for paragraph in part.iter(qn("w:p")):
            yield "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def _limit() -> None:
    """Bounds the operating system keeps; on Windows there are none of them, and the time of the caller remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
