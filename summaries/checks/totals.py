"""Totals and their parts: in a sentence (其中, 分别, 分为, 共), in a figure broken down, in a table."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from summaries.checks.amounts import Amount, amounts, exact_number
from summaries.checks.found import Check
from summaries.checks.reading import Passage, Piece, Reading, Stretch
from summaries.document import Table, all_blocks
from summaries.styles import DECLARED

_SUBSET = re.compile("其中(?!填报)")
_SPLIT = re.compile(r"分别为|分别是|分别有|分为|分成|包括(?=[^，。；]*、)|其中[^，。；]*?分别")
_ELSEWHERE = re.compile(r"[，；](?:另|还|同时|此外|共|累计|目前|截至)")
_SUM = re.compile(r"(?:，|、)?(?:共|合计|共计|总计)(?:计|为|有)?(?=\d)")
_IN_PARTS = re.compile(r"\|(?:分项|按[^|}]+)\}\Z")
TOTAL = "合计"


def parts(reading: Reading) -> Iterator[Check]:
    for passage in reading.passages:
        numbers = [
            each
            for each in amounts(passage)
            if each.unit and not each.hedge and each.unit != "%" and not _is_declared(each)
        ]
        for sentence in passage.sentences():
            inside = [each for each in numbers if sentence.start <= each.start < sentence.end]
            if len(inside) > 1:
                yield from _subsets(passage, sentence, inside)
                yield from _splits(passage, sentence, inside)
                yield from _sums(passage, sentence, inside)


def _is_declared(amount: Amount) -> bool:
    """（其中填报5次）: the product told it apart from the total itself."""
    return amount.figure is not None and amount.figure.token.endswith(f"|{DECLARED}}}")


def _subsets(passage: Passage, sentence: Stretch, numbers: list[Amount]) -> Iterator[Check]:
    """其中: no part is larger than the whole, and together they are not either, unless they overlap."""
    for match in _SUBSET.finditer(sentence.text):
        total, subset = _around(sentence, match, numbers)
        if total is None or not subset:
            continue
        for each in subset:
            if each.value > total.value:
                message = f"“其中”后面的{each.text}比前面的总数{total.text}还大，请核对"
                yield Check("error", "part", message, passage.at(each.start).anchor, each.text)
                break
        else:
            added = sum(each.value for each in subset)
            if len(subset) > 1 and added > total.value:
                message = f"“其中”后面几项相加是{added}{total.unit}，超过总数{total.text}，有重复的请写明"
                yield Check("warning", "parts", message, passage.at(match.start() + sentence.start).anchor, "其中")


def _splits(passage: Passage, sentence: Stretch, numbers: list[Amount]) -> Iterator[Check]:
    """分别, 分为: the parts add up to the whole."""
    for match in _SPLIT.finditer(sentence.text):
        total, split = _around(sentence, match, numbers)
        if total is not None and len(split) > 1 and sum(each.value for each in split) != total.value:
            yield _not_the_sum(passage, split, total)


def _sums(passage: Passage, sentence: Stretch, numbers: list[Amount]) -> Iterator[Check]:
    """甲3次、乙4次，共7次: what is joined by 、 right before 共 adds up to it."""
    for match in _SUM.finditer(sentence.text):
        place = sentence.start + match.end()
        total = next((each for each in numbers if each.start == place), None)
        if total is None:
            continue
        listed: list[Amount] = []
        end = sentence.start + match.start()
        for each in reversed([each for each in numbers if each.end <= end]):
            between = passage.text[each.end : end]
            if each.unit != total.unit or (between if not listed else between.count("、") != 1 or "，" in between):
                break
            listed.insert(0, each)
            end = each.start
        if len(listed) > 1 and sum(each.value for each in listed) != total.value:
            yield _not_the_sum(passage, listed, total)


def _around(sentence: Stretch, match: re.Match[str], numbers: list[Amount]) -> tuple[Amount | None, list[Amount]]:
    """The last number before a word that counts the same as the first one after it, and those after it."""
    place, stop = sentence.start + match.end(), _ELSEWHERE.search(sentence.text, match.end())
    end = sentence.start + stop.start() if stop else sentence.end
    after = [each for each in numbers if place <= each.start < end]
    if not after:
        return None, []
    unit = after[0].unit
    before = [each for each in numbers if each.end <= sentence.start + match.start() and each.unit == unit]
    return (before[-1] if before else None), [each for each in after if each.unit == unit]


def _not_the_sum(passage: Passage, parts: list[Amount], total: Amount) -> Check:
    added = sum(each.value for each in parts)
    message = f"分项{'、'.join(each.text for each in parts)}相加是{added}{total.unit}，与总数{total.text}不一致，请核对"
    return Check("error", "total", message, passage.at(parts[0].start).anchor, parts[0].text)


def breakdowns(reading: Reading) -> Iterator[Check]:
    """A figure printed in its parts."""
    for passage in reading.passages:
        for piece in passage.pieces:
            figure = piece.figure
            if figure is None or not _IN_PARTS.search(figure.token):
                continue
            total, added = exact_number(figure), _added(piece)
            if total is not None and added != total:
                message = f"“{piece.text}”各项相加是{added}{figure.unit}，与总数{total}{figure.unit}不一致，请核对"
                yield Check("error", "total", message, piece.anchor, piece.text)


def _added(piece: Piece) -> Decimal:
    return sum((each.value for each in amounts(Passage((piece,))) if each.unit), Decimal(0))


def tables(reading: Reading) -> Iterator[Check]:
    """The row 合计 of every table."""
    for table in (block for block in all_blocks(reading.document) if isinstance(block, Table)):
        if len(table.rows) < 2 or table.rows[-1][0] != TOTAL:
            continue
        for column in range(1, len(table.columns)):
            *cells, total = [_cell(row[column]) for row in table.rows]
            known = [cell for cell in cells if cell is not None]
            if total is not None and len(known) == len(cells) and sum(known) != total:
                name = table.columns[column].header
                yield Check("error", "table", f"表里“{name}”各行相加是{sum(known)}，与合计{total}不一致，请核对")


def _cell(text: str) -> Decimal | None:
    if text == "—":  # a unit that has said nothing
        return Decimal(0)
    try:
        return Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
