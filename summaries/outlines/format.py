"""The form of an outline (体例): what parts a report has, what they are called, how they are numbered.

An outline is plain data, so that a preset can be a .toml file and a unit's own one can be edited in the browser:

    label = "标准三段式"
    suits = ["党委", "农村"]               # kinds and sectors of organisations it is made for; absent: for any
    title = "{期间}党建工作总结"           # follows the name of the unit
    opening = [ …sentences as in the phrase library… ]
    closing = [ …sentences… ]             # a last paragraph without a heading

    [[section]]                           # a first-level heading and what stands under it
    kind = "done"                         # done (as many as wanted), problem or plan (one each)
    heading = "{期内}工作开展情况"          # absent: no heading, as for a plan that is the last paragraph
    numbered = true                       # false: the heading carries no 一、
    groups = "（一）"                      # how its groups are numbered: （一）, 1. or 一是
    items = "一是"                         # how the paragraphs of a group are: 一是, 1., （1） or "" for not at all;
                                          # without numbers the themes do without their leads, too
    joined = false                        # true: the paragraphs of a group make one, numbered inside
    run_in = false                        # true: a group is one paragraph that its heading opens
    lead = [ …sentences… ]                # a paragraph of its own before the groups; in a joined section before
                                          # its text; a section without groups has nothing else

    [[section.group]]                     # done: the heading of several themes together
    heading = "严格组织生活"               # absent: the paragraphs stand right under the section's heading
    themes = ["三会一课", "主题党日", "党课"]
    passages = [ { key = "named", lead = "…", sentence = [ … ] } ]   # what this outline says in its own words

    [[section.group]]                     # plan: answer, due or theme (see plans/rules.py)
    heading = "抓好问题整改"
    plans = "answer"                      # with themes = […] only those of these themes
    naming = true                         # answers begin with the problem: 针对……的问题，
    most = 5                              # no more than that are proposed

    [[table]]                             # the branches side by side, as an attachment
    title = "各支部组织生活情况"
    measures = ["支委会次数", …]           # figures that add up

Headings and leads may count what stands under them: {项数} is 五 in 五项行动. Where that is less than two, or where a
short report has no groups, a heading gives way to ``single`` (if there is one); a sentence that would count less than
two is left out.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args

from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.lookup import UnknownFigure
from partywork.measures.themes import Theme as ThemeName
from partywork.orgs.enums import OrgKind, Sector
from summaries.phrases.sentences import CLAIMS, DIGITS, LibraryError, Sentence, check_keys, read_sentence
from summaries.phrases.speaker import Speaker
from summaries.plans.groups import GROUPS
from summaries.styles import adds_up_over_units
from summaries.text import TokenError, plain_stretches
from summaries.tokens import requests_of

SectionKind = Literal["done", "problem", "plan"]
LEAD = "lead:"  # so begins the key of a paragraph that introduces a section
GroupMark = Literal["（一）", "1.", "一是"]
ItemMark = Literal["一是", "1.", "（1）", ""]

HEADING_LENGTH = 60  # what the stored paragraph holds

OUTLINE_KEYS = frozenset({"label", "suits", "title", "opening", "closing", "section", "table"})
SECTION_KEYS = frozenset(
    {"kind", "heading", "single", "numbered", "groups", "items", "joined", "run_in", "lead", "group"}
)
GROUP_KEYS = frozenset({"heading", "single", "themes", "passages", "plans", "naming", "most"})
_PASSAGE = frozenset({"key", "lead", "sentence"})
TABLE_KEYS = frozenset({"title", "measures"})


@dataclass(frozen=True)
class Passage:
    """What an outline says in its own words, with the same rules as a theme of the library."""

    key: str
    lead: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Group:
    """A second-level heading and what stands under it: themes and passages, or plans of one kind.

    Plans of themes that are named go there, those of all other themes to the group that names none.
    ``most`` 0 is no limit.
    """

    heading: str = ""
    single: str = ""
    themes: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    plans: str = ""
    naming: bool = False
    most: int = 0

    @property
    def sources(self) -> set[str]:
        """Its themes and the keys of its passages, by which the paragraphs of a draft are found again."""
        return {*self.themes, *(passage.key for passage in self.passages)}


@dataclass(frozen=True)
class Section:
    kind: SectionKind
    heading: str
    groups: tuple[Group, ...]
    single: str = ""
    numbered: bool = True
    group_mark: GroupMark = "（一）"
    item_mark: ItemMark = "一是"
    joined: bool = False
    run_in: bool = False
    lead: tuple[Sentence, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from the other sections of its outline."""
        return self.heading or self.kind

    @property
    def has_leads(self) -> bool:
        """Whether what is said of a theme opens with the theme's lead."""
        return bool(self.item_mark)

    @property
    def headings(self) -> set[str]:
        """What its paragraphs are filed under."""
        return {self.heading, *(group.heading for group in self.groups if group.heading)}

    def group(self, heading: str) -> Group | None:
        return next((group for group in self.groups if group.heading == heading), None)


