"""Small pieces of Chinese text: numerals, ordinals, dates, lists, and cleaning what people type."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Literal

DIGITS = "零一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
DateStyle = Literal["full", "weekday", "short", "ten_days"]

_FULL_WIDTH_WORD = {
    code: code - 0xFEE0
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(first, last + 1)
}
_FULL_WIDTH_ALL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("・•‧∙⋅", "·"))
# Ideographs with their extensions, compatibility and private-use ones (rare names), and 〇.
_CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U000323af\U000f0000-\U0010fffd"
_USUAL_NAME = re.compile("[\u4e00-\u9fff]+")  # nothing in it to put right
_BLANK_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}·])\s+(?=[{_CJK}·])")


def chinese_number(number: int) -> str:
    """A whole number from 0 to 9999 in Chinese characters: 12 → 十二, 101 → 一百零一.

    Raises ValueError outside that range.
    """
    if not 0 <= number <= 9999:
        raise ValueError("中文数字只支持0至9999。")
    if number == 0:
        return DIGITS[0]
    spelled, gap = "", False
    for unit, weight in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // weight % 10
        if digit:
            spelled += (DIGITS[0] if gap and spelled else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return spelled[1:] if 10 <= number < 20 else spelled


def chinese_count(number: int) -> str:
    """A whole number as it is said before a measure word: 2 → 两, all others as ``chinese_number``."""
    return "两" if number == 2 else chinese_number(number)


def ordinal_heading(level: int, number: int) -> str:
    """The typed number of a heading by level: 一、 then （一） then 1. then （1） (GB/T 9704-2012, 7.3.3).

    Raises ValueError for another level or a number below 1.
    """
    if number < 1:
        raise ValueError("标题序号从1开始。")
    if level == 1:
        return f"{chinese_number(number)}、"
    if level == 2:
        return f"（{chinese_number(number)}）"
    if level == 3:
        return f"{number}."
    if level == 4:
        return f"（{number}）"
    raise ValueError("标题层级只有1至4级。")


def format_date(day: date, style: DateStyle = "full") -> str:
    """A date in running text, without leading zeros.

    full 2026年6月18日 · weekday 2026年6月18日（周四） · short 6月18日 · ten_days 6月中旬
    """
    short = f"{day.month}月{day.day}日"
    if style == "short":
        return short
    if style == "ten_days":
        return f"{day.month}月{'上' if day.day <= 10 else '中' if day.day <= 20 else '下'}旬"
    full = f"{day.year}年{short}"
    return f"{full}（周{WEEKDAYS[day.weekday()]}）" if style == "weekday" else full


def join_list(items: Sequence[str], limit: int | None = None) -> str:
    """Names joined by 、; when there are more than `limit`, the first `limit` and 等. Nothing gives ""."""
    if limit is None or len(items) <= limit:
        return "、".join(items)
    return "、".join(items[:limit]) + "等"


def strip_control(text: str) -> str:
    """Text without what cannot be printed or stored in XML: control and invisible formatting characters
    (zero-width, text direction), lone surrogates and noncharacters. Line breaks (as \\n) and tabs stay,
    and so do private-use characters, which old systems used for rare names."""
    if text.isprintable():  # what nearly every text is, and told at once
        return text
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in unified if character in "\n\t" or _is_printable(character))


def _is_printable(character: str) -> bool:
    code = ord(character)
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not is_noncharacter and unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def one_line(text: str) -> str:
    """Text cleaned of control characters with every run of blanks made one space, ends trimmed."""
    return " ".join(strip_control(text).split())


def normalise_identifier(text: str) -> str:
    """A code or number as stored and compared: half-width, no blanks, letters in capitals."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return "".join(strip_control(text).translate(_FULL_WIDTH_ALL).split()).upper()


def normalise_name(text: str) -> str:
    """A name of a person or unit as stored and compared: one line, full-width letters and digits made
    half-width, no blanks between Chinese characters (张 三 → 张三), one kind of middle dot.

    Characters are never replaced by look-alikes, so rare ones (䶮, 𠮷, 镕) survive.
    """
    if _USUAL_NAME.fullmatch(text):
        return text
    return _BLANK_BESIDE_CJK.sub("", one_line(text).translate(_FULL_WIDTH_WORD).translate(_MIDDLE_DOTS))
