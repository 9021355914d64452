"""Finding the chapter that helps: words anywhere, pinyin and initials in titles, headings and words of the screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from partywork.common.pinyin import typed, where_found
from partywork.manual.chapters import Chapter
from partywork.manual.reading import Section, Text

RELATED = "相关"  # this section names other chapters only
AROUND = 36  # characters of the text shown on each side of what was found
IN_TITLE, IN_HEADING, IN_SCREEN_WORD, IN_TEXT = 8, 4, 2, 1


@dataclass(frozen=True)
class Found:
    """A chapter with the place to start reading; ``before``, ``hit`` and ``after`` are the text around the word."""

    chapter: Chapter
    anchor: str
    before: str
    hit: str
    after: str


def search(query: str, texts: Sequence[Text]) -> list[Found]:
    """The chapters that answer to every word of the query, the fittest first; [] for an empty query."""
    words = [typed(word) for word in query.split()]
    scored = [(sum(scores), text) for text in texts if words and all(scores := [_score(w, text) for w in words])]
    return [_found(words[0], text) for _, text in sorted(scored, key=lambda each: -each[0])]


def _score(word: str, text: Text) -> int:
    return sum(
        (
            IN_TITLE * (where_found(word, text.chapter.title) is not None),
            IN_HEADING * any(where_found(word, section.heading) is not None for section in text.sections),
            IN_SCREEN_WORD * any(where_found(word, each) is not None for each in text.screen_words),
            IN_TEXT * any(True for _ in _places(word, text)),
        )
    )


def _found(word: str, text: Text) -> Found:
    for section, at, length in _places(word, text):
        start, end = max(0, at - AROUND), at + length
        return Found(
            text.chapter,
            section.anchor,
            ("…" if start else "") + section.text[start:at],
            section.text[at:end],
            section.text[end : end + AROUND] + ("…" if len(section.text) > end + AROUND else ""),
        )
    return Found(text.chapter, "", text.opening, "", "。")


def _places(word: str, text: Text) -> Iterator[tuple[Section, int, int]]:
    for section in text.sections:
        at = section.text.lower().find(word)
        if at >= 0 and section.heading != RELATED:
            yield section, at, len(word)