@dataclass(frozen=True)
class TableOf:
    """A table of the branches side by side."""

    title: str
    requests: tuple[Request, ...]


@dataclass(frozen=True)
class Outline:
    name: str
    label: str
    title: str
    opening: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    closing: tuple[Sentence, ...] = ()
    tables: tuple[TableOf, ...] = ()
    suits: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def themes(self) -> list[str]:
        """What is reported on, in that order."""
        return [theme for group in self.done_groups() for theme in group.themes]

    @property
    def table_title(self) -> str:
        return self.tables[0].title if self.tables else ""

    @property
    def table(self) -> tuple[Request, ...]:
        return self.tables[0].requests if self.tables else ()

    def done_groups(self) -> Iterator[Group]:
        for section in self.sections:
            if section.kind == "done":
                yield from section.groups

    def section(self, kind: str) -> Section | None:
        """The first section of a kind; there is one at most of problem and plan."""
        return next((section for section in self.sections if section.kind == kind), None)

    def fits(self, speaker: Speaker) -> int:
        """How well it fits a unit: 0 not made for it, 1 for any unit, more for its kind, still more for its sector."""
        kinds = [each for each in self.suits if each in OrgKind.labels]
        sectors = [each for each in self.suits if each in Sector.labels]
        if kinds and OrgKind(speaker.kind).label not in kinds:
            return 0
        if sectors and Sector(speaker.sector).label not in sectors:
            return 0
        return 1 + bool(kinds) + 2 * bool(sectors)

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """Every figure that its own sentences and tables may ask for."""
        leads = [sentence for section in self.sections for sentence in section.lead]
        passages = [passage for group in self.done_groups() for passage in group.passages]
        own = [sentence for passage in passages for sentence in passage.sentences]
        said = (request for each in (*self.opening, *leads, *own, *self.closing) for request in each.requests)
        return (*said, *(request for table in self.tables for request in table.requests))

    def as_dict(self) -> dict[str, Any]:
        """The plain data that ``outline_from`` makes this outline of again."""
        return deepcopy(dict(self.raw))


def outline_from(raw: Mapping[str, Any], name: str) -> Outline:
    """An outline from its data. Raises LibraryError that names the outline and says what to mend."""
    try:
        made = _outline(raw, name)
        _check(made)
    except KeyError as error:
        raise LibraryError(f"{name}：缺少 {error.args[0]}") from None
    except (TypeError, AttributeError) as error:
        raise LibraryError(f"{name}：格式不对，{error}") from None
    except (TokenError, UnknownFigure, LibraryError) as error:
        raise LibraryError(f"{name}：{error}") from None
    return made


def _outline(raw: Mapping[str, Any], name: str) -> Outline:
    _known(raw, OUTLINE_KEYS, "体例")
    return Outline(
        name=name,
        label=raw["label"],
        title=raw["title"],
        opening=_sentences(raw.get("opening", []), "开头"),
        sections=tuple(_section(each) for each in raw["section"]),
        closing=_sentences(raw.get("closing", []), "结尾"),
        tables=tuple(_table(each) for each in raw.get("table", [])),
        suits=tuple(_one_of(each, (*OrgKind.labels, *Sector.labels), "suits") for each in raw.get("suits", [])),
        raw=deepcopy(dict(raw)),
    )


def _section(raw: Mapping[str, Any]) -> Section:
    _known(raw, SECTION_KEYS, "部分")
    return Section(
        kind=_one_of(raw["kind"], get_args(SectionKind), "部分的 kind"),
        heading=raw.get("heading", ""),
        single=raw.get("single", ""),
        numbered=raw.get("numbered", True),
        group_mark=_one_of(raw.get("groups", "（一）"), get_args(GroupMark), "groups"),
        item_mark=_one_of(raw.get("items", "一是"), get_args(ItemMark), "items"),
        joined=raw.get("joined", False),
        run_in=raw.get("run_in", False),
        lead=_sentences(raw.get("lead", []), f"“{raw.get('heading', '')}”的引语"),
        groups=tuple(_group(each) for each in raw.get("group", [])),
    )


