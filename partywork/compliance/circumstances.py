"""Hints about members whose circumstances have lasted: away, out of touch, suspended with nothing decided.

How many, never who: the branch knows them, and the answer is a talk or a decision by the organisation.
"""

from collections import Counter
from collections.abc import Iterator

from partywork.compliance import dated
from partywork.compliance.duties import CIRCUMSTANCES
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.reading import Reading
from partywork.members.prompts import has_lasted

CODES = {
    dated.FLOATING: "member.floating_months",
    dated.LOST: "member.lost_months",
    dated.SUSPENDED: "member.lost_removal_months",
}
WORDS = {
    dated.FLOATING: (
        "外出时间较长的党员",
        "有{n}名党员外出满{months}个月。请联系了解近况；在外地安定下来的，同本人商量转接组织关系。",
    ),
    dated.LOST: (
        "联系不上的党员",
        "有{n}名党员满{months}个月没有联系上。请继续查找，了解情况后由支部研究，报上级决定。",
    ),
    dated.SUSPENDED: (
        "停止党籍后还没有决定的",
        "有{n}人停止党籍满{months}个月，还没有登记后来的决定。请支部研究，报上级决定；已有决定的请补登。",
    ),
}


def circumstance_hints(reading: Reading) -> Iterator[Obligation]:
    for kind in CODES:
        yield from _hints(reading, kind)


def _hints(reading: Reading, kind: str) -> Iterator[Obligation]:
    code, (title, words) = CODES[kind], WORDS[kind]
    numbers: Counter[int] = Counter()
    for row in reading.dated(kind):
        unit = reading.units.get(row.org_id)  # a dissolved one is nobody's to look at
        numbers[row.org_id] += bool(unit and has_lasted(row.day, reading.book(unit).number(code), reading.on))
    for org, number in numbers.items():
        if number:
            book = reading.book(reading.units[org])
            text = words.format(n=number, months=book.number(code))
            yield Obligation(org, CIRCUMSTANCES, book.rule(code), title, text, reading.on, Light.HINT)
