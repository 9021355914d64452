"""What a token means: a figure of the catalogue or a word about the report itself, in a style that fits it.

Text is kept with the codes of figures and shown with their names, so a renamed figure is still found. A unit's
own figures (指标：名称) are found among ``own``: those of the organisation and of the units above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache

from partywork.measures import lookup
from partywork.measures.declarations import Measure, Request
from partywork.measures.lookup import OWN, UnknownFigure
from partywork.plans.indicator_figures import Indicators
from partywork.plans.indicator_measures import CODE, code_of, request_of
from partywork.plans.indicator_measures import by_code as indicator_by_code
from partywork.plans.models import Indicator
from summaries import styles
from summaries.owndates import NoSuchDay, OwnDates, is_dates, read
from summaries.text import Token, TokenError, parse, with_tokens

WORDS = ("单位", "单位简称", "期间", "期内", "下期", "本期", "数据截至", "年份", "建党周年", "项数")
"""Tokens about the report itself: 单位 the full name, 期内 上半年, 下期 下半年, 本期 上半年 (as plans look back at
it), 数据截至 6月30日, 建党周年 105, 项数 how many things stand under a heading (known when it is typeset)."""


ONE_OF = "单位："  # how the mark begins that names one unit of the scope by its code
_OWN_MARKS = (OWN, OWN.replace("：", ":"), CODE)  # only with one of these a token can name a unit's own figure
UNIT = "unit"  # the dimension of quantities that says what they are counted in


@dataclass(frozen=True)
class Slot:
    """A token understood: a figure (``request``) or a word about the report (``word``).

    ``detail`` is what a style is about: the 3 of 名单3, the 类型 of 按类型; ``whole`` the figure behind 占.
    ``own`` is the expression by code of a unit's own figure. ``of`` is the code of the one unit below that it is
    about: what a unit offered stands in its superior's report with the unit's figure.
    """

    request: Request | None
    word: str
    style: str
    detail: str = ""
    whole: Request | None = None
    dates: OwnDates | None = None
    own: str = ""
    of: str = ""

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:  # asked thousands of times a report
        return hash((self.request, self.word, self.style, self.detail, self.whole, self.dates, self.own, self.of))

    @cached_property
    def id(self) -> str:
        """What tells a printed figure from others: its code, narrowing, days and style."""
        assert self.request is not None
        marks = self.marks(by_code(self.whole) if self.whole else self.detail)
        return by_code(self.request) + (f"|{marks}" if marks else "")

    @cached_property
    def token(self) -> Token:
        """The token by present names."""
        assert self.request is not None
        return Token(lookup.show_request(self.request), self.shown_marks)

    @property
    def shown_marks(self) -> str:
        return self.marks(lookup.show_request(self.whole) if self.whole else self.detail)

    def marks(self, detail: str) -> str:
        """What stands behind the bar: days first, then the unit, then the style."""
        of = ONE_OF + self.of if self.of else ""
        return "|".join(filter(None, (self.dates.text if self.dates else "", of, self.style + detail)))

    @cached_property
    def parts(self) -> dict[str, Request]:
        """Of 按类型: what is counted for each label."""
        if self.request is None or self.style != styles.SPLIT:
            return {}
        dims = lookup.measure(self.request.code).source.dims
        key = next(key for key, each in dims.items() if each.label == self.detail)
        return {label: self.request.with_dim(key, label) for label in dims[key].values}

    @property
    def requests(self) -> list[Request]:
        """Every figure that is needed to print it."""
        return [each for each in (self.request, self.whole, *self.parts.values()) if each is not None]

    @cached_property
    def is_everyones(self) -> bool:
        """Whether it is of declared figures alone, which mean the same to every unit."""
        return not any(each.code.startswith(CODE) for each in self.requests)

    @property
    def prints_unit(self) -> bool:
        return self.style in styles.OWN_UNIT


def resolve(token: Token, own: Indicators | None = None) -> Slot:
    """Understand a token. Raises TokenError that says what was probably meant."""
    return _of_catalogue(token) or _resolve(token, own)


@lru_cache(maxsize=8192)
def _of_catalogue(token: Token) -> Slot | None:
    """A token of declared figures alone, which means the same to every unit; None for one that may name another."""
    written = f"{token.expression}|{token.style}"
    return None if any(mark in written for mark in _OWN_MARKS) else _resolve(token, None)


def _resolve(token: Token, own: Indicators | None) -> Slot:
    if token.expression in WORDS:
        return Slot(None, token.expression, token.style)
    marks = [each.strip() for each in token.style.split("|")] if token.style else []
    of = next((each.removeprefix(ONE_OF).strip() for each in marks if each.startswith(ONE_OF)), "")
    written = [each for each in marks if not is_dates(each) and not each.startswith(ONE_OF)]
    if len(written) > 1:
        raise TokenError(f"“{token}”写了{len(written)}种写法，只能留一种。")
    try:
        request, own_code = _figure(token.expression, own)
        style, detail = styles.split_style(written[0] if written else "")
        whole = _figure(detail, own)[0] if style == styles.SHARE else None
        dates = read([each for each in marks if is_dates(each)])
    except NoSuchDay as error:
        raise TokenError(str(error)) from None
    except UnknownFigure as error:
        raise TokenError(f"{error}{_near_word(token.expression)}") from None
    slot = Slot(request, "", style, "" if whole else detail, whole, dates, own_code, of)
    _check_style(token, slot)
    return slot


def _figure(expression: str, own: Indicators | None) -> tuple[Request, str]:
    """The figure of an expression and, for a unit's own one, the expression by code.

    Raises UnknownFigure.
    """
    name, tag, dims = lookup.split_request(expression)
    indicator = indicator_by_code(name)
    if name.startswith(OWN):
        if own is None:
            raise UnknownFigure(f"“{name}”是单位自定的指标，选定单位和期间后才能取数。")
        indicator = own.named(name.removeprefix(OWN).strip())
    if indicator is not None and own is not None and not own.knows(indicator):
        raise UnknownFigure(f"没有叫“{name}”的指标。")
    if indicator is not None:
        narrowing = (f"#{tag}" if tag else "") + "".join(f"@{each}" for each in dims)
        return lookup.narrowed(request_of(indicator), tag, dims), code_of(indicator) + narrowing
    return lookup.narrowed(Request(_declared(name).code), tag, dims), ""


def _declared(name: str) -> Measure:
    try:
        return lookup.measure(name)  # as it is kept
    except KeyError:
        return lookup.declared(name)


def unit_of(request: Request) -> str:
    """The unit a figure is counted in; a quantity of records is in the one it is narrowed to (@单位=亩)."""
    return lookup.measure(request.code).unit or dict(request.dims).get(UNIT, "")


def lacks_unit(request: Request) -> bool:
    """Whether a figure would add up quantities of different units."""
    return UNIT in lookup.measure(request.code).source.dims and not unit_of(request)


def requests_of(text: str, own: Indicators | None = None) -> list[Request]:
    """The figures a text asks for over the days and the scope of the report itself."""
    return [request for slot in slots_of(text, own) if slot.dates is None and not slot.of for request in slot.requests]


def slots_of(text: str, own: Indicators | None = None) -> Sequence[Slot]:
    """The tokens of a text, understood. Raises TokenError."""
    return _all_of_catalogue(text) or [resolve(part, own) for part in parse(text) if isinstance(part, Token)]


@lru_cache(maxsize=16384)  # the library's texts are read again for every report
def _all_of_catalogue(text: str) -> tuple[Slot, ...]:
    """The tokens of a text that means the same to every unit; none for one that may name another's figure."""
    if any(mark in text for mark in _OWN_MARKS):
        return ()
    return tuple(resolve(part) for part in parse(text) if isinstance(part, Token))


