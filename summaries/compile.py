"""From records to a draft: the whole pipeline, top to bottom.

order → facts → opening → themes → problems → plans → draft. ``typeset`` makes the draft a Document.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from partywork.measures.declarations import Request
from summaries.compose import sentence_text, theme_text
from summaries.facts import Facts, Order, catalogue
from summaries.findings.rules import Finding, Goal, findings
from summaries.findings.rules import rules as finding_rules
from summaries.loop.looking_back import looking_back, missed_targets
from summaries.loop.looking_back import requests as planned_requests
from summaries.outlines.format import LEAD, Group, Outline, Passage, Section
from summaries.outlines.shelf import outline_of
from summaries.phrases.library import Theme
from summaries.phrases.sentences import Sentence, suited
from summaries.plans.rules import Plan, plan_rules, plans
from summaries.rollup import RollUp, Told

BRANDS = "品牌与特色"  # where a highlight goes whose theme the outline does not have
Part = Literal["opening", "done", "problem", "plan", "closing"]

NO_RECORDS = "截至{数据截至}，{单位简称}{期内}没有登记记录，本报告没有可写的内容。"
NOT_BEGUN = "截至{数据截至}，{期间}尚未开始，{单位简称}没有登记记录。"


@dataclass(frozen=True)
class Item:
    """A paragraph of the draft, its figures still tokens.

    ``key`` finds it again when the report is compiled anew. A ``proposed`` one is a candidate that the
    writer has yet to accept; ``figured`` is its other wording, ``note`` says whom it is about
    and ``goal`` what it promises.
    """

    part: Part
    key: str
    heading: str
    theme: str
    text: str
    figured: str = ""
    note: str = ""
    proposed: bool = False
    goal: Goal | None = None


@dataclass(frozen=True)
class Draft:
    """The paragraphs in order, and the themes of the outline that have no records."""

    items: tuple[Item, ...]
    empty_themes: tuple[str, ...]


def compile_report(order: Order, facts: Facts | None = None) -> tuple[Draft, Facts]:
    """The draft of an order and the facts it rests on, read before or now. Raises KeyError for an unknown outline."""
    plan = outline_of(order)
    facts = facts or Facts(order)
    if not facts.has_peers:  # theirs were asked for together
        facts.ask([*requests_of(plan, facts.shelf.themes), *planned_requests(order.org, is_branch=facts.is_branch)])
    said = theme_texts(plan, facts)
    work = list(done(plan, said, facts))
    # What merely stands on the data date is no work of the period, least of all of one to come.
    if facts.window.is_future or not facts.anything_happened() or all(item.key.startswith(LEAD) for item in work):
        return Draft((empty_report(facts),), tuple(said)), facts
    problems = found_problems(plan, facts)
    below = RollUp(facts)
    problems += below.problems(problems)
    with_records = [facts.shelf.themes[name] for name, text in said.items() if text]
    items = [
        *opening(plan, facts),
        *looked_back(plan, facts),
        *rolled_up(plan, work, below.highlights()),
        *problem_items(plan, problems, facts),
        *planned(plan, plans(problems, with_records, facts), facts),
        *closing(plan, facts),
    ]
    return Draft(tuple(items), tuple(name for name, text in said.items() if not text)), facts


def requests_of(plan: Outline, themes: Mapping[str, Theme]) -> Iterator[Request]:
    """Every figure that this report may print, list or judge by, so that each source is queried once."""
    yield from catalogue()
    yield from plan.requests
    for theme in _themes_of(plan, themes):
        yield from theme.requests
    for finding_rule in finding_rules():
        yield from finding_rule.requests
    for plan_rule in plan_rules():
        yield from plan_rule.requests


def theme_texts(plan: Outline, facts: Facts) -> dict[str, str]:
    """What can be said about each theme of the outline; "" where there are no records."""
    return {theme.name: theme_text(theme, "done", facts) for theme in _themes_of(plan, facts.shelf.themes)}


def _themes_of(plan: Outline, themes: Mapping[str, Theme]) -> list[Theme]:
    return [themes[name] for name in plan.themes if name in themes]


def empty_report(facts: Facts) -> Item:
    return Item("opening", "empty", "", "", NOT_BEGUN if facts.window.is_future else NO_RECORDS)


def opening(plan: Outline, facts: Facts) -> list[Item]:
    """The sentences of the outline's opening as one paragraph."""
    text = said_in(plan.opening, facts)
    return [Item("opening", "opening", "", "", text)] if text else []


