"""Finding Chinese names by what people type: characters, pinyin, initials, or a mixture of them."""

import os
import unicodedata
from functools import cache

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # the phrase dictionary costs 40 MB and is not needed here

from pypinyin import Style, pinyin


@cache
def readings(character: str) -> tuple[str, ...]:
    """Every pinyin of a character, without tones and in small letters; the character itself where it has none."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
    return tuple(dict.fromkeys(each.lower() for each in found))


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
