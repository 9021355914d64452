"""Sentences of the phrase library: their form, and what one must keep to before it may be printed.

A theme is one .toml file beside this module:

    theme = "三会一课"
    lead = "落实“三会一课”制度"  # opens what is said about the theme

    [[sentence]]
    key = "held"             # unique in the file; with the theme it is how a draft finds it again
    class = "deed"           # aim: why, guided by what · deed: what was done · effect: kept, never printed
    section = "done"         # done (default) or plan
    for = "all"              # all (default), branch: a single branch's own report, upper: everyone above
    sectors = ["school"]     # only for units of these sectors (orgs.enums.Sector); absent: of every sector
    kinds = ["committee"]    # only for these kinds of organisation (orgs.enums.OrgKind); absent: for every kind
    opening = "{期内}，"      # stands before the first clause that is left
    clauses = [
        "召开支委会{支委会次数}次",                        # dropped when its figures are zero or missing
        ["说法一{…}", "说法二{…}"],                        # variants; which one follows from unit and period
        { opening = "其中", items = ["党课{党课次数}次", "…"] },   # each item is dropped by itself
        { regular = "每月召开支委会的支部数", each = "每月召开支委会", times = "召开支委会" },
        { text = "没有收到举报", when = "收到举报件数 = 0" },      # = 0 only where a zero can be recorded
        { text = "…", when = ["走访次数 > 1", "走访户数 > 0"] },  # all of them must hold
        { text = "内容有{…|引文}", when = "廉政教育次数|引文 > 1" },  # how many different names there are to print
    ]
    others = [["…"], ["…"]]  # other wordings of the whole sentence, each a list of clauses; said in turn

A key may stand several times, each time for other units: the first that suits the unit is said. So a wording
for schools comes before the one for everybody.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, get_args

from partywork.measures import lookup
from partywork.measures.declarations import Regular, Request, StatedSum
from partywork.measures.lookup import UnknownFigure
from summaries.phrases.speaker import KINDS, SECTORS, Speaker
from summaries.styles import NAMES, can_name
from summaries.text import TokenError, plain_stretches
from summaries.tokens import requests_of, slots_of

SentenceClass = Literal["aim", "deed", "effect"]
Section = Literal["done", "plan"]
Audience = Literal["all", "branch", "upper"]

# Words that claim an effect or a hundred per cent: never printed by the product (only 平均 is a plain word).
CLAIMS = re.compile(
    r"明显|显著|大幅|全覆盖|全面覆盖|全部|每名|圆满|全员|(?<!平)均(?!衡)|不断增强|不断提升|有效提升|进一步提升"
)
DIGITS = re.compile(r"[0-9０-９]")
_KEYS = frozenset({"key", "class", "section", "for", "sectors", "kinds", "opening", "clauses", "others"})
_CONDITION = re.compile(r"(?P<left>\S.*?)\s+(?P<sign>>=|<=|!=|=|>|<)\s+(?P<right>\S.*)\Z")


class LibraryError(ValueError):
    """A data file of ours that must not be used as it is; names the file and the place in it."""


@dataclass(frozen=True)
class Condition:
    """A figure, or with ``names`` (名单, 书名, 引文) how many names it has, compared with a number or a figure."""

    left: Request
    sign: str
    right: Request | int
    names: str = ""

    @property
    def requests(self) -> list[Request]:
        return [self.left] + ([self.right] if isinstance(self.right, Request) else [])


@dataclass(frozen=True)
class Clause:
    """One of ``texts``; or ``opening`` and those of ``items`` that are left; or the wording of regularity."""

    texts: tuple[str, ...] = ()
    opening: str = ""
    items: tuple[str, ...] = ()
    regular: str = ""
    each: str = ""
    times: str = ""
    when: tuple[Condition, ...] = ()

    def all_texts(self) -> Iterator[str]:
        yield from self.texts
        yield self.opening
        yield from self.items
        yield self.each
        yield self.times

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """The figures it prints or is decided by. Read once: the library's sentences serve every report."""
        found = [request for text in self.all_texts() for request in requests_of(text)]
        found += [lookup.parse_request(self.regular)] if self.regular else []
        return (*found, *(request for condition in self.when for request in condition.requests))

    @property
    def has_figure(self) -> bool:
        """Whether records decide on it; a figure over days of its own (自2024年) is one too."""
        return bool(self.requests) or any(slot.request for text in self.all_texts() for slot in slots_of(text))


