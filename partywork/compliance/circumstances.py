"""Hints about members whose circumstances have lasted: away, out of touch, suspended with nothing decided.

How many, never who: the branch knows them, and the answer is a talk or a decision by the organisation.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from partywork.compliance.duties import CIRCUMSTANCES
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.reading import Reading
from partywork.members.enums import Flag
from partywork.members.prompts import Lasting, Months, flagged_for, suspended_for

FLOATING, LOST = "member.floating_months", "member.lost_months"
SUSPENDED = "member.lost_removal_months"
WORDS = {
    FLOATING: (
        "外出时间较长的党员",
        "有{n}名党员外出满{months}个月。请联系了解近况；在外地安定下来的，同本人商量转接组织关系。",
    ),
    LOST: ("联系不上的党员", "有{n}名党员满{months}个月没有联系上。请继续查找，了解情况后由支部研究，报上级决定。"),
    SUSPENDED: (
        "停止党籍后还没有决定的",
        "有{n}人停止党籍满{months}个月，还没有登记后来的决定。请支部研究，报上级决定；已有决定的请补登。",
    ),
}


def circumstance_hints(reading: Reading) -> Iterator[Obligation]:
    """Five queries at most, one for those suspended and two for each of the others."""
    scope, on = reading.scope, reading.on
    yield from _hints(reading, FLOATING, flagged_for(Flag.FLOATING, scope, on, _months(reading, FLOATING)))
    yield from _hints(reading, LOST, flagged_for(Flag.LOST, scope, on, _months(reading, LOST)))
    yield from _hints(reading, SUSPENDED, suspended_for(scope, on, _months(reading, SUSPENDED)))


def _months(reading: Reading, code: str) -> Months:
    def months(org: int) -> int:
        unit = reading.units.get(org)
        line = unit.line if unit else ()
        return reading.shelf.book(line, reading.on).number(code)

    return months


def _hints(reading: Reading, code: str, found: Iterable[Lasting]) -> Iterator[Obligation]:
    title, words = WORDS[code]
    for org, number in Counter(each.org.pk for each in found).items():
        if unit := reading.units.get(org):  # a dissolved one is nobody's to look at
            book = reading.book(unit)
            text = words.format(n=number, months=book.number(code))
            yield Obligation(org, CIRCUMSTANCES, book.rule(code), title, text, reading.on, Light.HINT)
