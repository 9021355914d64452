"""Obligations about dues: each month collected in full, members told once a year, nobody three or six months behind."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count

from partywork.common.money import format_yuan
from partywork.common.periods import Month, Year, month_of
from partywork.compliance.counted import NO_MONTHS, Months, turns_of
from partywork.compliance.duties import ARREARS_RED, ARREARS_WARN, DUES, DUES_PUBLISHED
from partywork.compliance.lights import Light, Obligation, day, light_of
from partywork.compliance.reading import TURN_DAYS, Reading
from partywork.compliance.units import Unit
from partywork.dues.fund_queries import published
from partywork.dues.measures import DUES as DUES_SOURCE
from partywork.dues.measures import owed_on, unpaid_on
from partywork.dues.models import DuesMonth, month_end
from partywork.measures.conditions import base_rows
from partywork.measures.window import Window


class Owing(NamedTuple):
    """What is not paid of one month."""

    people: int
    fen: int


class Arrears(NamedTuple):
    """One member's unpaid months in one branch, and the longest run of months that ends in it."""

    org_id: int
    member: int
    run: int


def dues_obligations(reading: Reading) -> Iterator[Obligation]:
    """Three queries: the months that were opened, the months not paid, the publications."""
    opened, told = _opened(reading), _told(reading)
    owing, arrears = _unpaid(reading)
    for unit in reading.units.values():
        if unit.is_branch:
            what = "公布党费收缴情况"
            yield from turns_of(reading, unit, DUES_PUBLISHED, what, told.get(unit.pk, NO_MONTHS))
        for month in opened.get(unit.pk, ()):
            yield _of_month(reading, unit, month, owing.get((unit.pk, month), Owing(0, 0)))
        runs = [each.run for each in arrears.get(unit.pk, ())]
        if runs:
            yield from _behind(reading, unit, runs)


def _told(reading: Reading) -> dict[int, Months]:
    """How often each branch told its members, by month (中组发〔2008〕3号: at least once a year)."""
    days = published(reading.scope, date(reading.since.year, 1, 1), reading.on)
    return {org: Counter(month_of(day) for day in told) for org, told in days.items()}


def _window(reading: Reading) -> Window:
    return Window(Year(reading.on.year), reading.on)


def _opened(reading: Reading) -> dict[int, list[int]]:
    """The months each branch has opened, of those due from ``since`` on."""
    rows = base_rows(DUES_SOURCE, reading.scope, _window(reading))
    rows = rows.filter(due_on__gte=reading.since, month__lte=_month(reading), due_fen__gt=0)
    found: dict[int, list[int]] = defaultdict(list)
    for org, month, _ in rows.values_list("org", "month").annotate(n=Count("pk")).order_by("org", "month"):
        found[org].append(month)
    return found


def _month(reading: Reading) -> int:
    return reading.on.year * 100 + reading.on.month


def _unpaid(reading: Reading) -> tuple[dict[tuple[int, int], Owing], dict[int, list[Arrears]]]:
    """What is owed by branch and month, and who is how far behind.

    A run of months goes over a transfer, as in the figures 欠缴党费满三个月人数 and 满六个月人数.
    """
    window = _window(reading)
    here = base_rows(DUES_SOURCE, reading.scope, window).filter(unpaid_on(window), month__lte=_month(reading))
    rows = DuesMonth.objects.filter(
        unpaid_on(window), member__in=here.values("member"), month__lte=_month(reading)
    ).annotate(owed=owed_on(window))
    owing: dict[tuple[int, int], Owing] = {}
    months: dict[int, list[tuple[int, int]]] = defaultdict(list)
    listed: Any = rows.order_by("member", "month").values_list("org", "member", "month", "due_on", "owed")
    for org, member, month, due_on, fen in listed:
        if month_end(month) < reading.on <= due_on:
            continue  # paid by the quarter with the branch's consent, and the quarter is not over
        before = owing.get((org, month), Owing(0, 0))
        owing[org, month] = Owing(before.people + 1, before.fen + fen)
        if due_on <= reading.on:
            months[member].append((month, org))
    return owing, _runs(months)


def _runs(months: dict[int, list[tuple[int, int]]]) -> dict[int, list[Arrears]]:
    found: dict[int, list[Arrears]] = defaultdict(list)
    for member, unpaid in months.items():
        longest: dict[int, int] = {}
        run, before = 0, 0
        for month, org in unpaid:
            run = run + 1 if _follows(month, before) else 1
            longest[org], before = max(run, longest.get(org, 0)), month
        for org, length in longest.items():
            found[org].append(Arrears(org, member, length))
    return found


def _follows(month: int, before: int) -> bool:
    return month == before + 1 or (month % 100 == 1 and month == before + 89)


def _of_month(reading: Reading, unit: Unit, month: int, owing: Owing) -> Obligation:
    book = reading.book(unit)
    turn = Month(month // 100, month % 100)
    light = light_of(owing.people == 0, turn.end, reading.on, book.number(TURN_DAYS))
    owed = f"还有{owing.people}人没有缴清，共{format_yuan(owing.fen)}元"
    detail = {
        Light.MET: "已全部缴清",
        Light.OVERDUE: f"{owed}。请提醒补缴。",
    }.get(light, f"{owed}，{day(turn.end, reading.on)}前收齐。")
    return Obligation(unit.pk, DUES, book.rule(DUES.rule), f"{turn.label}党费", detail, turn.end, light, turn)


def _behind(reading: Reading, unit: Unit, runs: list[int]) -> Iterator[Obligation]:
    """党章第9条: six months in a row without good reason; warned of before. Nobody is ever removed by this."""
    book = reading.book(unit)
    red, warn = book.number(ARREARS_RED.rule), book.number(ARREARS_WARN.rule)
    worst = sum(run >= red for run in runs)
    warned = sum(warn <= run < red for run in runs)
    if worst:
        text = f"{worst}人连续{red}个月以上没有缴清。请当面了解原因，按党章规定研究处理。"
        yield Obligation(
            unit.pk, ARREARS_RED, book.rule(ARREARS_RED.rule), f"欠缴党费满{red}个月", text, reading.on, Light.OVERDUE
        )
    if warned:
        text = f"{warned}人连续{warn}个月以上没有缴清，满{red}个月前请提醒补缴。"
        yield Obligation(
            unit.pk, ARREARS_WARN, book.rule(ARREARS_WARN.rule), f"欠缴党费满{warn}个月", text, reading.on, Light.SOON
        )
