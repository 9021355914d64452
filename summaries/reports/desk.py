"""A stored report as its writer sees it: printed with today's records, with what is left to look at."""

from dataclasses import dataclass

from summaries.compile import Draft, compile_report
from summaries.consistency import Check, State, check
from summaries.exports import Compiled, compiled
from summaries.facts import Order
from summaries.outlines.library import outline
from summaries.reports.models import Paragraph, ParagraphState, Report
from summaries.tokens import shown, stored
from summaries.typeset import Printable, fresh


@dataclass(frozen=True)
class Desk:
    """Everything on the writer's desk."""

    report: Report
    paragraphs: tuple[Paragraph, ...]
    compiled: Compiled
    checks: tuple[Check, ...]


def order_of(report: Report) -> Order:
    return Order(report.org, report.period, report.data_date, report.outline, report.signed_on)


def open_report(report: Report) -> Desk:
    """The report with its figures as of now. Figures are evaluated once, for text, tables and checks."""
    draft, facts = compile_report(order_of(report))
    paragraphs = tuple(report.paragraphs.all())
    printed = [printable(each) for each in paragraphs if each.is_printed]
    made = compiled(printed, outline(report.outline), facts, report.title)
    state = State(
        own_texts=[shown(each.own_text) for each in paragraphs if each.own_text and each.is_printed],
        proposed=sum(each.state == ParagraphState.PROPOSED for each in paragraphs),
        changed=changed(draft, paragraphs),
    )
    return Desk(report, paragraphs, made, tuple(check(made.document, facts, state)))


def printable(paragraph: Paragraph) -> Printable:
    return Printable(paragraph.section, paragraph.heading, paragraph.text, paragraph.anchor)  # type: ignore[arg-type]


def changed(draft: Draft, paragraphs: tuple[Paragraph, ...]) -> int:
    """How many of the product's own sentences would be worded otherwise if compiled now."""
    now = {item.key: stored(item.text) for item in draft.items}
    then = {each.source_key: each.generated_text for each in paragraphs if each.generated_text}
    return sum(now.get(key) != then.get(key) for key in now.keys() | then.keys())


def draft_of(order: Order) -> tuple[Compiled, list[Check]]:
    """A report straight from the records, with nothing decided and nothing stored."""
    draft, facts = compile_report(order)
    made = compiled(fresh(draft.items), outline(order.outline), facts)
    state = State(proposed=sum(item.proposed for item in draft.items))
    return made, check(made.document, facts, state)
