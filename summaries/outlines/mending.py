"""What of an outline the product no longer understands, in plain words, and the outline without it.

An outline is kept as data for years; a theme may be renamed or a figure dropped in the meantime. Then not the
whole of it is lost: what still fits stays, and the unit decides with the list of faults before it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from partywork.measures.lookup import UnknownFigure
from partywork.measures.themes import Theme as ThemeName
from summaries.outlines.format import (
    GROUP_KEYS,
    OUTLINE_KEYS,
    SECTION_KEYS,
    TABLE_KEYS,
    check_title,
    column_of,
    outline_from,
)
from summaries.phrases.sentences import LibraryError, read_sentence
from summaries.plans.groups import GROUPS
from summaries.text import TokenError
from summaries.tokens import shown

Data = dict[str, Any]
WRONG = (LibraryError, UnknownFigure, TokenError, KeyError, TypeError, AttributeError, ValueError, IndexError)
IN_WORDS = (LibraryError, UnknownFigure, TokenError)  # their messages are written for the user

NO_OUTLINE = "内容已经读不出来"
TITLE = "{期间}党建工作总结"
HEADINGS = {"done": "工作开展情况", "problem": "存在的问题", "plan": "下一步工作安排"}
UNREADABLE = "写法认不出来"
_CHINESE = re.compile("[\u4e00-\u9fff]")  # what has none is no sentence for the user
LISTED = 24  # characters of a sentence by which it is named


@dataclass(frozen=True)
class Mended:
    """``faults``: what is wrong, one line each; none for an outline in order.

    ``data``: the outline without it, None where what is left makes no outline.
    """

    faults: tuple[str, ...]
    data: Data | None


def mended(data: Any, name: str) -> Mended:
    """Look through the data of an outline; ``data`` itself stays as it is."""
    try:
        outline_from(data, name)
    except LibraryError as error:
        whole = str(error).removeprefix(f"{name}：")
    else:
        return Mended((), data)
    try:
        mending = _Mending(deepcopy(dict(data)))
        mending.outline()
    except WRONG:
        return Mended((NO_OUTLINE,), None)
    try:
        outline_from(mending.data, name)
    except LibraryError as error:
        left = str(error).removeprefix(f"{name}：")
        return Mended((*mending.faults, left if mending.faults else whole), None)
    return Mended(tuple(mending.faults), mending.data)


class _Mending:
    """Takes out of ``data`` what does not fit, place by place, and notes each."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.faults: list[str] = []
        self.themes: set[str] = set()  # those that stand somewhere already

    def outline(self) -> None:
        data = self.data
        self._drop_unknown(data, OUTLINE_KEYS, "体例")
        data["title"] = self._heading(data.get("title"), TITLE)
        for place, label in (("opening", "开头"), ("closing", "结尾")):
            self._sentences(data, place, label)
        data["section"] = [section for section in data["section"] if self._section(section)]
        tables = [table for table in data.get("table", []) if self._table(table)]
        if "table" in data:
            data["table"] = tables

    def _section(self, section: Data) -> bool:
        """Whether anything is left of it."""
        kind = section.get("kind")
        if kind not in HEADINGS:
            self.faults.append(f"有一个部分不知道写什么（{kind}）")
            return False
        self._drop_unknown(section, SECTION_KEYS, f"“{HEADINGS[kind]}”")
        for place in ("heading", "single"):
            if place in section:
                section[place] = self._heading(section[place], HEADINGS[kind] if place == "heading" else "")
        title = shown(section.get("heading", "")) or HEADINGS[kind]
        self._sentences(section, "lead", f"“{title}”的引语")
        before = len(self.faults)
        groups = [group for group in section.get("group", []) if self._group(group, section, title)]
        if "group" in section:
            section["group"] = groups
        emptied = len(self.faults) > before and kind == "done" and not groups and not section.get("lead")
        if emptied:
            self.faults.append(f"“{title}”下面因此没有内容")
        return not emptied

    def _group(self, group: Data, section: Data, title: str) -> bool:
        title = shown(group.get("heading", "")) or title
        self._drop_unknown(group, GROUP_KEYS, f"“{title}”")
        for place in ("heading", "single"):
            if place in group:
                group[place] = self._heading(group[place], "")
        if section["kind"] == "plan" and group.get("plans") not in GROUPS:
            self.faults.append(f"“{title}”不知道写哪一种安排（{group.get('plans')}）")
            return False
        before = len(self.faults)
        if "themes" in group:
            group["themes"] = [theme for theme in group["themes"] if self._theme(theme, title, section)]
        if "passages" in group:
            group["passages"] = [each for each in group["passages"] if self._passage(each, title)]
        is_left = bool(group.get("themes") or group.get("passages") or group.get("plans"))
        return is_left or len(self.faults) == before

    def _theme(self, theme: str, title: str, section: Data) -> bool:
        if theme not in ThemeName.values:
            self.faults.append(f"“{title}”下的主题“{theme}”，系统里已经没有了")
            return False
        if section["kind"] == "done" and theme in self.themes:
            self.faults.append(f"“{title}”下的主题“{theme}”，前面已经有了")
            return False
        self.themes |= {theme} if section["kind"] == "done" else set()
        return True

    def _passage(self, passage: Data, title: str) -> bool:
        label = f"“{title}”下的“{passage.get('lead', '')}”"
        if why := _why(lambda: check_title(passage["lead"])):
            self.faults.append(f"{label}：{why}")
            return False
        self._sentences(passage, "sentence", label)
        return bool(passage["sentence"])

    def _table(self, table: Data) -> bool:
        self._drop_unknown(table, TABLE_KEYS, "附表")
        columns = []
        for name in table["measures"]:
            if why := _why(lambda name=name: column_of(name)):  # type: ignore[misc]
                self.faults.append(f"附表“{table['title']}”的“{name}”列：{why}")
            else:
                columns.append(name)
        table["measures"] = columns
        return bool(columns)

    def _sentences(self, holder: Data, place: str, label: str) -> None:
        if place in holder:
            holder[place] = [each for each in holder[place] if self._sentence(each, label)]

    def _sentence(self, raw: Mapping[str, Any], label: str) -> bool:
        why = _why(lambda: read_sentence(raw, ""))
        if why:
            text = next((shown(each) for each in _texts(raw)), "")
            called = f"“{text[:LISTED]}{'…' if len(text) > LISTED else ''}”"
            reason = why.partition("”：")[2]  # behind where it stands, which is told by its words
            reason = reason if _CHINESE.search(reason) else UNREADABLE
            self.faults.append(f"{label}里的{called if text else '一句'}：{reason}")
        return not why

    def _heading(self, text: Any, instead: str) -> str:
        if why := _why(lambda: check_title(text)):
            self.faults.append(why)
            return instead
        return str(text)

    def _drop_unknown(self, holder: Data, known: frozenset[str], label: str) -> None:
        for name in sorted(set(holder) - known):
            del holder[name]
            self.faults.append(f"{label}里有系统不认识的设置（{name}）")


def _why(look: Callable[[], Any]) -> str:
    """Why something is not in order; "" where it is."""
    try:
        look()
    except IN_WORDS as error:
        return str(error).removesuffix("。")
    except WRONG:
        return UNREADABLE
    return ""


def _texts(raw: Any) -> Iterator[str]:
    """What a sentence says, so that it can be named."""
    if not isinstance(raw, Mapping):
        return
    for clause in raw.get("clauses", ()):
        first = clause.get("text", "") if isinstance(clause, Mapping) else clause
        if first:
            yield str(first[0] if isinstance(first, list) else first)