@dataclass(frozen=True)
class Sentence:
    key: str
    sentence_class: SentenceClass
    section: Section
    audience: Audience
    opening: str
    clauses: tuple[Clause, ...]
    sectors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    others: tuple["Sentence", ...] = ()  # other wordings of the whole sentence, said in turn with it

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        own = (*requests_of(self.opening), *(request for clause in self.clauses for request in clause.requests))
        return (*own, *(request for other in self.others for request in other.requests))

    def suits(self, speaker: Speaker) -> bool:
        return (
            self.audience in ("all", "branch" if speaker.is_branch else "upper")
            and (not self.sectors or speaker.sector in self.sectors)
            and (not self.kinds or speaker.kind in self.kinds)
        )

    def leaves_nothing_to(self, other: "Sentence") -> bool:
        """Whether every unit that the other suits is suited by this one already."""
        return (
            self.audience in ("all", other.audience)
            and _reaches(self.sectors, other.sectors)
            and _reaches(self.kinds, other.kinds)
        )


def _reaches(these: tuple[str, ...], those: tuple[str, ...]) -> bool:
    return not these or (bool(those) and set(those) <= set(these))


def suited(sentences: Iterable[Sentence], speaker: Speaker) -> list[Sentence]:
    """The sentences for this unit in their order; of those with one key the first that suits it."""
    found: dict[str, Sentence] = {}
    for sentence in sentences:
        if sentence.suits(speaker):
            found.setdefault(sentence.key, sentence)
    return list(found.values())


def check_keys(sentences: Iterable[Sentence]) -> None:
    """A key that stands again must be for other units. Raises LibraryError that names it."""
    before: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        earlier = before.setdefault(sentence.key, [])
        if any(each.leaves_nothing_to(sentence) for each in earlier):
            raise LibraryError(f"key “{sentence.key}”重复，后一句没有单位用得上")
        earlier.append(sentence)


def read_sentence(raw: Mapping[str, Any], place: str) -> Sentence:
    """A sentence from its data. Raises LibraryError for whatever must not be printed."""
    where = f"{place}，句子“{raw.get('key', '（没有 key）')}”"
    try:
        sentence = _sentence(raw)
        _check(sentence)
    except (KeyError, TypeError, TokenError, UnknownFigure, LibraryError) as error:
        raise LibraryError(f"{where}：{error}") from None
    return sentence


def _sentence(raw: Mapping[str, Any]) -> Sentence:
    if unknown := set(raw) - _KEYS:
        raise LibraryError(f"不认识的项 {'、'.join(sorted(unknown))}")
    sentence_class = _one_of(raw.get("class"), get_args(SentenceClass), "class")
    # A generic sentence in every branch's report makes them all alike: aims are for those above unless said.
    audience = raw.get("for", "upper" if sentence_class == "aim" else "all")
    made = Sentence(
        key=raw["key"],
        sentence_class=sentence_class,
        section=_one_of(raw.get("section", "done"), get_args(Section), "section"),
        audience=_one_of(audience, get_args(Audience), "for"),
        opening=raw.get("opening", ""),
        clauses=tuple(_read_clause(clause) for clause in raw["clauses"]),
        sectors=tuple(_one_of(each, SECTORS, "sectors") for each in raw.get("sectors", ())),
        kinds=tuple(_one_of(each, KINDS, "kinds") for each in raw.get("kinds", ())),
    )
    others = (tuple(_read_clause(clause) for clause in each) for each in raw.get("others", ()))
    return replace(made, others=tuple(replace(made, clauses=clauses) for clauses in others))


