"""What the check knows of a stored report beside its printed document."""

from collections.abc import Sequence

from summaries.checks.reading import State, Written
from summaries.compile import Draft, Item
from summaries.reports.models import Paragraph, ParagraphState
from summaries.tokens import shown, stored


def state_of(draft: Draft, paragraphs: Sequence[Paragraph]) -> State:
    """``draft``: the report as it would be compiled from the records of now."""
    now = {item.key: item for item in draft.items}
    kept = {each.source_key: each for each in paragraphs if each.generated_text}
    return State(
        written={each.anchor: _written(each, now.get(each.source_key)) for each in paragraphs if each.is_printed},
        proposed=sum(each.state == ParagraphState.PROPOSED for each in paragraphs),
        unwritten=len(now.keys() ^ kept.keys()),
    )


def state_of_draft(draft: Draft) -> State:
    """Of a report that is not stored."""
    return State(proposed=sum(item.proposed for item in draft.items))


def _written(paragraph: Paragraph, now: Item | None) -> Written:
    return Written(
        part=paragraph.section,
        theme=paragraph.theme,
        own=None if paragraph.own_text is None else shown(paragraph.own_text),
        plain=now.text if now else "",
        figured=paragraph.figured_text,
        changed=now is not None and _base(paragraph) != _offered(paragraph, now),
        proposed=paragraph.state == ParagraphState.PROPOSED,
    )


def _base(paragraph: Paragraph) -> str:
    """What the printed text rests on: the wording it was written over, or the product's own."""
    return paragraph.offered_text if paragraph.own_text is None else paragraph.base_text


def _offered(paragraph: Paragraph, now: Item) -> str:
    return stored(now.figured if paragraph.with_figure and now.figured else now.text)
