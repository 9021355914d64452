"""Brackets that do not pair, half-width signs in Chinese text, signs typed twice (GB/T 15834-2011)."""

import re
from collections.abc import Iterator

from summaries.checks.found import Check
from summaries.checks.reading import Passage, Reading

_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "【": "】", "〔": "〕", "〈": "〉", "‘": "’", "[": "]"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_SIGN = re.compile(f"[{re.escape(''.join((*_PAIRS, *_CLOSING)))}]")
_CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_NARROW = re.compile(r'[(,;:?!."０-９]')  # one of them is in whatever half_width tells of
_HALF_BRACKETS = re.compile(r"\([^()（）]*\)")
_HAS_CJK = re.compile(f"[{_CJK}]")
_HALF_WIDTH = re.compile(
    rf"(?<=[{_CJK}”》）])[,;:?!.](?![A-Za-z0-9])|(?<![A-Za-z0-9])[,;:?!](?=[{_CJK}“《（])|(?<=[{_CJK}])[,;:?!](?=\d)"
)
_STRAIGHT = re.compile(r'"[^"]*"')
_DOUBLED = re.compile(r"[，。；：、！？]{2,}|[，、；：](?=[）》”])|(?<=[（《])[，。；：、]")
_WIDE_DIGITS = re.compile(r"[０-９]+")
_EXCERPT = 8


def brackets(reading: Reading) -> Iterator[Check]:
    """Every bracket closed by its own kind."""
    for passage in reading.passages:
        opened: list[tuple[str, int]] = []
        for match in _SIGN.finditer(passage.text):
            sign, place = match[0], match.start()
            if sign in _PAIRS:
                opened.append((sign, place))
            elif opened and opened[-1][0] == _CLOSING[sign]:
                opened.pop()
            else:
                yield _unpaired(passage, opened.pop()[1] if opened else place)
        for _, place in opened:
            yield _unpaired(passage, place)


def _unpaired(passage: Passage, place: int) -> Check:
    where = passage.text[max(0, place - 2) : place + _EXCERPT]
    return Check("error", "bracket", f"“{where}”处的括号或引号没有配对，请改正", passage.at(place).anchor, where)


def half_width(reading: Reading) -> Iterator[Check]:
    """Half-width brackets, commas and quotes between Chinese characters; full-width digits."""
    for passage in reading.passages:
        if not _NARROW.search(passage.text):
            continue
        for match in _HALF_BRACKETS.finditer(passage.text):
            if _HAS_CJK.search(match[0]):
                yield _told(passage, match, f"“{match[0]}”用了半角括号，公文里用全角括号")
        for match in _HALF_WIDTH.finditer(passage.text):
            where = passage.text[max(0, match.start() - _EXCERPT) : match.end()]
            yield _told(passage, match, f"“{where}”后面的“{match[0]}”是半角标点，公文里用全角标点")
        for match in _STRAIGHT.finditer(passage.text):
            yield _told(passage, match, f"{match[0]}用了英文引号，公文里用“”")
        for match in _WIDE_DIGITS.finditer(passage.text):
            yield _told(passage, match, f"“{match[0]}”是全角数字，公文里用半角数字")


def doubled(reading: Reading) -> Iterator[Check]:
    """。。 or ，。 where a clause was taken out."""
    for passage in reading.passages:
        for match in _DOUBLED.finditer(passage.text):
            where = passage.text[max(0, match.start() - _EXCERPT) : match.end()]
            yield _told(passage, match, f"“{where}”处标点重复或多余，请改正", "error", "doubled")


def _told(passage: Passage, match: re.Match[str], message: str, level: str = "warning", code: str = "width") -> Check:
    return Check(level, code, message, passage.at(match.start()).anchor, match[0])  # type: ignore[arg-type]
