"""How much of a report reads like those of its siblings: the same words, figures and names of units left out.

A passage is cut into overlapping runs of five characters; of their hashes every fourth is kept (those divisible by
four, so two texts keep the same ones). Two passages are alike when most of the one's hashes are in the other. The
hashes of a submitted or frozen report are kept with it, so five hundred siblings are compared without their texts.
"""

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from summaries.text import TokenError, plain_stretches

RUN = 5  # characters
EVERY = 4  # of the hashes one is kept
SHORTEST = 40  # characters of a passage that says enough to be compared
ALIKE = 0.7  # of a passage's hashes that are found in another one

_NOT_WORDS = re.compile(r"[\W_0-9０-９]+")


@dataclass(frozen=True)
class Sketch:
    """A passage by the hashes of its runs; ``length`` counts its characters as compared."""

    key: str
    length: int
    hashes: frozenset[int]


@dataclass(frozen=True)
class Likeness:
    """Of one sibling: which passages of the report are like one of its own, and how much of the report they are."""

    sibling: int
    keys: tuple[str, ...]
    percent: int


def sketch(key: str, text: str, names: Iterable[str] = ()) -> Sketch | None:
    """None for a passage too short to be told from others. ``names`` are the unit's own, left out."""
    plain = _plain(text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        plain = plain.replace(name, "")
    words = _NOT_WORDS.sub("", plain)
    if len(words) < SHORTEST:
        return None
    runs = (words[start : start + RUN].encode() for start in range(len(words) - RUN + 1))
    hashes = frozenset(number for run in runs if (number := zlib.crc32(run)) % EVERY == 0)
    return Sketch(key, len(words), hashes) if hashes else None


def _plain(text: str) -> str:
    try:
        return plain_stretches(text)
    except TokenError:  # a writer's unpaired brace
        return text


def dump(sketches: Iterable[Sketch]) -> bytes:
    """As it is kept with a report."""
    return json.dumps([sorted(each.hashes) for each in sketches], separators=(",", ":")).encode()


def load(content: bytes) -> list[list[int]]:
    found: list[list[int]] = json.loads(content)
    return found


def likenesses(own: Sequence[Sketch], siblings: Mapping[int, Iterable[Sequence[int]]]) -> list[Likeness]:
    """The siblings that have a passage like one of ``own``, the likest first.

    ``siblings``: by organisation the hashes of each passage of its report.
    """
    where: dict[int, list[int]] = defaultdict(list)
    for number, each in enumerate(own):
        for value in each.hashes:
            where[value].append(number)
    total = sum(each.length for each in own)
    found = []
    for sibling, passages in siblings.items():
        alike = sorted(set(_alike(own, passages, where)))
        if alike:
            share = round(100 * sum(own[number].length for number in alike) / total)
            found.append(Likeness(sibling, tuple(own[number].key for number in alike), share))
    return sorted(found, key=lambda each: (-each.percent, each.sibling))


def _alike(own: Sequence[Sketch], passages: Iterable[Sequence[int]], where: Mapping[int, list[int]]) -> Iterator[int]:
    for hashes in passages:
        shared: dict[int, int] = defaultdict(int)
        for value in hashes:
            for number in where.get(value, ()):
                shared[number] += 1
        yield from (number for number, count in shared.items() if count >= ALIKE * len(own[number].hashes))
