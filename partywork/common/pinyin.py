"""Finding Chinese names by what people type: characters, pinyin, initials, or a mixture of them."""

import re
import unicodedata
from itertools import islice, product

from partywork.common.readings import readings


def spelling(name: str) -> list[str]:
    """A name's pinyin by its commonest readings: the order in which people look for it."""
    return [readings(character)[0] for character in name]


def typed(text: str) -> str:
    """What somebody typed into a search box, as it is compared: half-width small letters, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def where_found(query: str, name: str) -> int | None:
    """At which character of ``name`` the ``query`` (see ``typed``) is found; None where it is not.

    Each character of the name answers to itself, to its pinyin and to the first letters of it: 支委会,
    zhiweihui, zwh, zhwh and 支wh all find 支委会次数.
    """
    if not query:
        return None
    spelled = typed(name)
    return next((start for start in range(len(spelled)) if _reads(query, spelled, start)), None)


def _reads(query: str, name: str, at: int) -> bool:
    """Whether the query can be read off the name from this character on."""
    if not query:
        return True
    if at == len(name):
        return False
    spellings = {reading[:cut] for reading in (name[at], *readings(name[at])) for cut in range(1, len(reading) + 1)}
    return any(query.startswith(each) and _reads(query[len(each) :], name, at + 1) for each in spellings)


MOST_SPELLINGS = 24  # of one name; a name of many heteronyms would have thousands
MOST_READINGS = 3  # of a character behind the surname
SPELT_OUT = 4  # characters read in every way; those behind them (names transcribed from other languages) in one
KEY_LENGTH = 60


def as_key(text: str) -> str:
    """A name, or what somebody typed of it, as search keys are compared: as ``typed``, without dots and other marks."""
    return "".join(each for each in typed(text) if unicodedata.category(each)[0] not in "PSZ")[:KEY_LENGTH]


def search_keys(name: str) -> list[str]:
    """All that a name is found by, each as the beginning of a key, so that an index on the keys finds it.

    From every character on: the characters, their pinyin, the initials, and the first one's pinyin with the
    initials of the rest: 张伟明 → 张伟明 zhangweiming zwm zhangwm 伟明 weiming wm 明. Whoever has a surname of
    several readings (曾 单 仇 查 …) is found by each of them.
    """
    spelled = as_key(name)
    keys: dict[str, None] = {}
    for start in range(len(spelled)):
        rest = spelled[start:]
        keys[rest] = None
        if start and len(rest) == 1:
            break  # a last character's pinyin alone is the pinyin of half the office
        for syllables in _ways_to_read(rest):
            initials = "".join(each[0] for each in syllables)
            keys["".join(syllables)] = None
            keys[initials] = None
            if not start:
                keys[syllables[0] + initials[1:]] = None
    return list(dict.fromkeys(key[:KEY_LENGTH] for key in keys))


def _ways_to_read(text: str) -> list[tuple[str, ...]]:
    """The readings of every character, combined; those of the first one vary fastest, so that none is cut off."""
    offered = [readings(text[0])]
    offered += [readings(each)[: MOST_READINGS if at < SPELT_OUT else 1] for at, each in enumerate(text[1:], 1)]
    ways = islice(product(*reversed(offered)), MOST_SPELLINGS)
    return [tuple(reversed(way)) for way in ways]


def pieces(word: str) -> list[str]:
    """A word cut where characters and letters meet: 张wei → 张, wei."""
    return [found.group() for found in re.finditer(r"[a-z0-9]+|[^a-z0-9]+", as_key(word))]
