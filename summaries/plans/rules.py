"""Candidate plans: answers to the problems, dates that fall due, what the themes restate, items carried over.

What falls due is data (a [[plan]] in a .toml file beside this module):

    key = "terms_due"
    measure = "半年内届满支部数"     # proposed only when this figure is above zero
    plain = "…"                     # without the figure
    figured = "…"                   # with it
    one_plain, one_figured = "…"    # for a branch's own report; absent: not for a branch
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from partywork.common.text import format_date
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.lookup import UnknownFigure
from summaries.compose import theme_text
from summaries.facts import Facts
from summaries.figures import bare
from summaries.findings.rules import Finding, Goal
from summaries.phrases.library import Theme
from summaries.phrases.sentences import CLAIMS, DIGITS, LibraryError
from summaries.plans.groups import Group
from summaries.text import TokenError, escape, plain_stretches
from summaries.tokens import requests_of

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class PlanRule:
    key: str
    request: Request
    texts: dict[str, str]

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        return (self.request, *(request for text in self.texts.values() for request in requests_of(text)))

    def text(self, name: str, facts: Facts) -> str:
        return self.texts.get(f"one_{name}" if facts.is_branch else name, "")


@dataclass(frozen=True)
class Plan:
    """Something to do: ``plain`` without figures, ``figured`` with them where there is such a wording.

    ``about`` names the problems it answers (支委会召开不够经常), ``goal`` is the number it promises.
    """

    key: str
    group: Group
    theme: str
    plain: str
    figured: str = ""
    about: str = ""
    goal: Goal | None = None


def plans(problems: list[Finding], themes: list[Theme], facts: Facts) -> list[Plan]:
    """All candidates, in the order they are printed. ``themes`` are those the report has something on."""
    answered = {each.theme for each in problems if each.answer}  # said once is enough
    open_themes = [theme for theme in themes if theme.name not in answered]
    return [*answers(problems), *falling_due(facts), *carried_over(facts), *restated(open_themes, facts)]


def answers(problems: list[Finding]) -> list[Plan]:
    """One for each problem; two problems with one answer get it once."""
    found: dict[str, list[Finding]] = {}
    for each in problems:
        if each.answer:
            found.setdefault(each.answer, []).append(each)
    return [_answer(answer, together) for answer, together in found.items()]


def _answer(answer: str, problems: list[Finding]) -> Plan:
    about = "、".join(each.about for each in problems if each.about)
    return Plan(f"answer:{problems[0].key}", "answer", problems[0].theme, answer, about=about, goal=problems[0].goal)


def falling_due(facts: Facts) -> list[Plan]:
    found = []
    for rule in plan_rules():
        number = facts.value(rule.request).number
        plain = rule.text("plain", facts)
        if plain and isinstance(number, int) and number > 0:
            theme = lookup.measure(rule.request.code).theme
            found.append(Plan(f"due:{rule.key}", "due", theme, plain, rule.text("figured", facts)))
    return found


def carried_over(facts: Facts) -> list[Plan]:
    """The unit's own plan items that are not done yet: those that are late, then those to come with their day."""
    on = facts.window.on
    found = []
    for item in facts.open_plans():
        said, due = escape(bare(item.text)), item.due_on
        told = f"抓紧办结没有按期完成的“{said.strip('“”')}”" if due <= on else f"{said}（{_day(due, on.year)}前）"
        found.append(Plan(f"carry:{item.key}", "due", "", told))
    return found


def _day(due: date, year: int) -> str:
    return format_date(due, "short" if due.year == year else "full")


def restated(themes: list[Theme], facts: Facts) -> list[Plan]:
    """Each theme carried forward in its own plan sentences."""
    said = [(theme, theme_text(theme, "plan", facts)) for theme in themes]
    return [Plan(f"theme:{theme.name}", "theme", theme.name, text.removesuffix("。")) for theme, text in said if text]


@cache
def plan_rules() -> tuple[PlanRule, ...]:
    """Every rule of the files. Raises LibraryError that names the one to mend."""
    return tuple(rule for path in sorted(FOLDER.glob("*.toml")) for rule in _read(path))


def _read(path: Path) -> Iterator[PlanRule]:
    for raw in tomllib.loads(path.read_text(encoding="utf-8")).get("plan", []):
        where = f"{path.name}，安排“{raw.get('key', '（没有 key）')}”"
        try:
            yield _rule(raw)
        except (KeyError, TokenError, UnknownFigure, LibraryError) as error:
            raise LibraryError(f"{where}：{error}") from None


def _rule(raw: dict[str, Any]) -> PlanRule:
    texts = {name: text for name, text in raw.items() if name not in ("key", "measure")}
    if unknown := set(texts) - {"plain", "figured", "one_plain", "one_figured"}:
        raise LibraryError(f"不认识的项 {'、'.join(sorted(unknown))}")
    for text in texts.values():
        plain = plain_stretches(text)
        if DIGITS.search(plain) or CLAIMS.search(plain):
            raise LibraryError("手写了数字，或写了效果的说法")
    rule = PlanRule(raw["key"], lookup.parse_request(raw["measure"]), texts)
    _ = rule.requests  # every token must be known
    return rule
