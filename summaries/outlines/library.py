"""Outlines (体例): what parts a report has, what they are called and in which order the themes come.

An outline is one .toml file beside this module, known by the file's name:

    label = "标准三段式"
    title = "{期间}党建工作总结"          # follows the name of the unit
    opening = [ …sentences as in the phrase library… ]

    [[section]]
    kind = "done"                        # done, problem or plan
    heading = "{期内}工作开展情况"

    [[section.group]]                    # done: the heading of several themes together
    heading = "严格组织生活"
    themes = ["三会一课", "主题党日", "党课"]

    [[section.group]]                    # plan: answer, due or theme (see plans/rules.py)
    heading = "抓好问题整改"
    plans = "answer"                     # with themes = […] only those of these themes

    [table]                              # the branches side by side, as an attachment
    title = "各支部组织生活情况"
    measures = ["支委会次数", …]          # figures that add up
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.lookup import UnknownFigure
from partywork.measures.themes import Theme as ThemeName
from summaries.phrases.sentences import LibraryError, Sentence, read_sentence
from summaries.plans.rules import GROUPS
from summaries.text import TokenError
from summaries.tokens import requests_of

FOLDER = Path(__file__).parent
STANDARD = "standard"

SectionKind = Literal["done", "problem", "plan"]


@dataclass(frozen=True)
class Group:
    """A second-level heading and what stands under it: themes, or plans of one kind.

    Plans of themes that are named go there, those of all other themes to the group that names none.
    """

    heading: str
    themes: tuple[str, ...] = ()
    plans: str = ""


@dataclass(frozen=True)
class Section:
    kind: SectionKind
    heading: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Outline:
    name: str
    label: str
    title: str
    opening: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    table_title: str = ""
    table: tuple[Request, ...] = ()

    @property
    def themes(self) -> list[str]:
        """What is reported on, in that order."""
        done = (section for section in self.sections if section.kind == "done")
        return [theme for section in done for group in section.groups for theme in group.themes]

    def requests(self) -> list[Request]:
        return [*(request for sentence in self.opening for request in sentence.requests()), *self.table]


def outline(name: str) -> Outline:
    """Raises KeyError with a sentence that lists what there is."""
    found = outlines().get(name)
    if found is None:
        offered = "、".join(f"{each.name}（{each.label}）" for each in outlines().values())
        raise KeyError(f"没有叫“{name}”的体例，可以用：{offered}。")
    return found


@cache
def outlines() -> dict[str, Outline]:
    """Every outline by name, the standard one first. Raises LibraryError that names the file to mend."""
    found = {path.stem: read_outline(path) for path in sorted(FOLDER.glob("*.toml"))}
    return {STANDARD: found.pop(STANDARD), **found}


def read_outline(path: Path) -> Outline:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    table = raw.get("table", {})
    try:
        made = Outline(
            name=path.stem,
            label=raw["label"],
            title=raw["title"],
            opening=tuple(read_sentence(each, path.name) for each in raw.get("opening", [])),
            sections=tuple(_section(each) for each in raw["section"]),
            table_title=table.get("title", ""),
            table=tuple(lookup.parse_request(name) for name in table.get("measures", [])),
        )
        _check(made)
    except (KeyError, TokenError, UnknownFigure, LibraryError) as error:
        raise LibraryError(f"{path.name}：{error}") from None
    return made


def _section(raw: dict[str, Any]) -> Section:
    if raw["kind"] not in get_args(SectionKind):
        raise LibraryError(f"部分的 kind 应为 {'、'.join(get_args(SectionKind))} 之一，现在是 {raw['kind']}")
    groups = tuple(
        Group(each["heading"], tuple(each.get("themes", ())), each.get("plans", "")) for each in raw.get("group", [])
    )
    return Section(raw["kind"], raw["heading"], groups)


def _check(made: Outline) -> None:
    themes = made.themes
    named = {theme for section in made.sections for group in section.groups for theme in group.themes}
    if strange := named - set(ThemeName.values):
        raise LibraryError(f"没有这些主题：{'、'.join(sorted(strange))}")
    if len(themes) != len(set(themes)):
        raise LibraryError("同一主题写了两次")
    for section in made.sections:
        for text in (made.title, section.heading, *(group.heading for group in section.groups)):
            if requests_of(text):
                raise LibraryError(f"标题“{text}”里不能有指标")
        if section.kind == "plan" and {group.plans for group in section.groups} - set(GROUPS):
            raise LibraryError(f"安排的分组 plans 应为 {'、'.join(GROUPS)} 之一")
