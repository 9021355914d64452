"""每月, 每周, 每季度: only when true of every one; 各N次 is what each unit has at least."""

import re
from collections.abc import Iterator

from partywork.measures import lookup
from partywork.measures.declarations import PerOrg
from partywork.measures.values import Value
from summaries.checks.amounts import amounts
from summaries.checks.found import Check
from summaries.checks.known import Habit, habits
from summaries.checks.reading import Passage, Reading
from summaries.facts import Facts
from summaries.text import tokens_of
from summaries.tokens import resolve

_EVERY = re.compile(
    r"每(?:个)?(?P<every>半个?月|两个?月|双月|季度|季|月|周|星期|天|日)(?!度)|(?P<by>月月|周周|天天|季季|逐月|按月|按季)"
)
_SAME = {
    **dict.fromkeys(("月月", "逐月", "按月"), "月"),
    **dict.fromkeys(("星期", "周周"), "周"),
    **dict.fromkeys(("季", "季季", "按季"), "季度"),
    **dict.fromkeys(("日", "天天"), "天"),
    **dict.fromkeys(("双月", "两月"), "两个月"),
    "半个月": "半月",
}
_EACH = re.compile(
    r"各(?:个)?(?:党?支部|党组织|党总支|单位|社区|村)(?![^，。；]*(?:共|累计|合计|总计))|各(?=\d|[一二三四五六七八九十]次)"
)
_DENIED = re.compile(r"没有|未能|未|不够|尚未")
_RULE = re.compile(r"不少于|至少|不低于|应当|要求")  # what is asked for, not what was done


def every(reading: Reading) -> Iterator[Check]:
    """A claim of the writer's that something is done every month."""
    for passage in reading.own_in("opening", "done"):
        for match in _EVERY.finditer(passage.text):
            if passage.is_typed(match.start(), match.end()):
                found = _judge(match, passage, reading)
                if found:
                    yield found


def _judge(match: re.Match[str], passage: Passage, reading: Reading) -> Check | None:
    clause = passage.clause(match.start())
    before = passage.text[clause.start : match.start()]
    if (
        _DENIED.search(before) or _RULE.search(clause.text) or passage.figure(clause.start, match.start())
    ):  # 12个支部中有11个每月……
        return None
    counted = [each for each in amounts(passage) if clause.start <= each.start < match.start() and each.unit == "个"]
    said = match["every"] or match["by"]
    name, anchor = _SAME.get(said, said), passage.at(match.start()).anchor
    sentence = passage.sentence(match.start()).text
    habit = _habit(clause.text, name) or _habit(sentence, name)
    if habit is None:
        words = clause.text.strip("，。；")
        message = f"“{words}”里的“{match[0]}”要每一期都有记录才能写，系统没有可以核对的指标，请对照台账核实"
        return Check("warning", "every", message, anchor, match[0])
    value = reading.facts.value(habit.request)
    # 10个支部每月…… speaks of ten of them, without a number of every one.
    claimed = int(counted[-1].value) if counted and not reading.facts.is_branch else value.whole
    if claimed and value.number == claimed:
        return None
    return Check("error", "every", f"“{match[0]}”不成立：{_honest(habit, value, reading)}，请照实写", anchor, match[0])


def _habit(words: str, every: str) -> Habit | None:
    fitting = [each for each in habits() if each.every == every and each.what in words]
    return max(fitting, key=lambda each: len(each.what), default=None)


def _honest(habit: Habit, value: Value, reading: Reading) -> str:
    name = f"每{habit.every}{habit.what}"
    if reading.facts.is_branch:
        due, had = sum(value.due.values()), sum(value.per_org.values())
        return f"{name}应有{due}期，有记录的{had}期" if due else f"{name}没有可以核对的记录"
    return f"{value.whole or 0}个支部中做到{name}的有{value.number or 0}个"


def each_unit(reading: Reading) -> Iterator[Check]:
    """各支部……N次 with a number that is not the least of any unit."""
    if reading.facts.is_branch:
        return
    for passage in reading.passages:
        for match in _EACH.finditer(passage.text):
            clause = passage.clause(match.start())
            number = next((each for each in amounts(passage) if match.end() <= each.start < clause.end), None)
            if number is None or number.bound or number.unit in ("", "%"):
                continue
            anchor = passage.at(match.start()).anchor
            if number.value == 0:
                yield Check(
                    "error", "each", f"“{clause.text}”：最少的支部是0次，不能写“各”，请改写合计", anchor, match[0]
                )
            elif number.figure is not None and not _is_least(number.figure.token, reading.facts):
                message = f"“{number.text}”是合计，不是每个支部的次数，请去掉“各”或改用各支部最少次数的指标"
                yield Check("error", "each", message, anchor, match[0])


def _is_least(token: str, facts: Facts) -> bool:
    slot = resolve(tokens_of(token)[0], facts.indicators)
    return slot.request is not None and isinstance(lookup.measure(slot.request.code).of, PerOrg)
