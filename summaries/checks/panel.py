"""The check as the report's page shows it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from summaries.checks.acknowledged import Looked, looked
from summaries.checks.found import Check
from summaries.checks.models import CheckAcknowledgement
from summaries.checks.progress import UNDECIDED
from summaries.document import Document, Paragraph
from summaries.reports.models import Report, ReportState

_BREAK = re.compile(r"[，。；：、！？]")
_LIGHTS = {"error": ("red", "必须改"), "warning": ("amber", "请核对"), "note": ("muted", "说明")}


@dataclass(frozen=True)
class Row:
    """A finding as a line of the panel; ``href`` leads to the words concerned."""

    light: str
    label: str
    message: str
    href: str
    key: str
    can_acknowledge: bool
    acknowledgement: CheckAcknowledgement | None


@dataclass(frozen=True)
class Panel:
    """``open`` is to be settled or read, ``settled`` somebody answers for; ``blocking`` of them stop a final.

    ``undecided``: whether candidates wait, which stop it too.
    """

    open: tuple[Row, ...]
    settled: tuple[Row, ...]
    blocking: int
    undecided: bool
    may_change: bool


def checking(report: Report, checks: Sequence[Check], document: Document) -> Panel:
    found, texts = looked(report, checks), _texts(document)
    may_change = report.state != ReportState.FROZEN
    return Panel(
        open=tuple(_rows((each for each in found if each.acknowledgement is None), texts)),
        settled=tuple(_rows((each for each in found if each.acknowledgement), texts)),
        blocking=sum(each.is_open for each in found),
        undecided=any(each.code == UNDECIDED for each in checks),
        may_change=may_change,
    )


def _rows(found: Iterator[Looked], texts: Mapping[str, str]) -> Iterator[Row]:
    for each in found:
        check = each.check
        light, label = _LIGHTS[check.level]
        yield Row(
            light, label, check.message, _href(check, texts), check.key, check.level == "warning", each.acknowledgement
        )


def _texts(document: Document) -> dict[str, str]:
    """The printed text of each passage."""
    texts: dict[str, str] = {}
    for block in document.blocks:
        for run in block.runs if isinstance(block, Paragraph) else ():
            texts[run.anchor] = texts.get(run.anchor, "") + run.text
    return texts


def _href(check: Check, texts: Mapping[str, str]) -> str:
    """The passage; a browser that can (a text fragment) also marks the words concerned.

    The rest of their clause tells them from the same words elsewhere on the page.
    """
    if not check.anchor:
        return ""
    words, text = check.words.strip(), texts.get(check.anchor, "")
    at = text.find(words) if words else -1
    if at < 0:
        return f"#{check.anchor}"
    before, after = _BREAK.split(text[:at])[-1], _BREAK.split(text[at + len(words) :])[0]
    around = [f"{_quoted(before)}-"] if before else []
    around += [_quoted(words)]
    around += [f"-{_quoted(after)}"] if after else []
    return f"#{check.anchor}:~:text={','.join(around)}"


def _quoted(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
