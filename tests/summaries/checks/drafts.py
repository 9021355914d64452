"""A report of a few sentences, as a writer left it."""

from collections.abc import Sequence

from summaries.checks import Check, State, Written, check
from summaries.document import Document
from summaries.facts import Facts
from summaries.outlines.library import outline
from summaries.typeset import Printable, typeset

OPENING = "现将有关情况报告如下（数据截至6月30日）。"


def printed(facts: Facts, *texts: str, part: str = "done", heading: str = "") -> Document:
    """The texts under one heading, after an opening with the data date."""
    opening = Printable("opening", "", OPENING)
    items = [Printable(part, heading, text, anchor=f"p-{number}") for number, text in enumerate(texts, 1)]  # type: ignore[arg-type]
    return typeset([opening, *items], outline("standard"), facts)


def state(*texts: str, part: str = "done", theme: str = "", figured: str = "") -> State:
    """As the writer's own words."""
    written = {f"p-{n}": Written(part, theme, text, figured=figured) for n, text in enumerate(texts, 1)}
    return State(written=written)


def findings(facts: Facts, *texts: str, part: str = "done", theme: str = "", figured: str = "") -> list[Check]:
    """What is found in the writer's own words."""
    return check(printed(facts, *texts, part=part), facts, state(*texts, part=part, theme=theme, figured=figured))


def codes(found: Sequence[Check]) -> list[tuple[str, str]]:
    return [(each.level, each.code) for each in found]
