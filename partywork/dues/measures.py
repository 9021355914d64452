"""Every figure about dues.

All are as of the data date: what was paid after it is not paid yet. Due months are counted by their last
day, money received by the day it was paid.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from partywork.dues.enums import DuesBasis
from partywork.dues.models import NOT_IN_TIME, DuesMonth
from partywork.measures.declarations import (
    Balance,
    Breakdown,
    Count,
    Dim,
    Distinct,
    EventDate,
    Measure,
    Money,
    Ratio,
    Regular,
    Source,
    Stock,
    dim,
)
from partywork.measures.window import Window
from partywork.orgs.sectors import by_sector
from partywork.orgs.units import BRANCHES

_DUES = "党费"
BASIS = dim("计算依据", "standard__basis", DuesBasis)


def paid_by(window: Window) -> Q:
    """Paid, wholly or in part, on the data date at the latest."""
    return Q(paid_on__lte=window.on)


def unpaid_on(window: Window) -> Q:
    """Not paid, or not wholly, as known on the data date."""
    return Q(due_fen__gt=0) & (Q(paid_fen__lt=F("due_fen")) | Q(paid_on__gt=window.on))


def in_arrears_on(window: Window) -> Q:
    """The same of what was due by then: said so that an index of the few months not paid in time serves it."""
    return NOT_IN_TIME & unpaid_on(window)


def owed_on(window: Window) -> Any:
    """What is still owed of a month on the data date, in fen."""
    paid = Case(When(paid_on__lte=window.on, then=F("paid_fen")), default=Value(0))
    return F("due_fen") - paid


def unpaid_in_a_row(months: int) -> Callable[[Window], Q]:
    """The month and the ones before it, ``months`` calendar months without a gap, are all unpaid."""

    def condition(window: Window) -> Q:
        all_unpaid = in_arrears_on(window)
        for back in range(1, months):
            all_unpaid &= Q(Exists(_unpaid_month_before(back, window)))
        return all_unpaid

    return condition


def _unpaid_month_before(back: int, window: Window) -> Any:
    """The member's unpaid row ``back`` months earlier: 202602 less 3 is 202511, so a step over the new year
    takes 88 more."""
    same_year = Q(month=OuterRef("month") - back)
    year_before = Q(month=OuterRef("month") - back - 88)
    # Whichever of the two numbers is no month (202599, 202499) has no row.
    return DuesMonth.objects.filter(unpaid_on(window), same_year | year_before, member=OuterRef("member"))


def in_full_branches(window: Window) -> Q:
    """Rows of organisations that owe nothing of the period's due months."""
    days = window.span
    owing = DuesMonth.objects.filter(in_arrears_on(window), due_on__gte=days.start, due_on__lte=days.end)
    return Q(due_fen__gt=0) & ~Q(org__in=owing.order_by().values("org").distinct())


def of_earlier_years(window: Window) -> Q:
    return Q(due_on__lt=date(window.period.year, 1, 1))


# Paid after it was due: after the month, or after the quarter where quarterly payment was agreed.
LATE = Q(due_on__lt=F("paid_on"))

STATE = Dim(
    "缴纳情况",
    values={
        "已缴": lambda window: Q(due_fen__gt=0) & paid_by(window) & Q(paid_fen=F("due_fen")),
        "欠缴": unpaid_on,
        "减免": Q(due_fen=0),
    },
)

# Months by when they are due.
DUES = Source(
    "dues", "应缴党费", DuesMonth, ledger="dues", on="due_on",
    dims={"basis": BASIS, "state": STATE, "sector": by_sector()},
)  # fmt: skip
# The same rows by when the money came in.
RECEIPTS = Source(
    "dues_receipts", "收缴党费", DuesMonth, ledger="dues", on="paid_on", half="", month="paid_month",
    where=Q(paid_fen__gt=0), dims={"basis": BASIS, "sector": by_sector()},
)  # fmt: skip

_DUE = "期内到期月份（数据截至日当天或之前过完的月份；同意按季交的，为过完的季度）"
_LATER = "数据截至日之后才缴的不算已缴"

