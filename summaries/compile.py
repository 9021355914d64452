"""From records to a draft: the whole pipeline, top to bottom.

order → facts → opening → themes → problems → plans → draft. ``typeset`` makes the draft a Document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from partywork.measures.declarations import Request
from summaries.compose import sentence_text, theme_text
from summaries.facts import Facts, Order, catalogue
from summaries.findings.rules import Finding, findings
from summaries.findings.rules import rules as finding_rules
from summaries.outlines.library import Group, Outline, Section, outline
from summaries.phrases.library import Theme, themes
from summaries.phrases.sentences import suited
from summaries.plans.rules import Plan, plan_rules, plans

Part = Literal["opening", "done", "problem", "plan"]

NO_RECORDS = "截至{数据截至}，{单位简称}{期内}没有登记记录，本报告没有可写的内容。"
NOT_BEGUN = "截至{数据截至}，{期间}尚未开始，{单位简称}没有登记记录。"


@dataclass(frozen=True)
class Item:
    """A paragraph of the draft, its figures still tokens.

    ``key`` finds it again when the report is compiled anew. A ``proposed`` one is a candidate that the
    writer has yet to accept; ``figured`` is its other wording and ``note`` says whom it is about.
    """

    part: Part
    key: str
    heading: str
    theme: str
    text: str
    figured: str = ""
    note: str = ""
    proposed: bool = False


@dataclass(frozen=True)
class Draft:
    """The paragraphs in order, and the themes of the outline that have no records."""

    items: tuple[Item, ...]
    empty_themes: tuple[str, ...]


def compile_report(order: Order) -> tuple[Draft, Facts]:
    """The draft of an order and the facts it rests on. Raises KeyError for an unknown outline."""
    plan = outline(order.outline)
    facts = Facts(order)
    facts.ask(requests_of(plan))
    said = theme_texts(plan, facts)
    # What merely stands on the data date is no work of the period, least of all of one to come.
    if facts.window.is_future or not facts.anything_happened() or not any(said.values()):
        return Draft((empty_report(facts),), tuple(said)), facts
    problems = findings(facts, plan.themes)
    with_records = [themes()[name] for name, text in said.items() if text]
    items = [
        *opening(plan, facts),
        *done(plan, said),
        *map(problem, problems),
        *planned(plan, plans(problems, with_records, facts)),
    ]
    return Draft(tuple(items), tuple(name for name, text in said.items() if not text)), facts


def requests_of(plan: Outline) -> Iterator[Request]:
    """Every figure that this report may print, list or judge by, so that each source is queried once."""
    yield from catalogue()
    yield from plan.requests()
    for theme in _themes_of(plan):
        yield from theme.requests()
    for finding_rule in finding_rules():
        yield from finding_rule.requests()
    for plan_rule in plan_rules():
        yield from plan_rule.requests()


def theme_texts(plan: Outline, facts: Facts) -> dict[str, str]:
    """What can be said about each theme of the outline; "" where there are no records."""
    return {theme.name: theme_text(theme, "done", facts) for theme in _themes_of(plan)}


def _themes_of(plan: Outline) -> list[Theme]:
    return [themes()[name] for name in plan.themes if name in themes()]


def empty_report(facts: Facts) -> Item:
    return Item("opening", "empty", "", "", NOT_BEGUN if facts.window.is_future else NO_RECORDS)


def opening(plan: Outline, facts: Facts) -> list[Item]:
    """The sentences of the outline's opening as one paragraph."""
    text = "".join(sentence_text(sentence, facts) for sentence in suited(plan.opening, facts.speaker))
    return [Item("opening", "opening", "", "", text)] if text else []


def done(plan: Outline, said: dict[str, str]) -> Iterator[Item]:
    for group in _groups(plan, "done"):
        for name in group.themes:
            if said.get(name):
                yield Item("done", f"done:{name}", group.heading, name, said[name])


def problem(found: Finding) -> Item:
    note = f"涉及：{found.names}" if found.names else ""
    return Item("problem", f"finding:{found.key}", "", found.theme, found.plain, found.figured, note, proposed=True)


def planned(plan: Outline, candidates: list[Plan]) -> Iterator[Item]:
    groups = list(_groups(plan, "plan"))
    for group in groups:
        elsewhere = {theme for other in groups if other.plans == group.plans for theme in other.themes}
        for each in candidates:
            here = each.theme in group.themes if group.themes else each.theme not in elsewhere
            if each.group == group.plans and here:
                yield Item(
                    "plan", f"plan:{each.key}", group.heading, each.theme, each.plain, each.figured, proposed=True
                )


def _groups(plan: Outline, kind: str) -> Iterator[Group]:
    for section in sections_of(plan, kind):
        yield from section.groups


def sections_of(plan: Outline, kind: str) -> list[Section]:
    return [section for section in plan.sections if section.kind == kind]