def _group(raw: Mapping[str, Any]) -> Group:
    _known(raw, GROUP_KEYS, "分组")
    return Group(
        heading=raw.get("heading", ""),
        single=raw.get("single", ""),
        themes=tuple(raw.get("themes", ())),
        passages=tuple(_passage(each) for each in raw.get("passages", ())),
        plans=raw.get("plans", ""),
        naming=raw.get("naming", False),
        most=raw.get("most", 0),
    )


def _passage(raw: Mapping[str, Any]) -> Passage:
    _known(raw, _PASSAGE, "段落")
    return Passage(raw["key"], raw["lead"], _sentences(raw["sentence"], f"段落“{raw['key']}”"))


def _table(raw: Mapping[str, Any]) -> TableOf:
    _known(raw, TABLE_KEYS, "表")
    return TableOf(raw["title"], tuple(column_of(name) for name in raw["measures"]))


def column_of(name: str) -> Request:
    """The figure of a table's column. Raises UnknownFigure, also for one whose cells would not make up its total."""
    request = lookup.parse_request(name)
    if not adds_up_over_units(lookup.measure(request.code)):
        raise UnknownFigure(f"“{name}”不能逐个党组织相加，不能列在表里，可以写在正文里。")
    return request


def _sentences(raw: list[Mapping[str, Any]], place: str) -> tuple[Sentence, ...]:
    found = tuple(read_sentence(each, place) for each in raw)
    check_keys(found)
    return found


def _known(raw: Mapping[str, Any], allowed: frozenset[str], what: str) -> None:
    if not isinstance(raw, Mapping):
        raise TypeError(f"{what}“{raw}”应为一组项")
    if unknown := set(raw) - allowed:
        raise LibraryError(f"{what}里不认识的项 {'、'.join(sorted(unknown))}")


def _one_of(value: Any, allowed: tuple[str, ...], name: str) -> Any:
    if value not in allowed:
        raise LibraryError(f"{name} 应为 {'、'.join(each or '空' for each in allowed)} 之一，现在是 {value}")
    return value


def _check(made: Outline) -> None:
    if not made.sections:
        raise LibraryError("至少要有一个部分")
    named = {theme for section in made.sections for group in section.groups for theme in group.themes}
    if strange := named - set(ThemeName.values):
        raise LibraryError(f"没有这些主题：{'、'.join(sorted(strange))}")
    _once(made.themes, "同一主题写了两次")
    _once([passage.key for group in made.done_groups() for passage in group.passages], "段落的 key 重复")
    _once([section.kind for section in made.sections if section.kind != "done"], "存在的问题和工作安排各只能有一个部分")
    headings = [heading for each in made.sections for heading in (each.heading, *(g.heading for g in each.groups))]
    _once([heading for heading in headings if heading], "标题重复")
    for section in made.sections:
        _check_section(section)
    for passage in (passage for group in made.done_groups() for passage in group.passages):
        check_title(passage.lead)
    check_title(made.title)


def _check_section(section: Section) -> None:
    if section.kind == "done" and not section.heading:
        raise LibraryError("工作开展情况要有标题")
    if section.kind == "done" and not section.groups and not section.lead:
        raise LibraryError(f"“{section.heading}”下面什么也没有")
    for heading in (section.heading, section.single):
        check_title(heading)
    for group in section.groups:
        check_title(group.heading)
        check_title(group.single)
        if section.kind == "plan" and group.plans not in GROUPS:
            raise LibraryError(f"安排的分组 plans 应为 {'、'.join(GROUPS)} 之一")
        if section.run_in and not group.heading:
            raise LibraryError(f"“{section.key}”的分组要有标题，标题在段首")


def check_title(text: str) -> None:
    """Raises LibraryError for a title or heading with figures, digits, claims or too many characters."""
    plain = plain_stretches(text)
    if requests_of(text):
        raise LibraryError(f"标题“{text}”里不能有指标")
    if found := DIGITS.search(plain) or CLAIMS.search(plain):
        raise LibraryError(f"标题“{text}”里不能写“{found[0]}”：数字由系统计数，效果要由撰写人自己判断")
    if len(text) > HEADING_LENGTH:
        raise LibraryError(f"标题“{text}”超过{HEADING_LENGTH}个字")


def _once(values: list[str], message: str) -> None:
    if twice := sorted({each for each in values if values.count(each) > 1}):
        raise LibraryError(f"{message}：{'、'.join(twice)}")
