"""Candidate problems: what a rule finds in the records, in two wordings. Nothing is found that is not there.

A rule is data (a [[finding]] in a .toml file beside this module):

    key = "committee_monthly"
    theme = "三会一课"
    rule = "irregular"       # irregular: units that missed a month of a regular figure · some: a figure above
                             # zero · low: a rate below `below` per cent · none: units with nothing at all
                             # (above a branch: `least` of them or more) · absent: nothing on record ·
                             # owed: units that did not do a duty that fell due (compliance.duties)
    measure = "每月召开支委会的支部数"
    duty = "appraisal"         # owed: which
    of = "党支部数"            # some: the whole that 个别、部分、多数 is about
    unless = "各支部组织生活最少次数"  # units with none of that are left out: they are told of by another rule
    goal = true              # the answer promises that the rule finds nothing any more: a target of the plan item
    kinds = ["committee"]    # only for units of these kinds (orgs.enums.OrgKind)
    long = true              # only in a half-year or a year: a shorter period is too short to miss it
    plain = "{少数}支部支委会召开不够经常"      # without the figure; {少数} is 个别, 部分 or 多数
    figured = "…"                             # with it
    answer = "…"                              # what will be done about it, for the plan
    about = "支委会召开不够经常"                # the problem in a few words, for a plan that names what it answers
    one_plain, one_figured, one_answer = "…"  # for a branch's own report; absent: not for a branch
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from partywork.common.periods import HalfYear, Year
from partywork.common.text import join_list
from partywork.compliance.duties import COLUMNS
from partywork.measures import lookup
from partywork.measures.declarations import Count, PerOrg, Ratio, Regular, Request
from partywork.measures.lookup import UnknownFigure
from partywork.orgs.enums import OrgKind
from partywork.plans.enums import Comparator
from summaries.facts import Facts
from summaries.names import unit_names
from summaries.phrases.sentences import CLAIMS, DIGITS, LibraryError
from summaries.text import Token, TokenError, parse, plain_stretches, with_tokens, write
from summaries.tokens import requests_of

FOLDER = Path(__file__).parent
SOME = "少数"  # the token that becomes 个别, 部分 or 多数
NAMES_SHOWN = 12
HEAD = frozenset(
    ("key", "theme", "rule", "measure", "duty", "of", "unless", "below", "least", "long", "goal", "kinds", "about")
)  # what a rule says beside its wordings

# 个别 one, or at most a tenth; 部分 under half; 多数 half or more. The word and the largest share it may cover.
SHARES: tuple[tuple[str, Decimal], ...] = (("个别", Decimal("0.1")), ("部分", Decimal("0.5")))
MOST = "多数"


@dataclass(frozen=True)
class Rule:
    key: str
    theme: str
    kind: str
    request: Request
    duty: str
    whole: Request | None
    unless: Request | None
    below: int
    least: int
    long: bool
    has_goal: bool
    kinds: tuple[str, ...]
    about: str
    texts: dict[str, str]

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        found = (request for text in self.texts.values() for request in requests_of(without_some(text)))
        return (*(each for each in (self.request, self.whole, self.unless) if each), *found)

    def text(self, name: str, facts: Facts) -> str:
        """A wording for a branch's own report or for those above; "" where there is none."""
        return self.texts.get(f"one_{name}" if facts.is_branch else name, "")


@dataclass(frozen=True)
class Goal:
    """What an answer promises, as a target of a plan item: a figure by its name, and the number to reach."""

    figure: str
    comparator: Comparator
    number: int


@dataclass(frozen=True)
class Finding:
    """A problem on record: the wordings keep their figures as tokens; ``names`` says whom it is about."""

    key: str
    theme: str
    plain: str
    figured: str
    answer: str
    names: str
    about: str = ""
    goal: Goal | None = None


@dataclass(frozen=True)
class Extent:
    """How many of how many; ``whole`` is None where shares make no sense."""

    affected: int
    whole: int | None
    orgs: tuple[int, ...] = ()


def findings(facts: Facts, themes: Sequence[str] = ()) -> list[Finding]:
    """Every problem the rules find, in the order of ``themes``; those of other themes come last."""
    found = [each for rule in rules() if (each := _apply(rule, facts))]
    return sorted(found, key=lambda each: themes.index(each.theme) if each.theme in themes else len(themes))


def _apply(rule: Rule, facts: Facts) -> Finding | None:
    if rule.long and not isinstance(facts.order.period, HalfYear | Year):
        return None
    if rule.kinds and facts.order.org.kind not in rule.kinds:
        return None
    plain = rule.text("plain", facts)
    extent = _KINDS[rule.kind](rule, facts) if plain else None
    if extent is None:
        return None
    return Finding(
        rule.key,
        rule.theme,
        _with_share(plain, extent),
        _with_share(rule.text("figured", facts), extent),
        _with_share(rule.text("answer", facts), extent),
        names_of(extent.orgs) if extent.orgs and not facts.is_branch else "",
        rule.about,
        _goal(rule, extent) if rule.has_goal else None,
    )


def names_of(orgs: Sequence[int]) -> str:
    return join_list(list(unit_names(orgs)[: NAMES_SHOWN + 1]), NAMES_SHOWN)


def _goal(rule: Rule, extent: Extent) -> Goal:
    """That the rule finds nothing the next time."""
    numbers = {
        "irregular": (Comparator.AT_LEAST, extent.whole or 1),
        "none": (Comparator.AT_LEAST, 1),
        "absent": (Comparator.AT_LEAST, 1),
        "low": (Comparator.AT_LEAST, rule.below),
        "some": (Comparator.AT_MOST, 0),
    }
    return Goal(lookup.show_request(rule.request), *numbers[rule.kind])


