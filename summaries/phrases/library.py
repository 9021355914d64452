"""Loading the phrase library: one file a theme, checked before any of it is used."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from partywork.measures.declarations import Request
from partywork.measures.themes import Theme as ThemeName
from summaries.phrases.sentences import CLAIMS, DIGITS, LibraryError, Section, Sentence, read_sentence

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Theme:
    """What can be said about one theme, in the order it is said.

    ``lead`` names the work in a few words (抓好理论学习) and opens what is said.
    """

    name: str
    lead: str
    sentences: tuple[Sentence, ...]

    def of(self, section: Section, *, branch: bool) -> list[Sentence]:
        return [each for each in self.sentences if each.section == section and each.suits(branch=branch)]

    def requests(self) -> list[Request]:
        return [request for sentence in self.sentences for request in sentence.requests()]


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
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    name = raw.get("theme")
    if name not in ThemeName.values:
        raise LibraryError(f"{path.name}：没有叫“{name}”的主题，可用的见 partywork/measures/themes.py")
    lead = raw.get("lead", "")
    if not lead or DIGITS.search(lead) or CLAIMS.search(lead):
        raise LibraryError(f"{path.name}：lead 要用几个字说明是什么工作，不写数字和效果，现在是“{lead}”")
    sentences = tuple(read_sentence(each, path.name) for each in raw.get("sentence", []))
    keys = [sentence.key for sentence in sentences]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise LibraryError(f"{path.name}：key 重复 {'、'.join(sorted(twice))}")
    return Theme(name, lead, sentences)
