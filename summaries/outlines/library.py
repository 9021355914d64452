"""The presets: one .toml file beside this module for a kind of unit, known by its name; ``format`` says its form."""

import tomllib
from functools import cache
from pathlib import Path

from summaries.outlines.format import Group, Outline, Section, TableOf, outline_from
from summaries.phrases.sentences import LibraryError
from summaries.phrases.speaker import Speaker

__all__ = ["STANDARD", "Group", "Outline", "Section", "TableOf", "fitting", "outline", "outline_from", "outlines"]

FOLDER = Path(__file__).parent
STANDARD = "standard"


def outline(name: str) -> Outline:
    """Raises KeyError with a sentence that lists what there is."""
    found = outlines().get(name)
    if found is None:
        offered = "、".join(f"{each.name}（{each.label}）" for each in outlines().values())
        raise KeyError(f"没有叫“{name}”的体例，可以用：{offered}。")
    return found


@cache
def outlines() -> dict[str, Outline]:
    """Every preset by name, the standard one first. Raises LibraryError that names the file to mend."""
    found = {path.stem: read_outline(path) for path in sorted(FOLDER.glob("*.toml"))}
    return {STANDARD: found.pop(STANDARD), **found}


def read_outline(path: Path) -> Outline:
    try:
        return outline_from(tomllib.loads(path.read_text(encoding="utf-8")), path.stem)
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{path.name}：{error}") from None


def fitting(speaker: Speaker) -> list[Outline]:
    """The presets as a unit is offered them: the one made for it first, else the standard one."""
    return sorted(outlines().values(), key=lambda each: -each.fits(speaker))