def looked_back(plan: Outline, facts: Facts) -> list[Item]:
    """What became of the plans made before, in a report that makes plans itself."""
    text = looking_back(facts) if plan.section("plan") else ""
    return [Item("opening", "looking_back", "", "", text)] if text else []


def found_problems(plan: Outline, facts: Facts) -> list[Finding]:
    """Those that the rules find and targets that were missed; none where the outline has no place for them."""
    if not plan.section("problem") and not plan.section("plan"):
        return []
    return [*findings(facts, plan.themes), *missed_targets(facts)]


def closing(plan: Outline, facts: Facts) -> list[Item]:
    text = said_in(plan.closing, facts)
    return [Item("closing", "closing", "", "", text)] if text else []


def said_in(sentences: Iterable[Sentence], facts: Facts) -> str:
    return "".join(sentence_text(sentence, facts) for sentence in suited(sentences, facts.speaker))


def lead(section: Section, facts: Facts) -> Iterator[Item]:
    """The paragraph that introduces a section."""
    if text := said_in(section.lead, facts):
        yield Item(section.kind, LEAD + section.key, section.heading, "", text)


def done(plan: Outline, said: dict[str, str], facts: Facts) -> Iterator[Item]:
    for section in sections_of(plan, "done"):
        yield from lead(section, facts)
        for group in section.groups:
            heading = group.heading or section.heading
            for passage in group.passages:
                if text := passage_text(passage, facts):
                    yield Item("done", f"passage:{passage.key}", heading, "", spoken(section, text))
            for name in group.themes:
                if said.get(name):
                    yield Item("done", f"done:{name}", heading, name, spoken(section, said[name]))


def rolled_up(plan: Outline, work: list[Item], told: list[Told]) -> list[Item]:
    """The work with what units below offered, each behind what stands under the heading of its theme."""
    places = [(section, group) for section in sections_of(plan, "done") for group in section.groups]
    if not told or not places:
        return work
    by_theme = {name: place for place in places for name in place[1].themes}
    usual = by_theme.get(BRANDS, places[-1])
    found = list(work)
    for each in told:
        section, group = by_theme.get(each.theme, usual)
        text, heading = spoken(section, each.text), group.heading or section.heading
        found.append(Item("done", f"told:{each.theme}", heading, each.theme, text, note=each.note))
    sections = sections_of(plan, "done")
    order = [
        heading for section in sections for heading in (section.heading, *(each.heading for each in section.groups))
    ]
    return sorted(found, key=lambda item: order.index(item.heading))


def passage_text(passage: Passage, facts: Facts) -> str:
    """What the outline says itself; "" unless records carry one of its deeds."""
    sentences = suited(passage.sentences, facts.speaker)
    deeds = said_in([each for each in sentences if each.sentence_class == "deed"], facts)
    return f"{passage.lead}。{said_in(sentences, facts)}" if deeds else ""


def spoken(section: Section, text: str) -> str:
    """What is said of a theme, without its lead where paragraphs are not told apart by one."""
    return text if section.has_leads else text.partition("。")[2]


def problem_items(plan: Outline, problems: list[Finding], facts: Facts) -> Iterator[Item]:
    for section in sections_of(plan, "problem"):
        yield from lead(section, facts)
        for found in problems:
            yield problem(found, section.heading)


def problem(found: Finding, heading: str) -> Item:
    note = f"涉及：{found.names}" if found.names else ""
    return Item(
        "problem", f"finding:{found.key}", heading, found.theme, found.plain, found.figured, note, proposed=True
    )


def planned(plan: Outline, candidates: list[Plan], facts: Facts) -> Iterator[Item]:
    for section in sections_of(plan, "plan"):
        yield from lead(section, facts)
        for group in section.groups:
            chosen = [each for each in candidates if belongs(each, group, section.groups)]
            for each in chosen[: group.most or None]:
                yield plan_item(each, group, section)


def belongs(each: Plan, group: Group, groups: Iterable[Group]) -> bool:
    elsewhere = {theme for other in groups if other.plans == group.plans for theme in other.themes}
    here = each.theme in group.themes if group.themes else each.theme not in elsewhere
    return each.group == group.plans and here


def plan_item(each: Plan, group: Group, section: Section) -> Item:
    plain, figured = each.plain, each.figured
    if group.naming and each.about:
        plain, figured = (text and f"针对{each.about}的问题，{text}" for text in (plain, figured))
    heading = group.heading or section.heading
    return Item("plan", f"plan:{each.key}", heading, each.theme, plain, figured, proposed=True, goal=each.goal)


def sections_of(plan: Outline, kind: str) -> list[Section]:
    return [section for section in plan.sections if section.kind == kind]