def _one_of(value: Any, allowed: tuple[str, ...], name: str) -> Any:
    if value not in allowed:
        raise LibraryError(f"{name} 应为 {'、'.join(allowed)} 之一，现在是 {value}")
    return value


def _read_clause(raw: Any) -> Clause:
    if isinstance(raw, str):
        return Clause(texts=(raw,))
    if isinstance(raw, list):
        return Clause(texts=tuple(raw))
    if unknown := set(raw) - {"text", "opening", "items", "regular", "each", "times", "when"}:
        raise LibraryError(f"分句里不认识的项 {'、'.join(sorted(unknown))}")
    text, when = raw.get("text", ()), raw.get("when", ())
    return Clause(
        texts=(text,) if isinstance(text, str) else tuple(text),
        opening=raw.get("opening", ""),
        items=tuple(raw.get("items", ())),
        regular=raw.get("regular", ""),
        each=raw.get("each", ""),
        times=raw.get("times", ""),
        when=tuple(map(read_condition, [when] if isinstance(when, str) else when)),
    )


def read_condition(text: str) -> Condition:
    """``收到举报件数 = 0`` or ``甲 > 乙``. Raises LibraryError or UnknownFigure."""
    match = _CONDITION.match(text.strip())
    if match is None:
        raise LibraryError(f"看不懂条件“{text}”，请写成 指标 > 0 的样子")
    (name, _, names), right = match["left"].partition("|"), match["right"].strip()
    left = lookup.parse_request(name)
    if names and not (names in NAMES and can_name(lookup.measure(left.code))):
        raise LibraryError(f"“{name}”不能按“{names}”数名称")
    condition = Condition(left, match["sign"], int(right) if right.isdigit() else lookup.parse_request(right), names)
    if _holds_for_none(condition) and (names or not isinstance(lookup.measure(left.code).of, StatedSum)):
        raise LibraryError(f"“{match['left'].strip()}”没有记录不等于零，只有能登记零的指标才能这样比")
    return condition


def _check_proof(clause: Clause) -> None:
    """甲 >= 乙 holds where neither is on record: then only a text whose own figures drop out may follow."""
    if not clause.when or any(each.sign not in (">=", "!=") for each in clause.when):
        return
    for text in (*clause.texts, *clause.items):
        if not any(slot.request for slot in slots_of(text)):
            raise LibraryError(f"“{text}”没有指标，条件不能用 {clause.when[0].sign}，请写成 指标 > 0 的样子")


def _holds_for_none(condition: Condition) -> bool:
    """Whether a figure without any record, which counts as 0, would satisfy it."""
    if condition.sign == "=":
        return not isinstance(condition.right, int) or condition.right == 0
    return condition.sign in ("<=", "<")


def _check(sentence: Sentence) -> None:
    for other in sentence.others:
        _check(other)
    _ = sentence.requests  # every token must be known
    for clause in sentence.clauses:
        _check_proof(clause)
        if sum(map(bool, (clause.texts, clause.items, clause.regular))) != 1:
            raise LibraryError("一个分句只能有 text、items、regular 中的一种")
        if clause.regular and not _is_regular(clause):
            raise LibraryError(f"“{clause.regular}”不是按期开展的支部数，或缺少 each、times")
    texts = [sentence.opening, *(text for clause in sentence.clauses for text in clause.all_texts())]
    plain = "\n".join(plain_stretches(text) for text in texts)
    if digits := DIGITS.search(plain):
        raise LibraryError(f"手写了数字“{digits[0]}”，数字只能来自指标")
    if sentence.sentence_class == "deed":
        _check_deed(sentence, plain)


def _is_regular(clause: Clause) -> bool:
    measure = lookup.measure(lookup.parse_request(clause.regular).code)
    return isinstance(measure.of, Regular) and bool(clause.each and clause.times)


def _check_deed(sentence: Sentence, plain: str) -> None:
    if claim := CLAIMS.search(plain):
        raise LibraryError(f"“{claim[0]}”是效果的说法，不能由系统写出")
    if not any(clause.has_figure for clause in sentence.clauses):
        raise LibraryError("写做了什么的句子至少要有一个指标")
