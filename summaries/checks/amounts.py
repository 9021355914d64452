"""Numbers in running text: how many of what, in digits or in Chinese numerals, and with which hedge."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from summaries.checks.reading import Passage
from summaries.document import Figure

HIDDEN = "\0"  # stands for a character that no rule is to read

# Names and set words in which a numeral counts nothing; longest first.
FIXED_NAMES = (
    "一支部一方案|一支部一品牌|一支部一特色|四个意识|四个自信|两个维护|两个确立|三会一课|三重一大|两学一做|双报到|一岗双责|"
    "一肩挑|一把手|一对一|一站式|一体化|两新|三资|三公|三农|七一|八一|十一|五四|三八|五一|六一|第一议题|第一书记|四种形态|"
    "八项规定|六大纪律|九个严禁|三违|两代表一委员|两委|二十大|十九大|十八大|一线|一批|一些|一系列|一定|一起|一直|一道|一并|"
    "一律|一致|一般|一旦|一样|进一步|一步|统一|唯一|万一|千方百计|百分之"
)
_FIXED = re.compile("|".join(sorted(FIXED_NAMES.split("|"), key=len, reverse=True)))
_QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”|〔[^〔〕]*〕\d*号?|〈[^〈〉]*〉")
_DATE = re.compile(
    r"\d{4}[年-]\d{1,2}(?:[月-]\d{1,2}日?|月)?|(?:\d{4}|[二〇零一三四五六七八九]{4})年(?:度|代|底|初|末)?"
    r"|\d{1,2}月(?:\d{1,2}日|[上中下]旬|份|底|初|末)?(?:至\d{1,2}[月日](?:\d{1,2}日)?)?|\d{1,2}日|\d{1,2}[:：]\d{2}"
    r"|[一二三四五六七八九十]+月(?:份|底|初|[上中下]旬)?|第?[一二三四1-4]季度|[上下]半年|第[零〇一二三四五六七八九十百千\d]+"
)
_ORDINAL = re.compile(r"(?:(?<=^)|(?<=[。；：！？，]))[一二三四五六七八九十]+[是要]|(?:(?<=^)|(?<=[。；]))\d{1,2}[.．]")
_MASKS = (_FIXED, _QUOTED, _DATE, _ORDINAL)

UNITS = (
    "人次|户次|家次|篇次|人月|学时|课时|小时|万元|亿元|个月|公里|平方米|次|个|名|人|件|项|篇|期|条|户|家|元|处|类|场|份|册|批|"
    "支|天|岁|年|周|届|%|％|分"
)
LENGTHS = frozenset({"个月", "小时", "天", "岁", "年", "周", "届", "公里", "分"})
"""Units of time, age and distance: measures of the world, not of work done."""

_CHINESE = "[零〇一二两三四五六七八九十百千万]+"
_AMOUNT = re.compile(
    rf"(?P<before>不超过|不少于|不低于|超过|将近|接近|逾|近|约|至少)?(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|{_CHINESE})"
    rf"(?P<after>余|多)?\s*(?P<unit>{UNITS})?(?P<above>以上)?"
)
_DIGIT = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_WEIGHT = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_HEDGES = {"近": "近", "将近": "近", "接近": "近", "约": "约", "超过": "超过", "逾": "超过"}
_BOUNDS = ("不超过", "不少于", "不低于", "至少")


class Amount(NamedTuple):
    """A number in a passage. ``hedge`` is 余, 近, 约, 超过 or 以上; ``bound`` says that it is a limit, not a count."""

    value: Decimal
    unit: str
    hedge: str
    bound: bool
    start: int
    end: int
    text: str
    digits: slice  # the number itself, without hedge and unit
    spelled: bool  # in Chinese numerals
    figure: Figure | None = None
    typed: bool = False


_read = WeakKeyDictionary[Passage, tuple[Amount, ...]]()  # a dozen rules ask for those of the same paragraphs


def amounts(passage: Passage) -> tuple[Amount, ...]:
    """Every number of the passage that counts something; dates, titles, ordinals and set names are passed over."""
    found = _read.get(passage)
    if found is None:
        found = _read[passage] = tuple(_amounts(passage))
    return found


def _amounts(passage: Passage) -> Iterator[Amount]:
    for each in _numbers(passage.text):
        pieces = passage.between(each.digits.start, each.digits.stop)
        figure = next((piece.figure for piece in pieces if piece.figure), None)
        yield Amount(*each[:-2], figure, any(piece.typed for piece in pieces))  # the last two are of the passage


@lru_cache(maxsize=2048)  # of a batch's paragraphs every second one was printed for another unit before
def _numbers(text: str) -> tuple[Amount, ...]:
    """The numbers of a text, whoever wrote it."""
    return tuple(_found(masked(text)))


def _found(text: str) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text):
        number, unit = match["number"], match["unit"] or ""
        value = number_of(number)
        spelled = not number[0].isdigit()
        if spelled and not unit:
            continue
        yield Amount(
            value,
            unit.replace("％", "%"),
            _hedge(match),
            match["before"] in _BOUNDS,
            match.start(),
            match.end(),
            match[0],
            slice(match.start("number"), match.end("number")),
            spelled,
        )


def _hedge(match: re.Match[str]) -> str:
    if match["before"]:
        return _HEDGES.get(match["before"], "")
    return "余" if match["after"] else "以上" if match["above"] else ""


def masked(text: str) -> str:
    """The text with what counts nothing hidden, every other character in its place."""
    for pattern in _MASKS:
        text = pattern.sub(lambda match: HIDDEN * len(match[0]), text)
    return text


def number_of(text: str) -> Decimal:
    """A number in digits or in Chinese numerals."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    if all(sign in _DIGIT for sign in text):  # 三, 二〇: read one by one
        return Decimal("".join(str(_DIGIT[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _DIGIT:
            digit = _DIGIT[sign]
        elif sign == "万":
            total, digit = (total + digit or 1) * 10000, 0
        else:
            total, digit = total + (digit or 1) * _WEIGHT[sign], 0
    return Decimal(total + digit)


def exact_number(figure: Figure) -> Decimal | None:
    """The exact value behind a printed figure; None for dates and figures without one."""
    try:
        return None if figure.number is None else Decimal(str(figure.number))
    except ArithmeticError:
        return None
