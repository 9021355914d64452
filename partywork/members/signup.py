"""Reading a pasted sign-up list (接龙) or bare names: who is named, and what is said of each.

It knows no roster beyond the names it is given, which it never takes apart. What it cannot read it hands back.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum


class Said(Enum):
    """What a line says of somebody."""

    NOTHING = "没有写情况"
    HERE = "到会"
    LEAVE = "请假"
    ABSENT = "缺席"
    LATE = "迟到"


@dataclass(frozen=True)
class Named:
    """Somebody in the list: the name as written, what is said, and the rest of the words about it."""

    name: str
    said: Said = Said.NOTHING
    note: str = ""


@dataclass(frozen=True)
class Reading:
    named: tuple[Named, ...]
    unread: tuple[str, ...]  # words that are no name: a heading, a greeting


# The first that a word holds decides, so what denies stands before what it denies (不到 before 到).
_WORDS: tuple[tuple[Said, tuple[str, ...]], ...] = (
    (Said.ABSENT, ("无故缺席", "缺席", "旷会", "未请假")),
    (Said.LEAVE, ("请假", "事假", "病假", "休假", "产假", "公假", "不参加", "不能参加", "参加不了", "不来", "来不了",
                  "去不了", "未到", "没到", "不到", "出差", "住院", "值班")),
    (Said.LATE, ("迟到", "晚到", "晚点到")),
    (Said.HERE, ("参加", "到会", "已到", "出席", "签到", "报名", "能来", "来", "到")),
)  # fmt: skip
_STATES = sorted((word for _, words in _WORDS for word in words), key=len, reverse=True)
_NUMBERED = re.compile(r"^\s*[（(\[【]?[0-9]{1,3}\s*(?:[.、）)\]】:]|\s(?=\S))\s*|^\s*[①-⑳]\s*")
_BRACKETS = re.compile(r"[（(【\[]([^）)】\]]*)[）)】\]]")
_BETWEEN = re.compile(r"[、,，;；/|]+")
_NAME = re.compile(r"[㐀-䶿一-鿿々〇𠀀-𲎯]{2,8}|[㐀-䶿一-鿿]+(?:·[㐀-䶿一-鿿]+)+|[a-z]{2,30}")
_ABOUT = "在因有去要正已还没不"  # 在外地出差, 因病请假: what somebody does, and nobody's name
_POLITE = ("同志", "老师")


def read_list(text: str, known: Collection[str] = ()) -> Reading:
    """Everybody a text names, in its order; ``known`` names (of the roster) are never taken for anything else."""
    lines = [line for line in map(_plain, text.splitlines()) if line]
    first = next((at for at, line in enumerate(lines) if _NUMBERED.match(line)), 0)
    named: list[Named] = []
    unread: list[str] = []
    for at, line in enumerate(lines):
        read = list(_of_line(_NUMBERED.sub("", line, count=1), frozenset(known)))
        people = [each for each in read if isinstance(each, Named)]
        if at < first and not any(each.name in known for each in people):
            unread.append(line)  # what the one who began the list wrote above it
        else:
            named += people
            unread += [each for each in read if isinstance(each, str)]
    return Reading(tuple(named), tuple(unread))


def _plain(line: str) -> str:
    """Half-width, without emoji, marks of mentions and whatever else cannot be seen."""
    shown = unicodedata.normalize("NFKC", line).replace("•", "·").replace("・", "·")
    kept = (" " if unicodedata.category(each) in ("So", "Sk", "Cf", "Cc", "Cs", "Co", "Zs") else each for each in shown)
    return re.sub(r"[\s@~*_\-\u2014\u2013]+", " ", "".join(kept).replace("\ufe0f", "")).strip()


def _of_line(line: str, known: Collection[str]) -> Iterator[Named | str]:
    standing = Said.NOTHING  # of everybody behind “请假：”
    for part in _BETWEEN.split(_keep_brackets(line)):
        head, colon, rest = part.strip().partition(":")
        if colon and head.strip() not in known and _state(head, known) is not None and _is_label(head):
            standing, part = _state(head, known) or Said.NOTHING, rest
        elif colon and head.strip() not in known and not _state_only(rest):
            if head.strip():
                yield head.strip()  # “一组：”
            part = rest
        yield from _of_words(_words(part.replace(":", " "), known), standing, known)


def _is_label(head: str) -> bool:
    """“请假：”, “未到人员：”: nobody's name before it."""
    return len(re.sub("人员|名单|的|同志|" + "|".join(_STATES), "", head).strip()) == 0


