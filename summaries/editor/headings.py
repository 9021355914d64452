"""Headings by the writer's own words: the outline's own are replaced before anything is numbered."""

from collections.abc import Mapping
from dataclasses import replace

from summaries.outlines.format import Outline, Section
from summaries.reports.models import Report

Called = Mapping[tuple[str, str], str]  # part and the outline's heading → the writer's


def own_headings(report: Report) -> dict[tuple[str, str], str]:
    return {(each.section, each.heading): each.text for each in report.own_headings.all()}


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
