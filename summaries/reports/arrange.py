"""The order of a report's paragraphs when it is compiled anew.

What the writer moved stays where it was put; what is new enters where the outline has it.
"""

from collections.abc import Iterable, Sequence

from summaries.compile import Item
from summaries.reports.models import Paragraph


def arrange(items: Sequence[Item], paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """The paragraphs in their new order, with their headings; every item has its paragraph among them.

    Paragraphs come in their stored order. Those without an item are the writer's own, or rewritten ones whose
    records are gone: they stay behind what they stood behind.
    """
    stored = list(paragraphs)
    sections = dict.fromkeys([*(item.part for item in items), *(each.section for each in stored)])
    result: list[Paragraph] = []
    for section in sections:
        natural = [item for item in items if item.part == section]
        result += _section(natural, [each for each in stored if each.section == section])
    return result


def _section(items: list[Item], stored: list[Paragraph]) -> list[Paragraph]:
    by_key = {each.source_key: each for each in stored}
    natural = [item.key for item in items]
    placed = [each.source_key for each in stored if each.position]
    moved = any(each.is_moved for each in stored)
    keys = woven(placed, natural) if moved else woven(natural, placed)
    ordered = [by_key[key] for key in keys]
    _give_headings(ordered, {item.key: item.heading for item in items})
    groups = list(dict.fromkeys(each.heading for each in ordered))
    return sorted(ordered, key=lambda each: groups.index(each.heading))


def woven(base: Sequence[str], other: Sequence[str]) -> list[str]:
    """``base`` with what only ``other`` has, each behind what it stands behind there."""
    result, before = list(base), -1
    for key in other:
        if key in result:
            before = result.index(key)
        else:
            before += 1
            result.insert(before, key)
    return result


def _give_headings(ordered: list[Paragraph], headings: dict[str, str]) -> None:
    """The outline's headings; what was moved to another group, or has no item, stays with a group that exists."""
    known, last = set(headings.values()), next(iter(headings.values()), "")
    for each in ordered:
        item_heading = headings.get(each.source_key)
        stays = (each.is_moved or item_heading is None) and (each.heading in known or not known)
        if not stays:
            each.heading = item_heading if item_heading is not None else last
        last = each.heading
