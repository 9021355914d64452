"""Changing the data of an outline at one place: a part, a heading, a theme, a sentence, a table.

A place is written as it is reached: ``section.0.group.2.themes.1``; ``new`` in place of the last number is behind the
last one. Every function gives back new data and leaves what it was given alone.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Literal

LISTS = frozenset({"opening", "closing", "lead", "section", "group", "themes", "passages", "sentence", "table"})
NEW = "new"

Data = Mapping[str, Any]
Step = Literal["up", "down", "remove"]


class NoSuchPlace(LookupError):
    """The outline has nothing at that place (any more)."""


def found(data: Data, place: str) -> Any:
    """What stands at a place. Raises NoSuchPlace."""
    rows, number = _row(dict(data), place)
    if number is None:
        raise NoSuchPlace(place)
    return rows[number]


def put(data: Data, place: str, value: Any) -> dict[str, Any]:
    """The data with ``value`` at the place, or behind the last one for a new one."""
    changed = deepcopy(dict(data))
    rows, number = _row(changed, place)
    if number is None:
        rows.append(value)
    else:
        rows[number] = value
    return changed


def stepped(data: Data, place: str, step: Step) -> dict[str, Any]:
    """One place up or down, or away. What cannot go further stays where it is."""
    changed = deepcopy(dict(data))
    rows, number = _row(changed, place)
    if number is None:
        raise NoSuchPlace(place)
    row = rows.pop(number)
    if step != "remove":
        rows.insert(max(0, number + (1 if step == "down" else -1)), row)
    return changed


def _row(data: dict[str, Any], place: str) -> tuple[list[Any], int | None]:
    """The list a place is in and its number there; None for a new one."""
    steps = place.split(".")
    if len(steps) % 2:
        raise NoSuchPlace(place)
    here: Any = data
    rows: list[Any] = []
    for name, number in zip(steps[::2], steps[1::2], strict=True):
        if name not in LISTS or not isinstance(here, dict):
            raise NoSuchPlace(place)
        rows = here.setdefault(name, [])
        if number == NEW and steps[-1] is number:
            return rows, None
        if not isinstance(rows, list) or number not in map(str, range(len(rows))):
            raise NoSuchPlace(place)
        here = rows[int(number)]
    return rows, int(steps[-1])


def claim_themes(data: Data, place: str) -> dict[str, Any]:
    """The themes of the heading at ``place`` stand there alone: under other headings of its kind they are taken out.

    A heading that loses its last theme that way goes.
    """
    changed = deepcopy(dict(data))
    chosen = found(changed, place)
    for section in changed["section"]:
        groups = section.get("group", [])
        for group in list(groups):
            if group is chosen or group.get("plans", "") != chosen.get("plans", "") or not group.get("themes"):
                continue
            group["themes"] = [theme for theme in group["themes"] if theme not in chosen["themes"]]
            if not group["themes"] and not group.get("passages") and not group.get("plans"):
                groups.remove(group)
    return changed
