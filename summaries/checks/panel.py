"""The check as the report's page shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from summaries.checks.acknowledged import Looked, looked
from summaries.checks.found import Check
from summaries.checks.models import CheckAcknowledgement
from summaries.document import Document, plain_text
from summaries.reports.models import Report, ReportState

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
    """``open`` is to be settled or read, ``settled`` somebody answers for; ``blocking`` of them stop a final."""

    open: tuple[Row, ...]
    settled: tuple[Row, ...]
    blocking: int
    may_change: bool


def checking(report: Report, checks: Sequence[Check], document: Document) -> Panel:
    found, text = looked(report, checks), plain_text(document)
    may_change = report.state != ReportState.FROZEN
    return Panel(
        open=tuple(_rows((each for each in found if each.acknowledgement is None), text)),
        settled=tuple(_rows((each for each in found if each.acknowledgement), text)),
        blocking=sum(each.is_open for each in found),
        may_change=may_change,
    )


def _rows(found: Iterator[Looked], text: str) -> Iterator[Row]:
    for each in found:
        check = each.check
        light, label = _LIGHTS[check.level]
        yield Row(
            light, label, check.message, _href(check, text), check.key, check.level == "warning", each.acknowledgement
        )


def _href(check: Check, text: str) -> str:
    """The passage; where the words concerned stand only once in the report, the browser marks them."""
    if not check.anchor:
        return ""
    words = check.words.strip()
    marked = f":~:text={quote(words, safe='')}" if words and text.count(words) == 1 else ""
    return f"#{check.anchor}{marked}"
