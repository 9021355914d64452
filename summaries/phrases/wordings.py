"""Between a sentence as somebody types it and a sentence as the library keeps it.

Typed: ``{期内}巡河{…}次，清理垃圾{…}公斤。`` What stands between two commas is a clause, and what stands between two
、 is an item where each carries a figure: those whose figures are not on record are left out when it is printed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from summaries.phrases.sentences import CLAIMS, Clause, LibraryError, Sentence, read_sentence
from summaries.styles import HOW_OFTEN
from summaries.text import plain_stretches, tokens_of
from summaries.tokens import shown

PLACE = "这句话"
_PAIRS = {"《": "》", "“": "”", "（": "）", "〈": "〉", "{": "}"}
_REGULAR = re.compile(r"每(?:个?月|周|季度|半月|旬|日|天|年)")
_SENTENCE_END = re.compile(r"[。！？；\n]")


def raw_sentence(
    texts: Sequence[str], *, key: str, kind: str, place: str = "done", audience: str = "all"
) -> dict[str, Any]:
    """The data of a sentence in its wordings. Raises LibraryError for what must not stand in one."""
    first, *others = [_clauses(text, is_deed=kind == "deed") for text in texts]
    about = {"key": key, "class": kind, "section": place, "for": audience, "clauses": first}
    return {**about, "others": others} if others else about


def typed_sentence(texts: Sequence[str], *, key: str, **about: str) -> Sentence:
    """Raises LibraryError or TokenError for what must not be printed."""
    try:
        return read_sentence(raw_sentence(texts, key=key, **about), PLACE)
    except LibraryError as error:
        raise LibraryError(str(error).removeprefix(f"{PLACE}，句子“{key}”：")) from None


def _clauses(text: str, *, is_deed: bool) -> list[str | dict[str, Any]]:
    text = text.strip().removesuffix("。").strip()
    plain = plain_stretches(text)
    if _SENTENCE_END.search(plain):
        raise LibraryError("一处只写一句话，中间不用句号、分号和换行；另一句请另加一条。")
    if "｛" in text:
        raise LibraryError("“｛”是全角的大括号，指标要写在半角的 { } 里。")
    if claim := CLAIMS.search(plain):
        raise LibraryError(f"“{claim[0]}”是效果的说法，要由撰写人在总结里自己判断，不能每次都自动写出。")
    if is_deed and (often := _REGULAR.search(plain)):
        figure = f"{{每月召开支委会的支部数|{HOW_OFTEN}}}"
        raise LibraryError(f"“{often[0]}”要看记录是不是都做到了，不能每次都自动写出。请用指标来写，如 {figure}。")
    return [_clause(each) for each in _split(text, "，") if each.strip()]


def _clause(text: str) -> str | dict[str, Any]:
    items = _split(text.strip(), "、")
    if len(items) > 1 and all(tokens_of(each) for each in items):
        return {"items": items}
    return text.strip()


def _split(text: str, mark: str) -> list[str]:
    """At the marks that stand outside of brackets and quotation marks."""
    parts, closing = [""], list[str]()
    for letter in text:
        if letter == mark and not closing:
            parts.append("")
            continue
        if closing and letter == closing[-1]:
            closing.pop()
        elif letter in _PAIRS:
            closing.append(_PAIRS[letter])
        parts[-1] += letter
    return parts


def in_full(sentence: Sentence) -> list[str]:
    """The sentence as one would type it, with figures by their names: one text for each of its wordings."""
    count = max((len(clause.texts) for clause in sentence.clauses), default=1)
    own = dict.fromkeys(_joined(sentence, number) for number in range(max(count, 1)))
    return [*own, *(text for other in sentence.others for text in in_full(other))]


def in_own_words(sentence: Sentence) -> list[str]:
    """The sentence to start one's own from: without what only the records decide on."""
    clauses = tuple(each for each in sentence.clauses if not each.when and not each.regular)
    own = in_full(replace(sentence, clauses=clauses, others=())) if clauses else []
    return [*own, *(text for other in sentence.others for text in in_own_words(other))]


def _joined(sentence: Sentence, number: int) -> str:
    return shown(sentence.opening + "，".join(_of(clause, number) for clause in sentence.clauses)) + "。"


def _of(clause: Clause, number: int) -> str:
    if clause.texts:
        return clause.texts[number % len(clause.texts)]
    return clause.each if clause.regular else clause.opening + "、".join(clause.items)


def conditions(sentence: Sentence) -> Iterator[str]:
    """What of the sentence cannot be typed: how the records decide on its wording, in words."""
    for clause in sentence.clauses:
        if clause.regular:
            yield f"“{clause.each}”只在确实都做到时这样写，否则写有多少做到了"
    if any(clause.when for clause in sentence.clauses):
        yield "有的分句要看记录里有没有、有几项，才写出来"
