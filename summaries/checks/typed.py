"""Numbers typed by hand: nobody can follow them back, and they do not change with the records."""

from collections.abc import Iterator
from decimal import Decimal

from summaries.checks.amounts import LENGTHS, Amount, amounts
from summaries.checks.found import Check
from summaries.checks.hedging import stays_true
from summaries.checks.known import about, in_unit, stands_beside
from summaries.checks.reading import Passage, Reading

_EXCERPT = 10
_ONE = ("每", "再", "又", "同", "这", "那", "逐", "不止", "任", "第", "另", "各")
_ONE_OF = ("次", "场", "期", "名", "户")  # 一个, 一项 are mere articles


def untraced(reading: Reading) -> Iterator[Check]:
    """Every number of the writer's, with the figure it equals or contradicts where one is known.

    In the plan a number is a target and answers to no record.
    """
    for passage in reading.own:
        for each in amounts(passage):
            if not each.typed or not counts(each, passage):
                continue
            if passage.part != "plan":
                yield _judge(each, passage, reading)
            elif not each.spelled:  # 开展一次 in a plan is a manner of speaking
                message = f"“{_where(each, passage)}”是手写的数字，请确认是要达到的目标"
                yield _told("note", "target", message, each, passage)


def counts(amount: Amount, passage: Passage) -> bool:
    """Whether it counts anything that a record could hold."""
    if amount.unit in LENGTHS or amount.bound:
        return False
    if not (amount.spelled and amount.value == 1):
        return True
    before = passage.clause(amount.start).text[: amount.start - passage.clause(amount.start).start]
    behind = passage.text[amount.end : amount.end + 1]
    return amount.unit in _ONE_OF and behind != "性" and not any(word in before for word in _ONE)


def _judge(amount: Amount, passage: Passage, reading: Reading) -> Check:
    clause = passage.clause(amount.start).text
    named = list(about(clause, amount.unit, reading.facts))
    where = _where(amount, passage)
    for known in named:
        if stays_true(amount.hedge, in_unit(amount), known.value):
            message = f"“{where}”是手写的数字，与{known.measure.name}相同，请改用 {known.token}，以后随记录更新"
            return _told("warning", "typed-same", message, amount, passage)
    for known in named:
        if stands_beside(known, amount, passage.text):
            message = f"“{where}”是手写的数字，而{known.says()}，请改用 {known.token} 或写明口径"
            return _told("warning", "typed-other", message, amount, passage)
    return _told("warning", "typed", f"“{where}”是手写的数字，查不到出处，请核对或改用指标", amount, passage)


def _where(amount: Amount, passage: Passage) -> str:
    clause = passage.clause(amount.start)
    before = passage.text[max(clause.start, amount.start - _EXCERPT) : amount.start].rpartition("、")[2]
    return (before + passage.text[amount.start : min(clause.end, amount.end + 2)]).strip("，。；：！？、”）》")


def _told(level: str, code: str, message: str, amount: Amount, passage: Passage) -> Check:
    return Check(level, code, message, passage.at(amount.start).anchor, amount.text)  # type: ignore[arg-type]


def said_otherwise(reading: Reading) -> Iterator[Check]:
    """The same thing with two numbers in two of the writer's sentences."""
    seen: dict[tuple[str, str], tuple[Decimal, str]] = {}
    for passage in reading.own_in("opening", "done", "problem"):
        for each in amounts(passage):
            clause = passage.clause(each.start)
            what = passage.text[clause.start : each.start].rstrip("共了达为有")
            if not each.typed or not each.unit or each.hedge or len(what) < 3 or not counts(each, passage):
                continue
            value, words = seen.setdefault((what[-6:], each.unit), (each.value, what + each.text))
            if value != each.value:
                message = f"“{words}”和“{what + each.text}”说的是同一件事，数字却不同，请核对"
                yield _told("warning", "said-otherwise", message, each, passage)
