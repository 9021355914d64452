"""Headings by the writer's own words: the outline's own are replaced before anything is numbered."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from summaries.outlines.format import Outline, Section
from summaries.reports.models import Paragraph, Report

Called = Mapping[tuple[str, str], str]  # part and the outline's heading → the writer's


def own_headings(report: Report) -> dict[tuple[str, str], str]:
    return {(each.section, each.heading): each.text for each in report.own_headings.all()}


def headings_of(outline: Outline, paragraphs: Iterable[Paragraph]) -> list[tuple[str, str]]:
    """Part and heading, as the outline has them, of everything that paragraphs stand under, in its order."""
    used = {(each.section, each.heading) for each in paragraphs}
    found: list[tuple[str, str]] = []
    for section in outline.sections:
        groups = [(section.kind, group.heading) for group in section.groups if (section.kind, group.heading) in used]
        if groups or (section.kind, section.heading) in used:
            found += [(section.kind, section.heading), *groups]
    return [each for each in dict.fromkeys([*found, *sorted(used - set(found))]) if each[1]]


def field_name(part: str, heading: str) -> str:
    """What the field of a heading is called; its id leads to it."""
    return f"{part}:{heading}"


def renamed(outline: Outline, called: Called) -> Outline:
    """The outline with the writer's headings; these stay as they are also where a single thing stands under them."""
    return replace(outline, sections=tuple(_section(section, called) for section in outline.sections))


def _section(section: Section, called: Called) -> Section:
    groups = []
    for group in section.groups:
        own = called.get((section.kind, group.heading)) if group.heading else None
        groups.append(replace(group, heading=own, single="") if own else group)
    own = called.get((section.kind, section.heading)) if section.heading else None
    section = replace(section, groups=tuple(groups))
    return replace(section, heading=own, single="") if own else section