def stored(text: str, own: Indicators | None = None) -> str:
    """The text with figures by code. Raises TokenError for one that is unknown."""
    return with_tokens(text, lambda token: _with_code(token, resolve(token, own)))


def shown(text: str) -> str:
    """The text with figures by their present names; a token nobody understands stays as it is."""
    return with_tokens(text, _with_name)


def by_code(request: Request) -> str:
    measure = lookup.measure(request.code)
    return measure.code + lookup.show_request(request).removeprefix(measure.name)


def _with_code(token: Token, slot: Slot) -> Token:
    if slot.request is None:
        return token
    return Token(slot.own or by_code(slot.request), slot.marks(by_code(slot.whole) if slot.whole else slot.detail))


def _with_name(token: Token) -> Token:
    try:
        slot = resolve(token)
    except TokenError:
        return token
    if slot.request is None:
        return token
    indicator = indicator_of(slot)
    if indicator is None:
        return slot.token
    return Token(OWN + indicator.name + slot.own.removeprefix(code_of(indicator)), slot.shown_marks)


def _near_word(expression: str) -> str:
    near = get_close_matches(expression, WORDS, n=1, cutoff=0.6)
    return f"也可能是“{near[0]}”。" if near else ""


def _check_style(token: Token, slot: Slot) -> None:
    assert slot.request is not None
    style, measure = slot.style, lookup.measure(slot.request.code)
    if not styles.is_style(style):
        offered = "、".join(styles.near_styles(style))
        raise TokenError(f"“{token}”里的“{style}”不是写法，可以用：{offered}。")
    if style == styles.SPLIT:
        _check_split(slot.detail, measure)
    elif style == styles.TARGET and slot.own:
        _check_target(token, slot)
    elif not styles.fits(style, measure):
        raise TokenError(f"“{measure.name}”不能用“{style}”的写法，请去掉竖线和它后面的字。")
    if slot.whole and unit_of(slot.whole) != unit_of(slot.request):
        raise TokenError(f"“{measure.name}”和“{lookup.measure(slot.whole.code).name}”单位不同，不能算占比。")


def _check_target(token: Token, slot: Slot) -> None:
    indicator = indicator_of(slot)
    if indicator is None or indicator.target_milli is None:
        raise TokenError(f"“{token}”的指标没有定目标，请先在自定义指标里填上目标。")


def indicator_of(slot: Slot) -> Indicator | None:
    """The unit's own figure a token names."""
    return indicator_by_code(slot.own.partition("#")[0].partition("@")[0]) if slot.own else None


def _check_split(label: str, measure: Measure) -> None:
    offered = [dim.label for dim in measure.source.dims.values() if styles.can_split(measure, dim)]
    if label not in offered:
        hint = f"可以按：{'、'.join(offered)}。" if offered else "它不能再细分。"
        raise TokenError(f"“{measure.name}”不能按“{label}”分。{hint}")