def _told_here(rule: Rule, facts: Facts, orgs: list[int]) -> list[int]:
    """Without the units that began using the product after the period, and those that have no record of the kind
    at all: what they held is not known to be too little."""
    not_begun = facts.not_begun(orgs)
    orgs = [org for org in orgs if org not in not_begun]
    if rule.unless is None:
        return orgs
    counts = facts.value(rule.unless).per_org
    return [org for org in orgs if counts.get(org, 0)]


def _irregular(rule: Rule, facts: Facts) -> Extent | None:
    value = facts.value(rule.request)
    missed = _told_here(rule, facts, facts.units(rule.request, met=False))
    kept = facts.kept_since_start(rule.request, missed)
    missed = [org for org in missed if org not in kept]
    return Extent(len(missed), value.whole, tuple(missed)) if missed else None


def _some(rule: Rule, facts: Facts) -> Extent | None:
    number = facts.value(rule.request).number
    if not isinstance(number, int) or number <= 0:
        return None
    whole = facts.value(rule.whole).number if rule.whole else None
    return Extent(number, whole if isinstance(whole, int) else None)


def _low(rule: Rule, facts: Facts) -> Extent | None:
    number = facts.value(rule.request).number
    return Extent(1, None) if isinstance(number, int | Decimal) and number < rule.below else None


def _none(rule: Rule, facts: Facts) -> Extent | None:
    counts = facts.value(rule.request).per_org
    without = _told_here(rule, facts, [org for org, count in counts.items() if not count])
    declared = facts.declared_for(rule.request, without)
    empty = tuple(org for org in without if org not in declared)
    least = 1 if facts.is_branch else rule.least
    return Extent(len(empty), len(counts), empty) if len(empty) >= least else None


def _absent(rule: Rule, facts: Facts) -> Extent | None:
    return Extent(1, None) if facts.value(rule.request).number == 0 else None


def _owed(rule: Rule, facts: Facts) -> Extent | None:
    found = facts.owed.get(rule.duty)
    missed = tuple(_told_here(rule, facts, sorted(found.missed))) if found else ()
    return Extent(len(missed), len(found.owing), missed) if found and missed else None


_KINDS: dict[str, Callable[[Rule, Facts], Extent | None]] = {
    "irregular": _irregular,
    "some": _some,
    "low": _low,
    "none": _none,
    "absent": _absent,
    "owed": _owed,
}
_OF_KIND: dict[str, Any] = {"irregular": Regular, "low": Ratio, "none": PerOrg, "absent": Count}


def share_word(affected: int, whole: int | None) -> str:
    """个别, 部分 or 多数 for so many of so many (thresholds of SHARES)."""
    if affected == 1 and (whole is None or whole > 1):
        return SHARES[0][0]
    if not whole:
        return SHARES[1][0]
    share = Decimal(affected) / Decimal(whole)
    (few, tenth), (part, half) = SHARES
    return few if share <= tenth else part if share < half else MOST


def _with_share(text: str, extent: Extent) -> str:
    word = share_word(extent.affected, extent.whole)
    return with_tokens(text, lambda token: word if token.expression == SOME else token)


def without_some(text: str) -> str:
    return write(part for part in parse(text) if not (isinstance(part, Token) and part.expression == SOME))


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the files. Raises LibraryError that names the one to mend."""
    found = tuple(rule for path in sorted(FOLDER.glob("*.toml")) for rule in _read(path))
    keys = [rule.key for rule in found]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise LibraryError(f"问题规则的 key 重复：{'、'.join(sorted(twice))}")
    return found


def _read(path: Path) -> Iterator[Rule]:
    for raw in tomllib.loads(path.read_text(encoding="utf-8")).get("finding", []):
        where = f"{path.name}，问题“{raw.get('key', '（没有 key）')}”"
        try:
            rule = _rule(raw)
            _ = rule.requests  # every token must be known
        except (KeyError, TokenError, UnknownFigure, LibraryError) as error:
            raise LibraryError(f"{where}：{error}") from None
        yield rule


def _rule(raw: dict[str, Any]) -> Rule:
    texts = {name: text for name, text in raw.items() if name not in HEAD}
    if unknown := set(texts) - {"plain", "figured", "answer", "one_plain", "one_figured", "one_answer"}:
        raise LibraryError(f"不认识的项 {'、'.join(sorted(unknown))}")
    request, kind = lookup.parse_request(raw["measure"]), raw["rule"]
    if kind not in _KINDS or not isinstance(lookup.measure(request.code).of, _OF_KIND.get(kind, object)):
        raise LibraryError(f"“{raw['measure']}”不能用 {kind} 这种规则")
    if (kind == "owed") != (raw.get("duty") in COLUMNS):
        raise LibraryError("duty 要写应办事项的代码，只有 owed 这种规则要写")
    for text in (*texts.values(), raw["about"]):
        plain = plain_stretches(text)
        if DIGITS.search(plain) or CLAIMS.search(plain):
            raise LibraryError("手写了数字，或写了效果的说法")
    whole, unless = (lookup.parse_request(raw[name]) if name in raw else None for name in ("of", "unless"))
    if unless and not isinstance(lookup.measure(unless.code).of, PerOrg):
        raise LibraryError(f"unless 应为各支部最少次数一类的指标，现在是“{raw['unless']}”")
    return Rule(
        raw["key"],
        raw["theme"],
        kind,
        request,
        raw.get("duty", ""),
        whole,
        unless,
        raw.get("below", 0),
        raw.get("least", 1),
        raw.get("long", False),
        raw.get("goal", False),
        tuple(OrgKind(kind).value for kind in raw.get("kinds", ())),
        raw["about"],
        texts,
    )
