"""People: 人次 and 人, more members than there are, and names that must not be told."""

import re
from collections.abc import Callable, Iterator

from partywork.measures.declarations import Request
from partywork.measures.themes import Theme
from summaries.checks.amounts import Amount, amounts
from summaries.checks.found import Check, Level
from summaries.checks.queries import members_named, visited_named
from summaries.checks.reading import Passage, Reading
from summaries.facts import Facts

_HEADS = ("名", "人")
_PRESENT = re.compile(r"参加|参与|到会|出席")
_MEMBERS = re.compile(r"(?:正式|预备)?党员")
_PRIVATE_THEMES = frozenset({Theme.VISITS, Theme.CONDOLENCE, Theme.ASSISTANCE, Theme.DUES, Theme.INTEGRITY})
_ON_ROLL = Request("member.total")


def heads(reading: Reading) -> Iterator[Check]:
    """People summed over events are 人次; only different persons are 人 or 名."""
    for passage in reading.passages:
        for each in amounts(passage):
            figure, said = each.figure, each.unit
            if figure is None or not said or figure.unit == said or each.end - len(said) < each.start:
                continue
            anchor = passage.at(each.start).anchor
            if figure.unit == "人次" and said in _HEADS:
                message = f"“{each.text}”：{figure.name}是人次，同一个人可能算了几次，请写“人次”"
                yield Check("error", "heads", message, anchor, each.text)
            elif figure.unit in _HEADS and said == "人次":
                message = f"“{each.text}”：{figure.name}是人数，请写“{figure.unit}”"
                yield Check("error", "heads", message, anchor, each.text)


def more_than_there_are(reading: Reading) -> Iterator[Check]:
    """213名党员 where 126 are on the roll."""
    roll = reading.facts.value(_ON_ROLL).number
    if not isinstance(roll, int):
        return
    for passage in reading.passages:
        for each in amounts(passage):
            if each.unit not in _HEADS or each.bound or (each.figure and each.figure.unit == "人次"):
                continue
            if each.value > roll and _of_members(passage.text, each):
                level: Level = "error" if _PRESENT.search(passage.clause(each.start).text) else "warning"
                message = f"党员“{each.text}”多于在册党员{roll}名，重复参加的请写“人次”"
                yield Check(level, "roll", message, passage.at(each.start).anchor, each.text)


def _of_members(text: str, amount: Amount) -> bool:
    """213名党员 or 党员213名."""
    return bool(_MEMBERS.match(text, amount.end)) or text[: amount.start].endswith("党员")


def names(reading: Reading) -> Iterator[Check]:
    """A member named among the problems or visits, and anybody who was visited, in the writer's own words."""
    facts = reading.facts
    private = [each for each in reading.own if each.part == "problem" or each.theme in _PRIVATE_THEMES]
    told: set[tuple[str, str]] = set()
    for look, passages in ((members_named, private), (visited_named, list(reading.own))):
        for passage, name in _named(look, passages, facts):
            anchor = passage.pieces[0].anchor
            if (name, anchor) not in told:
                told.add((name, anchor))
                message = f"这里出现了个人姓名“{name}”，存在的问题和走访慰问不写姓名，请改写"
                yield Check("error" if len(name) > 2 else "warning", "name", message, anchor, name)


def _named(
    look: Callable[[str, Facts], list[str]], passages: list[Passage], facts: Facts
) -> Iterator[tuple[Passage, str]]:
    """One look-up for all passages; then which of them has which name."""
    typed = ["".join(piece.text if piece.typed else "\n" for piece in passage.pieces) for passage in passages]
    if not any(typed):
        return
    found = look("\n".join(typed), facts)
    for passage, text in zip(passages, typed, strict=True):
        yield from ((passage, name) for name in found if name in text)