MEASURES: list[Measure] = [
    Measure("dues.due", "应缴党费", "元", _DUES, DUES, Money("due_fen"), f"{_DUE}的应缴金额相加"),
    Measure("dues.paid", "实缴党费", "元", _DUES, DUES, Money("paid_fen"),
            f"{_DUE}中已缴的金额相加，不论哪天缴的；{_LATER}", paid_by),
    Measure("dues.arrears", "欠缴党费金额", "元", _DUES, DUES, Money(owed_on),
            f"{_DUE}的应缴减去实缴；{_LATER}；以前年度的另计", unpaid_on),
    Measure("dues.rate", "党费收缴率", "%", _DUES, DUES, Ratio("dues.paid", "dues.due"), "实缴党费 ÷ 应缴党费"),
    Measure("dues.due.members", "应缴党费人数", "人", _DUES, DUES, Distinct("member"),
            f"{_DUE}有应缴党费的不同党员", Q(due_fen__gt=0)),
    Measure("dues.arrears.members", "欠缴党费人数", "人", _DUES, DUES, Distinct("member"),
            f"{_DUE}中至少一个月没有缴足的不同党员；{_LATER}", unpaid_on),
    Measure("dues.arrears.months", "欠缴党费人月数", "人月", _DUES, DUES, Count(),
            f"{_DUE}中没有缴足的人月；{_LATER}", unpaid_on),
    Measure("dues.exempt.members", "免交党费人数", "人", _DUES, DUES, Distinct("member"),
            f"{_DUE}中至少一个月应缴为 0 的不同党员", Q(due_fen=0)),
    Measure("dues.basis", "应缴党费构成", "元", _DUES, DUES, Breakdown("basis", Money("due_fen")),
            "应缴党费按计算依据分"),
    Measure("dues.branches.due", "应缴党费的支部数", "个", _DUES, DUES, Distinct("org"),
            f"{_DUE}有应缴党费的党组织", Q(due_fen__gt=0)),
    Measure("dues.branches.arrears", "有党费欠缴的支部数", "个", _DUES, DUES, Distinct("org"),
            f"{_DUE}中至少一人一月没有缴足的党组织；{_LATER}", unpaid_on),
    Measure("dues.branches.full", "足额缴纳党费的支部数", "个", _DUES, DUES, Distinct("org"),
            f"{_DUE}有应缴党费、且全部缴足的党组织；{_LATER}", in_full_branches),
    Measure("dues.balance", "累计欠缴党费金额", "元", _DUES, DUES, Balance(owed_on),
            "数据截至日当天或之前过完的全部月份（含以前年度）的应缴减去实缴", in_arrears_on),
    Measure("dues.balance.members", "累计欠缴党费人数", "人", _DUES, DUES, Stock(of="member"),
            "数据截至日当天或之前过完的全部月份（含以前年度）中，至少一个月没有缴足的不同党员", in_arrears_on),
    Measure("dues.balance.earlier", "以前年度欠缴党费金额", "元", _DUES, DUES, Balance(owed_on),
            "到期月份在报告期所在年度之前、数据截至日仍没有缴足的金额",
            lambda window: in_arrears_on(window) & of_earlier_years(window)),
    Measure("dues.arrears.three", "欠缴党费满三个月人数", "人", _DUES, DUES, Stock(of="member"),
            "数据截至日有连续三个日历月（含以前年度，均已过完）应缴而没有缴足的不同党员；中间有免交或无应缴的月份即中断",
            unpaid_in_a_row(3)),
    Measure("dues.arrears.six", "欠缴党费满六个月人数", "人", _DUES, DUES, Stock(of="member"),
            "数据截至日有连续六个日历月（含以前年度，均已过完）应缴而没有缴足的不同党员；中间有免交或无应缴的月份即中断",
            unpaid_in_a_row(6)),
    Measure("dues.received", "收缴党费", "元", _DUES, RECEIPTS, Money("paid_fen"),
            "缴纳日期在期内的金额相加，不论缴的是哪个月"),
    Measure("dues.received.count", "缴纳党费人次", "人次", _DUES, RECEIPTS, Count(),
            "缴纳日期在期内的人月，一人缴一个月计一人次"),
    Measure("dues.received.members", "缴纳党费人数", "人", _DUES, RECEIPTS, Distinct("member"),
            "缴纳日期在期内的不同党员"),
    Measure("dues.received.earlier", "补缴以前年度党费", "元", _DUES, RECEIPTS, Money("paid_fen"),
            "缴纳日期在期内、所缴月份在报告期所在年度之前的金额相加，已含在收缴党费内", of_earlier_years),
    Measure("dues.received.late", "补缴党费", "元", _DUES, RECEIPTS, Money("paid_fen"),
            "缴纳日期在期内、缴纳时已过缴纳期限（当月底，同意按季交的为季度末）的金额相加，已含在收缴党费内", LATE),
    Measure("dues.received.last", "最近一次收缴党费日期", "", _DUES, RECEIPTS, EventDate("last"),
            "期内最后一个缴纳日期"),
    Measure("dues.received.regular", "每月收缴党费的支部数", "个", _DUES, RECEIPTS, Regular(BRANCHES, "month"),
            "期内每月都有党费收缴的支部；新成立的支部从成立后的第一个完整月份算起，未过完的月份不算"),
]  # fmt: skip
