"""Obligations about dues: each month collected in full, members told once a year, nobody three or six months behind."""

from collections.abc import Iterator

from partywork.common.money import format_yuan
from partywork.common.periods import Month
from partywork.compliance.counted import turns_of
from partywork.compliance.duties import ARREARS_RED, ARREARS_WARN, DUES, DUES_PUBLISHED
from partywork.compliance.lights import Light, Obligation, day, light_of
from partywork.compliance.monthly import ARREARS, OPENED, OWING, TOLD
from partywork.compliance.reading import TURN_DAYS, Reading
from partywork.compliance.units import Unit


def dues_obligations(reading: Reading) -> Iterator[Obligation]:
    """What members are told: 中组发〔2008〕3号, at least once a year."""
    monthly = reading.monthly
    for unit in reading.units.values():
        if unit.is_branch:
            yield from turns_of(reading, unit, DUES_PUBLISHED, "公布党费收缴情况", monthly.of(TOLD, unit.pk))
        people, fen = monthly.of(OWING, unit.pk), monthly.more_of(OWING, unit.pk)
        for month in sorted(monthly.of(OPENED, unit.pk)):
            yield _of_month(reading, unit, month, people.get(month, 0), fen.get(month, 0))
        yield from _behind(reading, unit)


def _of_month(reading: Reading, unit: Unit, month: int, people: int, fen: int) -> Obligation:
    book = reading.book(unit)
    turn = Month(month // 100, month % 100)
    light = light_of(people == 0, turn.end, reading.on, book.number(TURN_DAYS))
    owed = f"还有{people}人没有缴清，共{format_yuan(fen)}元"
    detail = {
        Light.MET: "已全部缴清",
        Light.OVERDUE: f"{owed}。请提醒补缴。",
    }.get(light, f"{owed}，{day(turn.end, reading.on)}前收齐。")
    return Obligation(unit.pk, DUES, book.rule(DUES.rule), f"{turn.label}党费", detail, turn.end, light, turn)


def _behind(reading: Reading, unit: Unit) -> Iterator[Obligation]:
    """党章第9条: six months in a row without good reason; warned of before. Nobody is ever removed by this."""
    book = reading.book(unit)
    red, warn = book.number(ARREARS_RED.rule), book.number(ARREARS_WARN.rule)
    worst, all_warned = (_in_arrears(reading, unit, months) for months in (red, warn))
    warned = all_warned - worst
    if worst:
        text = f"{worst}人连续{red}个月以上没有缴清。请当面了解原因，按党章规定研究处理。"
        yield Obligation(
            unit.pk, ARREARS_RED, book.rule(ARREARS_RED.rule), f"欠缴党费满{red}个月", text, reading.on, Light.OVERDUE
        )
    if warned > 0:
        text = f"{warned}人连续{warn}个月以上没有缴清，满{red}个月前请提醒补缴。"
        yield Obligation(
            unit.pk, ARREARS_WARN, book.rule(ARREARS_WARN.rule), f"欠缴党费满{warn}个月", text, reading.on, Light.SOON
        )


def _in_arrears(reading: Reading, unit: Unit, months: int) -> int:
    return sum(reading.monthly.of(ARREARS, unit.pk, str(months)).values())
