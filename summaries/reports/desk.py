"""A stored report as its writer sees it: printed with today's records, with what is left to look at."""

from dataclasses import dataclass

from partywork.measures.reading import consistent_read
from summaries.checks import Check, check
from summaries.checks.stored import state_of, state_of_draft
from summaries.compile import Draft, compile_report
from summaries.editor.headings import Called, own_headings, renamed
from summaries.exports import Compiled, compiled
from summaries.facts import Facts, Order
from summaries.outlines.format import Outline
from summaries.outlines.library import STANDARD, outline
from summaries.outlines.shelf import outline_for, outline_of
from summaries.reports.models import Paragraph, Report
from summaries.typeset import Printable, fresh


@dataclass(frozen=True)
class Desk:
    """Everything on the writer's desk."""

    report: Report
    paragraphs: tuple[Paragraph, ...]
    compiled: Compiled
    checks: tuple[Check, ...]
    draft: Draft  # what the records give now


def order_of(report: Report) -> Order:
    """With the outline as it was when the report was last compiled; in the standard one where that cannot be used."""
    plan = report.plan or _usable(report.outline)
    return Order(report.org, report.period, report.data_date, report.outline, report.signed_on, plan)


def _usable(name: str) -> Outline:
    try:
        return outline_for(name)
    except KeyError:
        return outline(STANDARD)


@consistent_read()
def open_report(report: Report) -> Desk:
    """The report with its figures as of now. Figures are evaluated once, for text, tables and checks."""
    draft, facts = compile_report(order_of(report))
    paragraphs = tuple(report.paragraphs.all())
    called = own_headings(report)
    printed = [printable(each, called) for each in paragraphs if each.is_printed]
    made = compiled(printed, renamed(outline_of(facts.order), called), facts, report.title)
    checks = check(made.document, facts, state_of(draft, paragraphs))
    return Desk(report, paragraphs, made, tuple(checks), draft)


def printable(paragraph: Paragraph, called: Called) -> Printable:
    """The paragraph under its heading as the writer calls it."""
    heading = called.get((paragraph.section, paragraph.heading), paragraph.heading)
    return Printable(paragraph.section, heading, paragraph.text, paragraph.anchor, paragraph.source_key)  # type: ignore[arg-type]


@consistent_read()
def draft_of(order: Order, facts: Facts | None = None) -> tuple[Compiled, list[Check]]:
    """A report straight from the records, with nothing decided and nothing stored."""
    draft, facts = compile_report(order, facts)
    made = compiled(fresh(draft.items), outline_of(order), facts)
    return made, check(made.printed, facts, state_of_draft(draft))
