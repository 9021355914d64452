"""Headings and items without anything in them, and text that stands twice."""

import re
from collections.abc import Iterator

from summaries.checks.found import Check
from summaries.checks.reading import Reading
from summaries.document import Heading, Table

_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+[、是要]|（[一二三四五六七八九十\d]+）|\d{1,2}[.．])")
_NOTHING = re.compile(r"[\W_]*\Z")
LONG = 20  # characters: a shorter sentence may well stand twice


def empty(reading: Reading) -> Iterator[Check]:
    """A heading with nothing below it, a heading or an item that is only its number."""
    blocks = reading.document.blocks
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            continue
        bare = _NUMBER.sub("", block.text, count=1)
        if _NOTHING.match(bare):
            yield Check("error", "empty", f"“{block.text}”后面没有内容，请补上或删去", block.anchor, block.text)
        elif isinstance(block, Heading):
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            if following is None or (isinstance(following, Heading) and following.level <= block.level):
                yield Check(
                    "error", "empty", f"标题“{block.text}”下面没有内容，请补上或删去标题", block.anchor, block.text
                )


def said_before(reading: Reading) -> Iterator[Check]:
    """The same sentence, word for word, in two places."""
    seen: set[str] = set()
    for passage in reading.passages:
        for sentence in passage.sentences():
            bare = _NUMBER.sub("", sentence.text, count=1).rstrip("。；！？")
            if len(bare) < LONG:
                continue
            if bare in seen:
                message = f"“{bare[:LONG]}……”这一句前面已经写过，请删去一处"
                yield Check("warning", "repeated", message, passage.at(sentence.start).anchor, bare[:LONG])
            seen.add(bare)
