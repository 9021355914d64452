"""Loading the phrase library: one file a theme, checked before any of it is used."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from partywork.measures.declarations import Request
from partywork.measures.themes import Theme as ThemeName
from summaries.phrases.sentences import (
    CLAIMS,
    DIGITS,
    LibraryError,
    Section,
    Sentence,
    check_keys,
    read_sentence,
    suited,
)
from summaries.phrases.speaker import SECTORS, Speaker

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Theme:
    """What can be said about one theme, in the order it is said.

    ``leads`` name the work in a few words (抓好理论学习); one of them opens what is said. ``leads_of`` are
    those of a sector that calls it otherwise.
    """

    name: str
    leads: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    leads_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _suited: dict[tuple[Section, Speaker], list[Sentence]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def leads_for(self, speaker: Speaker) -> tuple[str, ...]:
        return self.leads_of.get(speaker.sector, self.leads)

    def of(self, section: Section, speaker: Speaker) -> list[Sentence]:
        """Found once for all units that speak alike."""
        if (section, speaker) not in self._suited:
            found = [each for each in suited(self.sentences, speaker) if each.section == section]
            self._suited[section, speaker] = found
        return self._suited[section, speaker]

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        return tuple(dict.fromkeys(request for sentence in self.sentences for request in sentence.requests))


@cache
def themes() -> dict[str, Theme]:
    """Every theme with a file, by its name. Raises LibraryError that names the file to mend."""
    found: dict[str, Theme] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        theme = read_theme(path)
        if theme.name in found:
            raise LibraryError(f"{path.name}：主题“{theme.name}”有两个文件")
        found[theme.name] = theme
    return found


def read_theme(path: Path) -> Theme:
    return theme_from(tomllib.loads(path.read_text(encoding="utf-8")), path.name)


def theme_from(raw: Mapping[str, Any], place: str) -> Theme:
    """A theme from its data; ``place`` is named in the LibraryError that says what to mend."""
    name = raw.get("theme")
    if name not in ThemeName.values:
        raise LibraryError(f"{place}：没有叫“{name}”的主题，可用的见 partywork/measures/themes.py")
    leads = _leads(raw.get("lead", ""), place)
    leads_of = {sector: _leads(lead, place) for sector, lead in raw.get("lead_of", {}).items()}
    if strange := set(leads_of) - set(SECTORS):
        raise LibraryError(f"{place}：lead_of 里没有这些领域：{'、'.join(sorted(strange))}")
    sentences = tuple(read_sentence(each, place) for each in raw.get("sentence", []))
    try:
        check_keys(sentences)
    except LibraryError as error:
        raise LibraryError(f"{place}：{error}") from None
    return Theme(name, leads, sentences, leads_of)


def _leads(raw: str | list[str], place: str) -> tuple[str, ...]:
    leads = (raw,) if isinstance(raw, str) else tuple(raw)
    for lead in leads:
        if not lead or DIGITS.search(lead) or CLAIMS.search(lead):
            raise LibraryError(f"{place}：lead 要用几个字说明是什么工作，不写数字和效果，现在是“{lead}”")
    return leads
