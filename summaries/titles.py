"""Breaking a long title into centred lines: by sense, in a trapezoid or a rhombus (GB/T 9704-2012, 7.3.1)."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

LINE_CHARACTERS = 20  # 二号 is 22 pt; 156 mm hold twenty characters

# A line reads well when it ends with one of these. Longest first, so 委员会 is found before 会.
_SENSE_ENDS = (
    "党工委", "党总支", "党支部", "委员会", "党委", "党组", "办事处",
    "关于", "上半年", "下半年", "季度", "全年", "月份", "年度", "年", "情况", "工作",
)  # fmt: skip
_UNBREAKABLE = re.compile(
    r"[0-9]+年(?:[上下]半年|第?[一二三四]季度|度|[0-9]+月份?)?|[0-9A-Za-z.%]+|《[^》]*》|“[^”]*”|（[^）]*）"
)
_NEVER_FIRST = "的、，。；：》”）了和与及"
_NEVER_LAST = "《“（"


# How the name of a figure ends, and what it is counted in: a narrow column breaks before either.
_COUNTED = re.compile(
    r"(?:参加|受益|惠及|听课|已)?(?:人次|户次|家次|次数|件数|户数|人数|个数|期数|金额|销号数|数|率)\Z"
)
_UNIT = re.compile(r"（[^（）]{1,4}）\Z")


def break_header(header: str, width: int) -> tuple[str, ...]:
    """A column's heading in lines of at most ``width`` characters, broken by sense: 志愿服务 / 参加人次 / （人次）."""
    unit = _UNIT.search(header)
    name, unit_line = (header[: unit.start()], unit[0]) if unit else (header, "")
    if len(header) <= width or name != name.strip():
        return (header,)
    ending = _COUNTED.search(name)
    parts: tuple[str, ...] = (name[: ending.start()], ending[0]) if ending and ending.start() else (name,)
    if len(name) <= width:
        parts = (name,)
    elif max(map(len, parts)) > width:
        parts = break_title(name, width=width)
    *before, last = parts
    if unit_line and len(last) + len(unit_line) > width:
        return (*parts, unit_line)
    return (*before, last + unit_line)


def break_title(title: str, keep: Sequence[str] = (), width: int = LINE_CHARACTERS) -> tuple[str, ...]:
    """Break `title` into as few lines as `width` characters a line allow.

    No line break falls inside a word of `keep` (names of organisations, set phrases), a number, a date or a
    quoted name. Breaks after a sense unit are preferred to other places. A title that no break can bring
    within the width (one endless word) comes back whole.
    """
    title = title.strip()
    allowed = [at for at in range(1, len(title)) if _may_break(title, at)]
    closed = _closed_positions(title, keep)
    allowed = [at for at in allowed if at not in closed]
    good = {at for at in allowed if _is_sense_end(title, at)}
    lines_needed = max(1, -(-len(title) // width))
    for count in range(lines_needed, lines_needed + 3):
        best = _best(title, allowed, good, count, width)
        if best is not None:
            return best
    return (title,)


def _may_break(title: str, at: int) -> bool:
    return title[at] not in _NEVER_FIRST and title[at - 1] not in _NEVER_LAST


def _closed_positions(title: str, keep: Iterable[str]) -> set[int]:
    spans = [match.span() for match in _UNBREAKABLE.finditer(title)]
    for word in filter(None, keep):
        spans += [match.span() for match in re.finditer(re.escape(word), title)]
    return {at for start, end in spans for at in range(start + 1, end)}


def _is_sense_end(title: str, at: int) -> bool:
    return title[:at].endswith(_SENSE_ENDS)


def _best(title: str, allowed: Sequence[int], good: set[int], count: int, width: int) -> tuple[str, ...] | None:
    if count == 1:
        return (title,) if len(title) <= width else None
    candidates: list[tuple[float, tuple[int, ...]]] = []
    for cuts in combinations(_worth_trying(allowed, good, count), count - 1):
        edges = (0, *cuts, len(title))
        lengths = [end - start for start, end in pairwise(edges)]
        if max(lengths) <= width:
            candidates.append((_ugliness(lengths, sum(cut not in good for cut in cuts)), cuts))
    if not candidates:
        return None
    edges = (0, *min(candidates)[1], len(title))
    return tuple(title[start:end] for start, end in pairwise(edges))


def _worth_trying(allowed: Sequence[int], good: set[int], count: int) -> Sequence[int]:
    # Three or more cuts anywhere are too many combinations to look at; titles that long have sense units.
    return sorted(good) if count > 3 and len(good) >= count - 1 else allowed


def _ugliness(lengths: Sequence[int], senseless: int) -> float:
    """Lower is better: breaks by sense first, then shape, then evenness."""
    spread = max(lengths) - min(lengths)
    shape = 0.0
    if len(lengths) > 2 and min(lengths[1:-1]) < min(lengths[0], lengths[-1]):
        shape += 15  # an hourglass
    if spread == 0:
        shape += 3  # a rectangle
    if len(lengths) == 3 and lengths[1] == max(lengths) and lengths[0] != lengths[1]:
        shape -= 2  # a rhombus
    return senseless * 12 + shape + spread
