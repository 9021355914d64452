"""What a token means: a figure of the catalogue or a word about the report itself, in a style that fits it.

Text is kept with the codes of figures and shown with their names, so a renamed figure is still found.
"""

from dataclasses import dataclass
from difflib import get_close_matches

from partywork.measures import lookup
from partywork.measures.declarations import Breakdown, Distinct, EventDate, Measure, PerOrg, Ratio, Regular, Request
from partywork.measures.lookup import UnknownFigure
from summaries.hedges import HEDGES
from summaries.text import Token, TokenError, parse, with_tokens

WORDS = ("单位", "单位简称", "期间", "期内", "下期", "本期", "数据截至", "年份", "建党周年", "项数")
"""Tokens about the report itself: 单位 the full name, 期内 上半年, 下期 下半年, 本期 上半年 (as plans
look back at it), 数据截至 6月30日, 建党周年 105, 项数 how many things stand under a heading (known when it is typeset)."""

PER_UNIT = ("总数", "未达数")  # of a per-branch figure: units concerned, units that missed a month or have none
ONE_UNIT = ("应有期数", "实有期数", "缺期数")  # of a regular figure over a single branch: its months
NAMES = ("名单", "书名", "引文")  # what is behind the figure, by name: plain, 《》, “”
STYLES = ("", *HEDGES, "万元", "单位", "分项", "旬", "未达名单", *PER_UNIT, *ONE_UNIT, *NAMES)

# What may be printed by name; never a person.
NAMED_FIELDS = frozenset({"title", "text", "place", "partner", "partners", "object", "org", "source", "category"})
NAMED_MEASURES = frozenset({"partner.units"})  # units that worked along; those the work was for stay unnamed
NAMED_LEDGERS = frozenset({"meetings", "worklog"})


@dataclass(frozen=True)
class Slot:
    """A token understood: a figure (``request``) or a word about the report (``word``)."""

    request: Request | None
    word: str
    style: str

    @property
    def id(self) -> str:
        """What tells a printed figure from others: its code, narrowing and style."""
        assert self.request is not None
        return by_code(self.request) + (f"|{self.style}" if self.style else "")

    @property
    def prints_unit(self) -> bool:
        return self.style in ("以上", "万元", "单位")


def resolve(token: Token) -> Slot:
    """Understand a token. Raises TokenError that says what was probably meant."""
    if token.style not in STYLES:
        near = get_close_matches(token.style, STYLES[1:], n=1, cutoff=0.3)
        offered = near or list(HEDGES)
        raise TokenError(f"“{token}”里的“{token.style}”不是写法，可以用：{'、'.join(offered)}。")
    if token.expression in WORDS:
        return Slot(None, token.expression, token.style)
    try:
        request = lookup.parse_request(_named(token.expression))
    except UnknownFigure as error:
        raise TokenError(f"{error}{_near_word(token.expression)}") from None
    _check_style(token, lookup.measure(request.code))
    return Slot(request, "", token.style)


def requests_of(text: str) -> list[Request]:
    """The figures a text asks for."""
    slots = [resolve(part) for part in parse(text) if isinstance(part, Token)]
    return [slot.request for slot in slots if slot.request is not None]


def stored(text: str) -> str:
    """The text with figures by code. Raises TokenError for one that is unknown."""
    return with_tokens(text, lambda token: _with_code(token, resolve(token)))


def shown(text: str) -> str:
    """The text with figures by their present names; a token nobody understands stays as it is."""
    return with_tokens(text, _with_name)


def by_code(request: Request) -> str:
    measure = lookup.measure(request.code)
    return measure.code + lookup.show_request(request).removeprefix(measure.name)


def _with_code(token: Token, slot: Slot) -> Token:
    return token if slot.request is None else Token(by_code(slot.request), slot.style)


def _with_name(token: Token) -> Token:
    try:
        slot = resolve(token)
    except TokenError:
        return token
    return token if slot.request is None else Token(lookup.show_request(slot.request), slot.style)


def _named(expression: str) -> str:
    """The expression with a leading code replaced by the figure's name."""
    cut = min((at for at in (expression.find("#"), expression.find("@")) if at >= 0), default=len(expression))
    code, rest = expression[:cut].strip(), expression[cut:]
    try:
        return lookup.measure(code).name + rest
    except KeyError:
        return expression


def _near_word(expression: str) -> str:
    near = get_close_matches(expression, WORDS, n=1, cutoff=0.6)
    return f"也可能是“{near[0]}”。" if near else ""


def _check_style(token: Token, measure: Measure) -> None:
    if not style_fits(token.style, measure):
        raise TokenError(f"“{measure.name}”不能用“{token.style}”的写法，请去掉竖线和它后面的字。")


def style_fits(style: str, measure: Measure) -> bool:
    """Whether a figure can print that way."""
    of = measure.of
    if style in (*PER_UNIT, *ONE_UNIT, "未达名单"):
        return isinstance(of, Regular) or (style in PER_UNIT and isinstance(of, PerOrg))
    if style in NAMES:
        return can_name(measure)
    if style == "分项":
        return isinstance(of, Breakdown)
    if style == "旬":
        return isinstance(of, EventDate)
    if style == "万元":
        return measure.is_money
    return not style or not isinstance(of, EventDate | Ratio)


def can_name(measure: Measure) -> bool:
    """Whether what is behind a figure may be listed by name."""
    of = measure.of
    if isinstance(of, Regular):
        return True
    if isinstance(of, Distinct):
        return measure.code in NAMED_MEASURES or of.field.split("__")[-1] in NAMED_FIELDS
    return measure.source.ledger in NAMED_LEDGERS and not isinstance(of, Ratio | PerOrg)
