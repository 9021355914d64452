"""Reading a stored report in tests."""

from summaries.reports.desk import open_report
from summaries.reports.models import Paragraph, Report


def paragraph(report: Report, key: str) -> Paragraph:
    return report.paragraphs.get(source_key=key)


def lines(report: Report) -> list[str]:
    """The body as printed, block by block."""
    return [block.text for block in open_report(report).compiled.document.blocks if hasattr(block, "text")]


def printed(report: Report) -> str:
    return "\n".join(lines(report))
