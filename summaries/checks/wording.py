"""提法: names of documents and set formulations outside their time."""

from collections.abc import Iterator

from partywork.common.text import format_date
from summaries.checks.found import Check
from summaries.checks.reading import Passage, Reading
from summaries.phrases.formulations import Formulation, out_of_time, unconfirmed


def formulations(reading: Reading) -> Iterator[Check]:
    """One that was not yet, or is no longer, in use on the data date, or is not confirmed for its half-year."""
    on, known = reading.facts.order.data_date, reading.facts.shelf.formulations
    for passage in reading.passages:
        for each in out_of_time(passage.text, on, known):
            yield _found("formulation", f"“{each.text}”{_when(each)}（{each.source}），请核对", each, passage)
        for each in unconfirmed(passage.text, on, known):
            message = f"提法“{each.text}”这半年还没有确认仍在使用，请在“提法”里确认或停用"
            yield _found("formulation-unconfirmed", message, each, passage)


def _found(code: str, message: str, each: Formulation, passage: Passage) -> Check:
    words = each.text if each.text in passage.text else ""
    anchor = passage.at(passage.text.index(words)).anchor if words else passage.pieces[0].anchor
    return Check("warning", code, message, anchor, words)


def _when(each: Formulation) -> str:
    if each.until is None:
        return f"从{format_date(each.since)}起才使用"
    return f"的使用时间是{format_date(each.since)}至{format_date(each.until)}"
