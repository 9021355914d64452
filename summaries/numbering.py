"""How headings and paragraphs of a report are numbered, and how its text counts them.

Marks are typed text (GB/T 9704-2012, 7.3.3): 一、 （一） 1. （1）, and 一是 within a paragraph or opening one.
"""

from partywork.common.text import chinese_count, chinese_number, ordinal_heading
from summaries.outlines.format import GroupMark, ItemMark
from summaries.text import plain_stretches

COUNTER = "{项数}"
SPOKEN = 10  # 十一是 is said by nobody: a longer list is numbered 1. 2. 3.

_LEVELS: dict[str, int] = {"（一）": 2, "1.": 3, "（1）": 4}


def group_mark(mark: GroupMark, number: int) -> str:
    """（一）, 1. or 一是 for the group with this number."""
    return _mark(mark, number)


def item_mark(mark: ItemMark, number: int, count: int) -> str:
    """What stands before the paragraph with this number of so many; one alone has no number."""
    if count < 2 or not mark:
        return ""
    return _mark("1." if mark == "一是" and count > SPOKEN else mark, number)


def _mark(mark: str, number: int) -> str:
    return f"{chinese_number(number)}是" if mark == "一是" else ordinal_heading(_LEVELS[mark], number)


def counted_heading(heading: str, single: str, count: int) -> str:
    """The heading with its own items counted; ``single`` in its place where there are fewer than two."""
    if count < 2 and single:
        return single
    return heading.replace(COUNTER, chinese_count(count))


def counted_text(text: str, count: int) -> str:
    """The text with its counts filled in; a sentence that would count fewer than two is left out."""
    if COUNTER not in text:
        return text
    if count < 2:
        return "".join(sentence for sentence in sentences(text) if COUNTER not in sentence)
    return text.replace(COUNTER, chinese_count(count))


def sentences(text: str) -> list[str]:
    """The text cut after every full stop."""
    *whole, rest = text.split("。")
    return [f"{each}。" for each in whole] + ([rest] if rest else [])


def closed(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith(("。", "；", "！", "？")) else f"{text}。"


def run_together(texts: list[str]) -> list[str]:
    """Texts as they follow each other in one paragraph: single sentences parted by ；, longer texts by 。"""
    if any("。" in plain_stretches(text).removesuffix("。") for text in texts):
        return [closed(text) for text in texts]
    bare = [text.removesuffix("。") for text in texts]
    return [f"{each}；" for each in bare[:-1]] + [f"{each}。" for each in bare[-1:]]