def _keep_brackets(line: str) -> str:
    """What stands in brackets is about the name before it: its own separators do not part names."""
    return _BRACKETS.sub(lambda found: f" ({_BETWEEN.sub(' ', found[1]).replace(':', ' ').replace(' ', '_')}) ", line)


def _words(part: str, known: Collection[str]) -> list[str]:
    """Parted by blanks; two single characters are one name written wide (王 五)."""
    words: list[str] = []
    for word in part.split():
        joins = words and len(words[-1]) == 1 and len(word) == 1 and _is_chinese(words[-1] + word)
        if joins and (words[-1] + word in known or word not in _STATES):
            words[-1] += word
        else:
            words.append(word)
    return words


def _of_words(words: list[str], standing: Said, known: Collection[str]) -> Iterator[Named | str]:
    waiting: Named | None = None
    for word in words:
        said = _state_only(word) if word not in known else None
        if word.startswith("("):
            inside = word.strip("()").replace("_", " ").strip()
            waiting = _told(waiting, _state(inside, ()), inside) if waiting else None
        elif said is not None and waiting is not None:
            waiting = _told(waiting, said, word)
        elif waiting is not None and waiting.said not in (Said.NOTHING, standing) and not _reads_as_name(word, known):
            waiting = _told(waiting, None, word)
        else:
            if waiting:
                yield waiting
            waiting, left = _person(word, standing, known)
            if left:
                yield left
    if waiting:
        yield waiting


def _told(named: Named, said: Said | None, word: str) -> Named:
    return Named(named.name, said or named.said, f"{named.note} {word}".strip())


def _person(word: str, standing: Said, known: Collection[str]) -> tuple[Named | None, str]:
    """The name a word holds, a state glued behind it taken off; else the word itself."""
    if word in known:
        return Named(word, standing), ""
    bare = re.sub(r"\+?[0-9]+$|^[0-9]+[.]?", "", word.lower())
    for state in _STATES:
        rest = bare.removesuffix(state)
        if rest != bare and (rest in known or (_NAME.fullmatch(rest) and len(state) > 1)):
            return Named(rest, _state_only(state) or standing, state), ""
    for title in _POLITE:
        if bare not in known and len(bare) > len(title) + 1:
            bare = bare.removesuffix(title)
    if bare in known or (_NAME.fullmatch(bare) and _state_only(bare) is None):
        return Named(bare, standing), ""
    return None, word


def _reads_as_name(word: str, known: Collection[str]) -> bool:
    return word in known or (2 <= len(word) <= 4 and _NAME.fullmatch(word) is not None)


def _state_only(word: str) -> Said | None:
    """What a word says that is nothing but a state: 请假, 已到, 因病请假."""
    text = word.strip()
    found = _state(text, ())
    if found is None:
        return None
    if text[0] in _ABOUT:
        return found
    left = re.sub("|".join(map(re.escape, _STATES)), "", text)
    return found if re.fullmatch("[因有要已正常我在会议了的事病公临时,.! ]*", left) else None


def _state(text: str, known: Collection[str]) -> Said | None:
    if text.strip() in known:
        return None
    return next((said for said, words in _WORDS if any(word in text for word in words)), None)


def _is_chinese(text: str) -> bool:
    return all("一" <= each <= "鿿" for each in text)
